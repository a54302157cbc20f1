"""The alliance grid as a file, asked for over the network by everybody who might."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.api.alliance import ALLIANCE_CSV
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    COLLEAGUES,
    DIRECTOR,
    FALLING,
    OWN,
    SUPERVISOR,
)

WEEKS = "period=week&rows=clinicians"


@pytest.fixture
def ask(server):
    def one(person, query=WEEKS):
        return server.fetch(f"{ALLIANCE_CSV}?{query}", token=server.token(person) if person else "")

    return one


def rows(reply):
    return list(csv.DictReader(io.StringIO(reply.body.decode())))


def test_a_supervisor_gets_supervisees_in_full(ask):
    reply = ask(SUPERVISOR, "period=month&rows=clinicians&measure=mean")
    found = rows(reply)
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    assert {row["Row"] for row in found} == {CLINICIAN.name}
    january = next(row for row in found if row["Begins"] == "2026-01-01")
    assert float(january["Value"]) == pytest.approx((37.5 + 38.2) / 2)
    assert january["Counted"] == "2"
    assert "alliance-mean-by-clinicians-and-month-" in reply.headers["content-disposition"]


def test_a_director_gets_no_client_and_no_small_group(ask):
    reply = ask(DIRECTOR)
    assert {row["Value"] for row in rows(reply)} == {""}
    assert {row["In words"] for row in rows(reply)} == {
        "Withheld: fewer than five clients, or fewer than eight to count, perhaps none."
    }
    assert len({row["Begins"] for row in rows(reply)}) == 52, "a week with nobody is none to be left out"
    assert not [code for code in (OWN, FALLING, COLLEAGUES) if code.encode() in reply.body]


def test_a_clinician_gets_the_own_row_alone(ask):
    assert {row["Row"] for row in rows(ask(COLLEAGUE))} == {COLLEAGUE.name}


def test_nobody_else_gets_anything(ask):
    assert ask(ADMINISTRATOR).status == 404
    assert ask(None).status == 401


def test_odd_wishes_give_the_plain_grid(ask):
    assert rows(ask(SUPERVISOR, "measure=%27&rows=x&period=&order=worst")) == rows(ask(SUPERVISOR))
