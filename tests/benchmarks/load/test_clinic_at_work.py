"""A hundred tablets rate while two hundred clinicians browse a million sessions, all on one server process.

Run by `make bench-load`. Requests go to this machine only, their number and time are fixed. `MENDLINE_LOAD_SESSIONS`
and `MENDLINE_LOAD_SECONDS` make it smaller or longer.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import threading
from collections import defaultdict
from pathlib import Path
from time import sleep, time

import pytest

from fit.speech.background import SpeechOptions, obstacle
from tests.benchmarks.load.big_upload import send_recording
from tests.benchmarks.load.browsing import Person, Seen, browse
from tests.benchmarks.load.busy_clinic import DIRECTOR, make_busy_clinic, ratings_named
from tests.benchmarks.load.reporting import takes_a_report
from tests.benchmarks.load.tablet import Tablet
from tests.benchmarks.million_sessions import PASSPHRASE
from tests.dashboard.serving.running import running_server

SESSIONS = int(os.environ.get("MENDLINE_LOAD_SESSIONS", "1000000"))
SECONDS = int(os.environ.get("MENDLINE_LOAD_SECONDS", "180"))
CHURN_S = int(os.environ.get("MENDLINE_LOAD_CHURN_SECONDS", "600"))
TABLETS, CLINICIANS, CHURNING = 100, 200, 40
EVERY_S = 30
"""[s] Between two ratings of one tablet: three a second in all, more than a clinic of 200 people ever sees."""
STAYS_S = 30
"""[s] For so long a page is open before it is closed and another is opened: sixty times as often as people do."""
FORMS = TABLETS * max(1, SECONDS // EVERY_S)
REPORT, UPLOAD = "a director's report was made", "a recording of 200 MB was taken in"
EXPECTED = {REPORT: 200, UPLOAD: 201}
PAGE_P95_S = 0.5
CONFIRM_P95_S = 1.0


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("busy") / "clinic"
    return make_busy_clinic(folder, sessions=SESSIONS, clinicians=CLINICIANS, forms=FORMS)


@pytest.fixture
def served(busy):
    with running_server(busy.folder) as server:
        yield server


def people_of(server, busy, wanted=CLINICIANS):
    return [Person(server.token_of(name, PASSPHRASE), episodes) for name, episodes in busy.clinicians[:wanted]]


def memory_mb(server):
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def processor_s(server):
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_tablets_and_clinicians_at_once(busy, served, say):
    people = people_of(served, busy)
    served.token_of(DIRECTOR, PASSPHRASE)
    before, worked_before = memory_mb(served), processor_s(served)
    seen, answers, beside, until = Seen(), [], [], time() + SECONDS
    others = [threading.Thread(target=rates, args=(served, tokens, until, answers)) for tokens in dealt(busy.tokens)]
    others.append(threading.Thread(target=asks_for_a_report, args=(served, busy.month, beside)))
    if can_upload():
        others.append(threading.Thread(target=uploads, args=(served, people[0].token, busy.recorded, beside)))
    for one in others:
        one.start()
    asyncio.run(browse(served, people, until=until, seen=seen))
    at_work, worked = memory_mb(served), processor_s(served) - worked_before
    for one in others:
        one.join()
    stored = ratings_after_the_end(served, busy)
    tell_of_all(say, seen, answers, stored)
    tell_of_what_was_beside(say, seen, answers, beside)
    say(f"  processor {worked:.0f} s in {SECONDS} s; memory {before:.0f} MB before, {at_work:.0f} MB at the end")
    assert seen.faults == []
    assert {status for _, _, status in answers} == {200}
    assert stored == len(answers)
    assert {what: status for what, status, _, _ in beside} == (EXPECTED if can_upload() else {REPORT: 200})
    assert p95([took for _, _, took in seen.runs]) < PAGE_P95_S
    assert p95([took for _, took, _ in answers]) < CONFIRM_P95_S


def dealt(tokens):
    return [tokens[place::TABLETS] for place in range(TABLETS)]


def rates(server, tokens, until, answers):
    """One tablet: a form every half minute, opened and confirmed after somebody thought about it."""
    chance = random.Random(tokens[0])
    sleep(chance.uniform(0, EVERY_S / 2))
    for token in tokens:
        begun = time()
        if begun > until - EVERY_S / 2:
            return
        tablet = Tablet(server, token)
        opened = tablet.open()
        assert opened == (303, 200), opened
        tablet.connection.close()  # as the server does with a line on which nothing is said for a while
        sleep(chance.uniform(2, EVERY_S / 3))
        took, status = tablet.confirm(f"load-{token[:24]}")
        answers.append((time(), took, status))
        tablet.connection.close()
        sleep(max(0, begun + EVERY_S - time()))


def asks_for_a_report(server, month, beside):
    """A director's report over the whole clinic, in the middle of it."""
    sleep(SECONDS / 4)
    begun = time()
    reply = takes_a_report(server, server.token_of(DIRECTOR, PASSPHRASE), month)
    beside.append((REPORT, reply.status, begun, time()))


