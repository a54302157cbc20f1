"""The clock jumps back by two days: nobody is thrown out, nothing is stored twice, every look is noted."""

from __future__ import annotations

from queue import SimpleQueue

import pytest
from sqlalchemy import select

from fit.casework._clinic_key import key_place
from fit.casework.machine import check_audits
from fit.store.reading_only import reading_sqlite
from fit.store.tables import Audit, columns_of
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.small_clinic import CLINICIAN, PASSPHRASE, PIN
from tests.faults.checks import look
from tests.faults.killer import servers
from tests.faults.ledger import Gate, Ledger
from tests.faults.tablets import Tablet

DAY_S = 86_400
audit = columns_of(Audit)


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    file = tmp_path_factory.mktemp("clock") / "ahead"
    file.write_text("0")
    return file


@pytest.fixture(scope="module")
def served(ground, clock):
    with servers(ground, "tests.faults.serving.own_clock", FAULTY_CLOCK=str(clock)) as made:
        made.begin()
        made.wait_until_it_answers()
        yield made.server


@pytest.fixture(autouse=True)
def set_right(clock):
    clock.write_text("0")
    yield
    clock.write_text("0")


def jump_back(clock):
    clock.write_text(str(-2 * DAY_S))


def lines(ground, action):
    with reading_sqlite(ground.settings.database_file, key_place(ground.settings)) as connection:
        asked = select(audit.c.at).where(audit.c.action == action).order_by(audit.c.sequence)
        return list(connection.execute(asked).scalars())


def test_who_is_signed_in_stays_so_and_others_can_sign_in(served, clock):
    token = served.sign_in(CLINICIAN)
    jump_back(clock)
    assert served.fetch("/session/state", token=token).status == 200
    assert served.sign_in(CLINICIAN)
    clock.write_text("0")
    assert served.fetch("/session/state", token=token).status == 200


def test_ratings_are_taken_once_and_in_the_order_of_meetings(ground, served, clock):
    ledger = Ledger()
    tablet = Tablet(1, served.port, SimpleQueue(), Gate(), ledger, 1)
    form = ground.forms[0]
    assert tablet._begin(form.token)
    body, key, tenths = tablet.marked(0, form.scales[0])
    assert tablet._send(form.token, key, tenths, body)
    jump_back(clock)
    assert tablet._send(form.token, key, tenths, body)
    body, other, tenths = tablet.marked(1, form.scales[1])
    assert tablet._send(form.token, other, tenths, body)
    found = look(ground.settings, ledger)
    assert (found.problems, found.ratings, ledger.resent) == ([], 2, {key})


def test_the_audit_holds_although_its_times_go_back_and_every_look_is_in_it(ground, served, clock):
    case = next(one for one in ground.cases if one.holder is CLINICIAN)
    query = f"episode={case.episode}&session={case.session}"
    with open_page(served, served.token(CLINICIAN)) as page:
        page.run("note", query)
        page.run("note", query)
        before = lines(ground, "open_note")
        jump_back(clock)
        page.run("note", query)
    after = lines(ground, "open_note")
    assert len(after) == len(before) + 1
    assert after[-1] < after[-2], "the later line has the earlier time"
    assert all(one.check.broken_at is None for one in check_audits(ground.settings))


def test_a_lock_of_a_clock_that_was_ahead_holds_nobody(served, clock):
    clock.write_text(str(2 * DAY_S))
    name = "clinician.three"
    for number in range(6):
        served.post(
            "/session/sign-in", {"name": name, "passphrase": "wrong words here"}, address=f"127.66.0.{number + 1}"
        )
    right = {"name": name, "passphrase": PASSPHRASE}
    locked = served.post("/session/sign-in", right, address="127.66.1.1")
    assert (locked.status, b"too many tries" in locked.body) == (401, True)
    clock.write_text("0")
    assert served.post("/session/sign-in", right, address="127.66.1.2").status == 303


def test_todays_session_before_one_that_was_held_is_refused_in_words(ground, served, clock):
    token = served.sign_in(CLINICIAN)
    case = next(one for one in ground.cases if one.holder is CLINICIAN)
    with open_page(served, token) as page:
        page.run("client", f"episode={case.episode}")
    asked = {"ask": f"{case.episode}:client:0:ors"}
    handed = served.post("/session/hand-over", asked, token=token)
    assert handed.status == 303
    jump_back(clock)
    refused = served.post("/session/hand-over", asked, token=served.sign_in(CLINICIAN))
    assert refused.status == 409
    assert b"There was a session on" in refused.body
    assert PIN.encode() not in refused.body
