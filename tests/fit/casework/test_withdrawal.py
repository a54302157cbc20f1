"""A client withdraws: nothing of what was said is left in the file of the database, its log, or a copy of them."""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
from datetime import date

import pytest
from sqlalchemy import text

from fit.casework import Settings, clinician, open_clinic
from fit.casework.views import ConsentKind, Erased
from fit.store import record
from fit.store.ids import read_id
from fit.store.tables import Base
from tests.fit.casework.talks import ROLES, vtt

MARKER = "Quixotic zebrafish juggle vermilion xylophones"
CHANGED = "Nyctalopic gnomes wove bombazine kaftans"
WORDS = [word.casefold() for word in f"{MARKER} {CHANGED}".split()]
TODAY = date(2026, 3, 2)
PAGE, RESERVED, SALT, IV, FRAME_HEAD, LOG_HEAD = 4096, 80, 16, 16, 24, 32
"""How SQLCipher 4 writes: each page with a vector and a code at its end, the first one after a salt."""


def decrypted(file, key):
    """Every page of the file and of its log, also those that nothing refers to any more, as the disk holds them."""
    raw = file.read_bytes()
    pages = [raw[place : place + PAGE] for place in range(0, len(raw), PAGE)]
    log = file.with_name(f"{file.name}-wal")
    frames = log.read_bytes()[LOG_HEAD:] if log.exists() else b""
    whole = FRAME_HEAD + PAGE
    pages += [frames[place + FRAME_HEAD : place + whole] for place in range(0, len(frames), whole)]
    return b"".join(in_clear(page, key) for page in pages if len(page) == PAGE)


def in_clear(page, key):
    """The contents of one page; of the first one, the salt before them is in clear, and that of a log's unknown."""
    body, vector = page[:-RESERVED], page[-RESERVED : -RESERVED + IV]
    return aes_cbc(body, key, vector) + aes_cbc(body[SALT:], key, vector)


def aes_cbc(body, key, vector):
    crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
    crypto.EVP_CIPHER_CTX_new.restype = crypto.EVP_aes_256_cbc.restype = ctypes.c_void_p
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    crypto.EVP_DecryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_cbc()), None, key, vector)
    crypto.EVP_CIPHER_CTX_set_padding(context, 0)
    out, length = ctypes.create_string_buffer(len(body) + 32), ctypes.c_int()
    crypto.EVP_DecryptUpdate(context, out, ctypes.byref(length), body, len(body))
    crypto.EVP_CIPHER_CTX_free(context)
    return out.raw[: length.value]


def words_in(folder):
    raw = decrypted(folder / "clinic.db", bytes.fromhex((folder / "clinic.key").read_text().strip())).lower()
    return [word for word in WORDS if word.encode() in raw]


@pytest.fixture
def told(either):
    return tell(either)


def tell(world):
    """A client with two episodes, each with a transcript that holds the marker, one of them corrected; and another."""
    first = world.begin("C-1")
    world.session(first, 18, 37)
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(world.clinic, world.ann, first, kind=kind, given_on=TODAY)
    transcript = take(world, first, vtt(MARKER, "Mm.", f"And {MARKER} again."))
    turn = clinician.open_transcript(world.clinic, world.ann, first, transcript).turns[1]
    clinician.edit_turn(world.clinic, world.ann, first, turn.turn_id, version=1, text=CHANGED)
    other = world.begin("C-2")
    world.session(other, 22, 36)
    clinician.record_consent(world.clinic, world.ann, other, kind=ConsentKind.TRANSCRIPT, given_on=TODAY)
    take(world, other, vtt(*("I keep the cuckoo clock wound.",) * 40))
    return world


def take(world, episode, content):
    session = world.page(episode).sessions[0].session_id
    return clinician.import_transcript(
        world.clinic, world.ann, episode, session_id=session, content=content, roles=ROLES
    )


def withdraw(world, kind=ConsentKind.TRANSCRIPT):
    return clinician.withdraw_consent(
        world.clinic, world.ann, world.episodes["C-1"], kind=kind, withdrawn_on=date(2026, 3, 9)
    )


@pytest.mark.parametrize("kind", [ConsentKind.TRANSCRIPT, ConsentKind.RECORDING])
def test_either_withdrawal_removes_the_record_and_leaves_the_ratings(told, kind):
    ratings = told.page(told.episodes["C-1"]).sessions
    assert withdraw(told, kind) == Erased(transcripts=1, recordings=0)
    page = clinician.open_record(told.clinic, told.ann, told.episodes["C-1"])
    assert page.sessions[0].transcripts == ()
    assert page.stands[kind] is False
    assert told.page(told.episodes["C-1"]).sessions == ratings
    for word in WORDS:
        assert clinician.search_record(told.clinic, told.ann, word).hits == ()
    assert len(clinician.search_record(told.clinic, told.ann, "cuckoo").hits) == 40


