"""The record where there is much of it: taking a file in, and finding words, beside the naive way in the same run.

`MENDLINE_BENCH_TRANSCRIPTS=10000` builds it whole (1.2 GB; 23 minutes on a busy machine); by default it is a twentieth.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime
from itertools import accumulate, cycle
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import insert, text

from fit.casework import Settings, clinician, open_clinic
from fit.casework.views import ConsentKind
from fit.store import record
from fit.store.ids import new_id, read_id, shown
from fit.store.tables import Client, Consent, Episode, Session, columns_of
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import Clock, found

TRANSCRIPTS = int(os.environ.get("MENDLINE_BENCH_TRANSCRIPTS", "500"))
WORDS, TURNS = 5_000, 300
HOLDERS = 50
"""[clinicians] Each holds as many clients; one of them searches."""
KNOWN_WORDS, ZIPF_SHIFT = 30_000, 3
"""How many different words there are; how often each comes follows Zipf's law, as in speech."""
SEARCHES = 60
LIMIT_MS = 50.0
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A clinic with all these transcripts, one a client, and its words, the commonest first."""
    clinic = open_clinic(Settings(folder=tmp_path_factory.mktemp("full") / "clinic"), clock=Clock())
    people = found(clinic)
    words = known_words()
    holders = holders_of(people["ann"], clinic)
    started = perf_counter()
    for number in range(0, TRANSCRIPTS, 100):
        batch = range(number, min(number + 100, TRANSCRIPTS))
        clinic.store.write(lambda connection, batch=batch: fill(connection, people["ann"], holders, words, batch))
    yield clinic, people["ann"], words, perf_counter() - started
    clinic.close()


def known_words():
    chance = random.Random(1)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    return sorted({"".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(KNOWN_WORDS)}, key=hash_of)


def hash_of(word):
    return random.Random(word).random()


def holders_of(ann, clinic):
    """The one who searches, and colleagues."""
    from fit.store import accounts

    def add(connection):
        person = accounts.user_by_id(connection, read_id(ann.clinic_id), read_id(ann.user_id))
        for number in range(HOLDERS - 1):
            row = {**person._asdict(), "id": new_id(), "sign_in_name": f"colleague{number}"}
            accounts.add_user(connection, row)
            yield row["id"]

    return [read_id(ann.user_id), *clinic.store.write(lambda connection: list(add(connection)))]


def fill(connection, ann, holders, words, batch):
    clinic_id, chance = read_id(ann.clinic_id), random.Random(batch.start)
    weights = list(accumulate(1 / (place + ZIPF_SHIFT) for place in range(len(words))))
    for number, holder in zip(batch, cycle(holders), strict=False):
        ids = {"clinic_id": clinic_id, "client_id": new_id(), "episode_id": new_id(), "session_id": new_id()}
        put_client(connection, ids, number, holder)
        spoken = chance.choices(words, cum_weights=weights, k=WORDS)
        row = transcript_row(ids, number, holder, read_id(ann.user_id))
        record.add_transcript(connection, row, list(turn_rows(row, spoken)))


def put_client(connection, ids, number, holder):
    clinic_id = ids["clinic_id"]
    known = {"code": f"B{number}", "display_name": "", "language": "en", "created_at": NOW}
    connection.execute(insert(columns_of(Client)), {"clinic_id": clinic_id, "id": ids["client_id"], **known})
    episode = {"clinic_id": clinic_id, "id": ids["episode_id"], "client_id": ids["client_id"], "age_band": "adult"}
    connection.execute(insert(columns_of(Episode)), episode | {"clinician_id": holder})
    session = {"clinic_id": clinic_id, "id": ids["session_id"], "episode_id": ids["episode_id"], "meeting": 1}
    session |= dict.fromkeys(("comparable", "below_line", "dropped", "dip", "followed", "repaired", "with_both"), False)
    connection.execute(insert(columns_of(Session)), session | {"occurred_on": date(2026, 1, 5), "clinician_id": holder})
    agreed = {"kind": ConsentKind.TRANSCRIPT.value, "given_on": date(2026, 1, 5), "recorded_at": NOW}
    connection.execute(
        insert(columns_of(Consent)), {"clinic_id": clinic_id, "id": new_id(), "client_id": ids["client_id"], **agreed}
    )


def transcript_row(ids, number, holder, by):
    made = {"format": "webvtt", "level": "ends", "from_audio": False, "language": "en", "imported_at": NOW}
    row = {name: ids[name] for name in ("clinic_id", "episode_id", "session_id")} | made
    return row | {
        "id": new_id(),
        "content_hash": str(number),
        "turns": TURNS,
        "words": WORDS,
        "found_by": holder,
        "imported_by": by,
    }


def turn_rows(row, spoken):
    length = len(spoken) // TURNS
    for place in range(TURNS):
        said = " ".join(spoken[place * length : (place + 1) * length])
        known = {"start_ms": place * 9_000, "end_ms": place * 9_000 + 8_000, "label": "", "confidence": None}
        who = "client" if place % 2 else "clinician"
        yield {
            "clinic_id": row["clinic_id"],
            "id": new_id(),
            "transcript_id": row["id"],
            "place": place,
            "role": who,
            "text": said,
            "words": None,
            "version": 1,
            **known,
        }


def asked_for(words):
    """Single words, phrases, beginnings and pairs, as common and as rare as people's words are."""
    chance = random.Random(7)

    def word():
        return words[int(len(words) ** chance.random())]

    kinds = (
        word,
        lambda: f'"{word()} {words[chance.randrange(40)]}"',
        lambda: f"{word()[:4]}*",
        lambda: f"{word()} {word()}",
    )
    return [kinds[place % 4]() for place in range(SEARCHES)]