def can_upload():
    """Recordings are taken in only where they can be written down."""
    return obstacle(SpeechOptions()) is None


def uploads(server, token, recorded, beside):
    sleep(SECONDS / 2)
    begun = time()
    status = send_recording(server, token, *recorded)
    beside.append((UPLOAD, status, begun, time()))


def ratings_after_the_end(server, busy):
    server.process.terminate()
    server.process.wait(60)
    return ratings_named(busy.folder, "load-")


def tell_of_all(say, seen, answers, stored):
    runs, confirms = [took for _, _, took in seen.runs], [took for _, took, _ in answers]
    say(
        f"{TABLETS} tablets and {CLINICIANS} clinicians for {SECONDS} s on {SESSIONS:,} sessions: {len(runs)} page "
        f"runs, {in_words(runs)}; {len(confirms)} ratings confirmed, {stored} stored, {in_words(confirms)}; "
        f"faults {len(seen.faults)} {sorted(set(seen.faults))[:3]}"
    )
    by_page = defaultdict(list)
    for page, _, took in seen.runs:
        by_page[page or "caseload"].append(took)
    for page, took in sorted(by_page.items()):
        say(f"  {page}: {len(took)} runs, {in_words(took)}")


def tell_of_what_was_beside(say, seen, answers, beside):
    for what, status, begun, ended in beside:
        runs = [took for _, at, took in seen.runs if begun <= at <= ended]
        confirms = [took for at, took, _ in answers if begun <= at <= ended]
        say(
            f"  while {what} ({ended - begun:.1f} s, {status}): {len(runs)} page runs, p95 {p95(runs):.3f} s; "
            f"{len(confirms)} ratings, p95 {p95(confirms):.3f} s"
        )
    if not can_upload():
        say("  no recording was sent: nothing on this machine could write it down (docs/audio.md)")


def in_words(seconds):
    return f"median {statistics.median(seconds):.3f} s, p95 {p95(seconds):.3f} s, worst {max(seconds):.3f} s"


def p95(numbers):
    return statistics.quantiles(numbers, n=20)[-1] if len(numbers) > 1 else sum(numbers)


def test_memory_of_pages_that_come_and_go(busy, served, say):
    """Pages are closed and opened again; what grows from one quarter to the next would fill the memory in the end."""
    people, seen = people_of(served, busy, CHURNING), Seen()
    until, marks = time() + CHURN_S, []
    watching = threading.Thread(target=watch, args=(served, until, marks))
    watching.start()
    asyncio.run(browse(served, people, until=until, seen=seen, stays_s=STAYS_S))
    watching.join()
    quarters = [statistics.mean(marks[place * len(marks) // 4 : (place + 1) * len(marks) // 4]) for place in range(4)]
    said = ", ".join(f"{one:.0f}" for one in quarters)
    pages = CHURN_S * CHURNING // STAYS_S
    say(
        f"{CHURNING} people opening and closing about {pages} pages in {CHURN_S} s ({len(seen.runs)} runs): "
        f"memory by quarter {said} MB"
    )
    assert seen.faults == []
    assert quarters[3] - quarters[2] < 0.1 * quarters[2]


def watch(server, until, marks):
    while time() < until:
        marks.append(memory_mb(server))
        sleep(2)
