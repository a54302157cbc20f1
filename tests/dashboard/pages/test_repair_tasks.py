"""Plans of repair that wait are tasks on the caseload and on the supervisor's page, and one press away elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import clinician
from fit.repair import Dimension, KindSeen, PlanState
from tests.dashboard.pages.looking import labels, links, look_at, said

READING = {"kind": KindSeen.WITHDRAWAL, "dimension": Dimension.RELATIONAL_BREACH}


@pytest.fixture
def actor(people):
    return people["clinician.one"]


@pytest.fixture
def begin(clinic, actor, episode_of):
    """Begin a plan about the session of a client: its last one unless said otherwise."""

    def one(code="FALLING-ALLIANCE", place=-1):
        episode = episode_of(code)
        session = clinician.open_client(clinic, actor, episode).sessions[place].session_id
        return episode, clinician.save_reading(clinic, actor, episode, session, **READING)

    return one


def planned(clinic, actor, saved, **more):
    check = {"check_by": "The next ratings."}
    return clinician.make_plan(clinic, actor, saved.plan_id, version=saved.version, **check, **more)


def caseload(signed_in_as):
    signed_in_as("clinician.one")
    return look_at("caseload")


def test_without_a_plan_the_caseload_has_no_line_about_repairs(clinic, signed_in_as):
    assert clinic
    assert "Repairs under way" not in said(caseload(signed_in_as))


def test_a_plan_waits_on_the_caseload_with_its_session_and_leads_to_the_guide(clinic, actor, begin, signed_in_as):
    episode, saved = begin()
    assert "Repair begun after session 6: not planned yet." in said(caseload(signed_in_as))
    planned(clinic, actor, saved)
    page = caseload(signed_in_as)
    assert "Repair planned after session 6: to be talked about at the next session." in said(page)
    assert ("FALLING-ALLIANCE", "repair", f"episode={episode}&plan={saved.plan_id}") in links(page)


def test_a_plan_with_a_day_says_it(clinic, actor, begin, signed_in_as):
    day = date.today() + timedelta(days=3)  # noqa: DTZ011
    planned(clinic, actor, begin()[1], said_on=day)
    assert f"to be talked about on {day.day} " in said(caseload(signed_in_as))


def test_what_only_waits_for_a_rating_stands_last(clinic, actor, begin, signed_in_as):
    _, first = begin()
    clinician.record_talk(clinic, actor, first.plan_id, version=1, happened="I asked.")
    begin("STEADY")
    words = said(caseload(signed_in_as))
    waiting = words.index("Repair after session 6: talked about, waits for the next rating.")
    assert words.index("Repair begun after session 4: not planned yet.") < waiting


def test_what_the_ratings_answered_is_said_on_the_caseload(clinic, actor, begin, signed_in_as):
    _, saved = begin("OFF-TRACK", place=1)
    clinician.record_talk(clinic, actor, saved.plan_id, version=1, happened="I asked.")
    words = said(caseload(signed_in_as))
    assert "Repair after session 2: the ratings answer “cannot tell”." in words


def test_more_than_three_stand_behind_a_click(begin, signed_in_as):
    for code in ("FALLING-ALLIANCE", "OFF-TRACK", "STEADY", "ONE-RATING", "GAPS"):
        begin(code)
    page = caseload(signed_in_as)
    assert "2 more repairs" in [one.label for one in page.expander]
    assert len([to for _, to, _ in links(page) if to == "repair"]) == 5


def test_a_plan_that_is_ended_waits_for_nobody(clinic, actor, begin, signed_in_as):
    _, saved = begin()
    clinician.set_plan_state(clinic, actor, saved.plan_id, PlanState.SET_ASIDE, version=1, reason="He is ill.")
    assert "Repairs under way" not in said(caseload(signed_in_as))


def test_a_supervisor_sees_whose_plans_wait_and_a_colleague_does_not(clinic, actor, begin, signed_in_as):
    planned(clinic, actor, begin()[1])
    signed_in_as("supervisor.one")
    assert "Clinician One: Repair planned after session 6" in said(look_at("supervision"))
    signed_in_as("clinician.two")
    assert "Repair planned" not in said(look_at("caseload"))


def test_an_alert_of_the_alliance_leads_to_the_guide_and_one_about_life_does_not(episode_of, signed_in_as, clinic):
    assert clinic
    signed_in_as("clinician.one")
    strained = look_at("client", {"episode": episode_of("FALLING-ALLIANCE")})
    (query,) = [query for label, to, query in links(strained) if (label, to) == ("Plan a repair", "repair")]
    assert "alert=" in query
    off_track = look_at("client", {"episode": episode_of("OFF-TRACK")})
    assert "Talked about it" in labels(off_track)
    assert not [to for _, to, _ in links(off_track) if to == "repair"]


def test_the_session_that_is_looked_back_at_leads_to_the_guide(clinic, actor, episode_of, signed_in_as):
    signed_in_as("clinician.one")
    episode = episode_of("FALLING-ALLIANCE")
    session = clinician.open_client(clinic, actor, episode).sessions[-1].session_id
    query = {"episode": episode, "session": session}
    there = [(label, to, about) for label, to, about in links(look_at("reading", query)) if to == "repair"]
    assert there == [("Plan a repair", "repair", f"episode={episode}&session={session}")]
    signed_in_as("supervisor.one")
    assert "The repair of this session" in [label for label, _, _ in links(look_at("reading", query))]