def test_search(full, say):
    clinic, ann, words, building = full
    took = {}
    for asked in asked_for(words):
        started = perf_counter()
        clinician.search_record(clinic, ann, asked)
        took[asked] = (perf_counter() - started) * 1_000
    middle, ninth = median(took.values()), sorted(took.values())[len(took) * 9 // 10]
    naive = median(by_reading_everything(clinic, asked) for asked in list(took)[:4])
    say(f"search {TRANSCRIPTS:,} transcripts: median {middle:.1f} ms, nine in ten below {ninth:.1f} ms")
    say(f"  LIKE over the same turns: median {naive:,.0f} ms, {naive / middle:,.0f} times as long")
    say(f"  built in {building:.0f} s")
    assert middle < LIMIT_MS


def by_reading_everything(clinic, asked):
    """The naive way: no index, every turn is read; and it finds parts of words too."""
    like = f"%{asked.strip('*').strip(chr(34))}%"
    started = perf_counter()
    with clinic.store.read() as connection:
        query = text("SELECT id FROM turn WHERE text LIKE :like ORDER BY id DESC LIMIT 51")
        connection.execute(query, {"like": like}).all()
    return (perf_counter() - started) * 1_000


def test_search_of_one_client(benchmark, full):
    clinic, ann, words, _ = full
    episode = clinician.open_caseload(clinic, ann).rows
    assert episode == (), "these clients have no standing: only their transcripts are measured"
    with clinic.store.read() as connection:
        mine = connection.execute(text("SELECT id FROM episode WHERE clinician_id = :me"), {"me": read_id(ann.user_id)})
        one = shown(mine.scalars().first())
    benchmark(lambda: clinician.search_record(clinic, ann, words[30], episode_id=one))


def test_taking_a_file_in(benchmark, full, say):
    clinic, ann, words, _ = full
    chance = random.Random(3)
    with clinic.store.read() as connection:
        row = connection.execute(
            text("SELECT id, episode_id FROM session WHERE clinician_id = :me"),
            {"me": read_id(ann.user_id)},
        ).first()

    def files():
        answers = (" ".join(chance.choices(words[:2_000], k=WORDS // TURNS)) for _ in range(TURNS - 1))
        return (vtt(*answers),), {}

    def take(content):
        where = {"session_id": shown(row.id), "content": content, "roles": ROLES}
        return clinician.import_transcript(clinic, ann, shown(row.episode_id), **where)

    benchmark.pedantic(take, setup=files, rounds=20)
    say(f"take in a file of {TURNS} turns and {WORDS:,} words: median {benchmark.stats['median'] * 1_000:.0f} ms")
