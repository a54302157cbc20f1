"""Clients by a few letters, over the network: for whom they are in care, in no address, kept by no browser."""

from __future__ import annotations

import json

import pytest

from dashboard.api.find import FIND
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE, COLLEAGUES, DIRECTOR, FALLING, OWN, SUPERVISOR


@pytest.fixture
def ask(server):
    def one(person, typed="own", **given):
        body = given.get("body", json.dumps({"typed": typed}))
        headers = {"origin": given.get("origin", server.url), "content-type": "application/json"}
        return server.fetch(FIND, "POST", token=server.token(person) if person else "", headers=headers, body=body)

    return one


def labels(reply):
    assert reply.status == 200
    return [client["label"] for client in json.loads(reply.body)["clients"]]


def test_each_finds_those_in_their_care(ask, small_clinic):
    assert labels(ask(CLINICIAN)) == [FALLING, OWN]
    assert labels(ask(COLLEAGUE, "colleague")) == [COLLEAGUES]
    assert labels(ask(COLLEAGUE)) == []
    [first, _] = json.loads(ask(SUPERVISOR).body)["clients"]
    assert first == {
        "episode": small_clinic.episodes[FALLING],
        "label": FALLING,
        "code": "",
        "clinician": CLINICIAN.name,
        "own": False,
        "closed": False,
        "today": False,
    }


def test_the_answer_is_kept_by_no_browser(ask):
    assert ask(CLINICIAN).headers["cache-control"] == "no-store"


def test_no_address_asks_and_no_other_site(server, ask):
    assert server.fetch(f"{FIND}?typed=own", token=server.token(CLINICIAN)).status in {404, 405}
    assert ask(CLINICIAN, origin="https://elsewhere.example").status == 403
    assert ask(None).status == 401
    assert ask(DIRECTOR).status == 404


@pytest.mark.parametrize("body", ["", "own", "[]", '{"typed": 7}', '{"other": "own"}', b"\xff\xfe"])
def test_what_asks_for_nothing_is_told_how_to_ask(ask, body):
    reply = ask(CLINICIAN, body=body)
    assert reply.status == 422
    assert "Send JSON such as" in json.loads(reply.body)["why"]


@pytest.mark.parametrize("typed", ["a" * 101, "\x00", "\ud800"])
def test_what_no_name_holds_is_refused_in_words(ask, typed):
    reply = ask(CLINICIAN, typed)
    assert reply.status == 422
    assert json.loads(reply.body)["why"]