def test_no_table_holds_a_word_of_it_any_more(told):
    assert holding(told.clinic) >= {"turn", "turn_edit"}
    withdraw(told)
    assert holding(told.clinic) == set()


def all_of(table):
    return text(f'SELECT * FROM "{table}"')  # noqa: S608  our own names


def holding(clinic):
    """The tables in which a row holds one of the words."""
    with clinic.store.read() as connection:
        names = [table.name for table in Base.metadata.sorted_tables]
        if clinic.store.dialect == "postgresql":
            names.append("turn_words")
        rows = {name: str(connection.execute(all_of(name)).all()).casefold() for name in names}
    return {name for name, said in rows.items() if any(word in said for word in WORDS)}


def test_withdrawing_ratings_leaves_the_record(told):
    episode = told.episodes["C-1"]
    clinician.record_consent(told.clinic, told.ann, episode, kind=ConsentKind.RATINGS, given_on=TODAY)
    assert withdraw(told, ConsentKind.RATINGS) == Erased(transcripts=0, recordings=0)
    assert len(clinician.search_record(told.clinic, told.ann, "quixotic").hits) == 1


def test_the_file_the_log_and_a_copy_made_afterwards_hold_no_word_of_it(world, tmp_path):
    tell(world)
    folder = world.clinic.settings.folder
    shutil.copytree(folder, tmp_path / "before")
    assert words_in(tmp_path / "before") == WORDS, "the search itself must find what is there"
    withdraw(world)
    shutil.copytree(folder, tmp_path / "after")
    assert words_in(tmp_path / "after") == []
    assert words_in(folder) == []
    assert b"cuckoo" in decrypted(folder / "clinic.db", key_of(folder))


def key_of(folder):
    return bytes.fromhex((folder / "clinic.key").read_text().strip())


def test_a_server_that_was_cut_off_in_the_act_clears_the_log_when_it_opens_again(world, tmp_path):
    tell(world)
    episodes = [read_id(world.episodes["C-1"])]
    clinic_id = read_id(world.ann.clinic_id)
    world.clinic.store.write(lambda connection: record.erase_transcripts_of(connection, clinic_id, episodes))
    shutil.copytree(world.clinic.settings.folder, tmp_path / "cut-off")
    assert words_in(tmp_path / "cut-off") == WORDS, "the log holds the pages as they were"
    again = open_clinic(Settings(folder=tmp_path / "cut-off"))
    assert words_in(tmp_path / "cut-off") == []
    again.close()


def test_removing_one_transcript_leaves_no_word_of_it_in_the_file(world):
    tell(world)
    episode = world.episodes["C-1"]
    transcript = clinician.open_record(world.clinic, world.ann, episode).sessions[0].transcripts[0].transcript_id
    clinician.remove_transcript(world.clinic, world.ann, episode, transcript)
    assert words_in(world.clinic.settings.folder) == []
    assert clinician.open_record(world.clinic, world.ann, episode).stands[ConsentKind.TRANSCRIPT]


def test_the_audit_says_that_it_was_withdrawn_and_nothing_of_what_was_said(told):
    withdraw(told)
    from fit.casework import administrator

    rows = administrator.open_audit(told.clinic, told.admin)
    assert [row.subject_id for row in rows if row.action == "withdraw_consent"] == [told.episodes["C-1"]]
    assert not any(word in str(rows).casefold() for word in WORDS)


def test_every_table_that_names_a_transcript_or_a_turn_is_forgotten_with_it():
    naming = {
        table.name for table in Base.metadata.sorted_tables if {"transcript_id", "turn_id"} & set(table.columns.keys())
    }
    # a memory is the clinician's own; the next test says what becomes of it
    assert naming - {"memory"} == {table.name for table in record.OF_A_TRANSCRIPT}


def test_memories_outlive_what_they_were_of_without_a_word_of_it(told):
    place = (told.clinic, told.ann, told.episodes["C-1"])
    session = clinician.open_record(*place).sessions[0]
    transcript = session.transcripts[0].transcript_id
    clinician.show_excerpt(*place, transcript, 1, remembered="I think I hurried.")
    clinician.show_excerpt(*place, transcript, 2)
    withdraw(told)
    page = clinician.open_reading(*place, session.session_id)
    assert page.facts is None
    assert [(memory.turn, memory.text) for memory in page.memories] == [(None, "I think I hurried.")]
