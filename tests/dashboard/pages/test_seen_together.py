"""Couples, families and groups on screen: each with their own verdict, and the tablet going round."""

from __future__ import annotations

import json

import pytest

from fit.casework.clinician import (
    begin_shared_case,
    join_shared_case,
    open_caseload,
    open_shared_case,
    open_shared_cases,
    record_in_room,
    transfer_episode,
)
from fit.casework.views import SharedKind
from fit.ratings import Mode
from fit.scales import scale
from tests.dashboard.pages.looking import html, links, look_at, said
from tests.fit.casework.world import spread

ONE = "FALLING-ALLIANCE"


@pytest.fixture
def couple(clinic, signed_in_as, episode_of):
    actor = signed_in_as("clinician.one")
    one = episode_of(ONE)
    other = next(row for row in open_caseload(clinic, actor).rows if row.episode_id != one and row.may_be_rated)
    case = begin_shared_case(clinic, actor, one, kind=SharedKind.COUPLE, name="House *12*")
    join_shared_case(clinic, actor, other.episode_id, case)
    return actor, case, one, other


def rate(clinic, actor, episode, scale_id, total):
    record_in_room(
        clinic,
        actor,
        episode,
        scale_id=scale_id,
        answers=spread(scale_id, total),
        mode=Mode.TABLET,
        line_length_px=378.0,
        calibrated=False,
        idempotency_key=f"{episode}-{scale_id}",
    )


def given_to(page):
    """Labels of the buttons that give the tablet, and how many forms each asks for."""
    found = [json.loads(one.proto.json) for one in page.get("bidi_component") if '"asks"' in one.proto.json]
    return [(one["label"], len(one["asks"])) for one in found]


def test_every_way_to_give_the_tablet_leads_back_to_this_page(couple):
    _, case, *_ = couple
    page = look_at("seen_together", {"case": case})
    found = [json.loads(one.proto.json) for one in page.get("bidi_component") if '"asks"' in one.proto.json]
    assert [one["case"] for one in found] == [case] * 3
    assert "your PIN brings the tablet back to this page" in " ".join(one.value for one in page.caption)


def test_each_person_has_a_card_with_the_own_verdict(clinic, couple):
    _, case, one, other = couple
    page = look_at("seen_together", {"case": case})
    assert page.title[0].value == "House \\*12\\*"
    text = said(page)
    assert "Couple · each person rates for themselves" in text
    assert "ORS 24.6 (+6.4 since the first), SRS 35.1" in text
    assert "Since the first ORS: Improved Against the expected path: " in text
    assert (ONE, "client", f"episode={one}") in links(page)
    assert (other.client_label, "client", f"episode={other.episode_id}") in links(page)


def test_the_tablet_goes_to_whoever_has_not_answered_today(clinic, couple):
    actor, case, one, other = couple
    assert given_to(look_at("seen_together", {"case": case})) == [
        (f"Give to {ONE}", 1),
        (f"Give to {other.client_label}", 1),
        ("Give to all, in turn", 2),
    ]
    rate(clinic, actor, one, "ors", 25)
    page = look_at("seen_together", {"case": case})
    assert given_to(page) == [(f"Give to {other.client_label}", 1)]
    assert f"Given today by {ONE}. Still to give it: {other.client_label}." in said(page)
    assert "Today: ORS given, SRS not yet." in said(page)


def test_the_same_session_is_told_by_each_without_a_verdict(clinic, couple):
    actor, case, one, other = couple
    for episode, total in ((one, 38.2), (other.episode_id, 30.1)):
        rate(clinic, actor, episode, "srs", total)
    page = look_at("seen_together", {"case": case})
    assert f"SRS {ONE} 38.2, {other.client_label} 30.1 8.1 points" in said(page)
    assert scale("srs").title in said(page)
    assert "a fact and no verdict" in " ".join(one.value for one in page.caption)


def test_who_is_seen_by_a_colleague_is_one_more_person_and_nothing_else(clinic, people, couple, signed_in_as):
    actor, case, _, other = couple
    transfer_episode(clinic, actor, other.episode_id, people["clinician.two"].user_id)
    page = look_at("seen_together", {"case": case})
    assert "One more person, seen by a colleague." in said(page)
    assert other.client_label not in html(page) + repr(links(page))
    signed_in_as("supervisor.one")
    assert ONE in repr(links(look_at("seen_together", {"case": case})))


@pytest.mark.parametrize("address", ["0" * 13, "../x", "nothing"])
def test_an_address_that_names_none_says_so(clinic, signed_in_as, address):
    signed_in_as("clinician.one")
    assert look_at("seen_together", {"case": address}).title[0].value == "None of this address here"


def test_a_couple_of_others_is_none(couple, signed_in_as):
    _, case, *_ = couple
    signed_in_as("clinician.two")
    assert look_at("seen_together", {"case": case}).title[0].value == "None of this address here"
    assert "No couple, family or group yet" in said(look_at("seen_together"))


def test_it_is_begun_on_the_clients_page(clinic, signed_in_as, episode_of):
    actor, episode = signed_in_as("clinician.one"), episode_of(ONE)
    page = look_at("client", {"episode": episode})
    page.session_state["seen-with"] = True
    page.run()
    next(one for one in page.radio if one.label == "A new one").set_value(SharedKind.FAMILY)
    next(one for one in page.text_input if one.label == "Its name or code").input("Household 9")
    others = next(one for one in page.multiselect if one.label == "Who else comes, of your clients")
    others.select(others.options[0])
    next(one for one in page.button if one.label == "Begin").click().run()
    (found,) = open_shared_cases(clinic, actor)
    assert (found.kind, found.name, len(found.people)) == (SharedKind.FAMILY, "Household 9", 2)
    assert ("Family: Household 9", "seen-together", f"case={found.case_id}") in links(
        look_at("client", {"episode": episode})
    )
    assert ("Family: Household 9", "seen-together", f"case={found.case_id}") in links(look_at("seen_together"))


def test_people_leave_and_it_is_called_otherwise(clinic, couple):
    actor, case, _, other = couple
    page = look_at("seen_together", {"case": case})
    next(one for one in page.selectbox if one.label == "Who leaves").select(other.client_label)
    next(one for one in page.button if one.label == "Note that they left").click().run()
    assert "is not part of it any more" in page.success[0].value
    assert [person.left_on for person in open_shared_case(clinic, actor, case).people] == [None, clinic.today()]
    next(one for one in page.text_input if one.label == "Its name or code").input("One alone")
    next(one for one in page.button if one.label == "Keep this name").click().run()
    assert page.title[0].value == "One alone"
