"""The repair guide: what is known, and how a session is read; nothing is decided for the clinician."""

from __future__ import annotations

import pytest

from fit.casework import clinician
from fit.repair import Dimension, KindSeen
from tests.dashboard.pages.guide.guiding import (
    choose,
    opened,
    press,
    rated_low_on_the_relationship,
)
from tests.dashboard.pages.looking import links, look_at, said


def test_without_a_session_it_says_where_a_repair_begins(look):
    assert "a repair begins from an alert" in look(session="").info[0].value


def test_a_colleague_sees_nothing_of_it(look):
    page = look(name="clinician.two", session="1")
    assert "a repair begins from an alert" in page.info[0].value


@pytest.mark.parametrize("by", ["session", "alert"])
def test_it_opens_from_the_session_and_from_its_alert_knowing_what_is_known(look, strained, by):
    page = look(**{by: strained[1] if by == "session" else strained[2]})
    assert page.title[0].value == "FALLING-ALLIANCE: repair"
    words = said(page)
    assert "About Session 6" in words
    assert "The session rating is low" in words
    assert "Nothing was tried before with this client." in words
    assert ("reading", f"episode={strained[0]}&session={strained[1]}") in [(to, query) for _, to, query in links(page)]


def test_nothing_is_chosen_before_the_clinician_chooses(look, clinic, actor, strained):
    page = look()
    chosen = {radio.label: radio.value for radio in page.radio}
    assert chosen["What happened between you?"] is None
    assert chosen["What may it be about?"] is None
    assert "“Not sure” is a good answer." in said(page)
    assert opened(clinic, actor, strained).plan is None


def test_what_is_suggested_is_marked_with_its_reason_and_not_taken(look, clinic, actor, episode_of, signed_in_as):
    episode = rated_low_on_the_relationship(clinic, actor, episode_of("STEADY"))
    session = clinician.open_client(clinic, actor, episode).sessions[-1].session_id
    signed_in_as("clinician.one")
    page = look_at("repair", {"episode": episode, "session": session})
    about = next(radio for radio in page.radio if radio.label == "What may it be about?")
    assert "Something missed between you · suggested" in about.options
    assert about.value is None
    assert "the line “relationship” is among those that fell most, from 9.5 to 4.0" in said(page)


def test_a_reading_begins_a_draft_for_the_alert_and_a_changed_choice_is_kept_at_once(look, clinic, actor, strained):
    page = look()
    choose(page, "What happened between you?", KindSeen.WITHDRAWAL)
    assert opened(clinic, actor, strained).plan is None
    choose(page, "What may it be about?", Dimension.RELATIONAL_BREACH)
    press(page, "Begin the plan with this reading")
    begun = opened(clinic, actor, strained)
    assert (begun.plan.plan.kind, begun.plan.plan.dimension) == (KindSeen.WITHDRAWAL, Dimension.RELATIONAL_BREACH)
    assert begun.alert is not None
    choose(page, "What happened between you?", KindSeen.BOTH)
    assert opened(clinic, actor, strained).plan.plan.kind is KindSeen.BOTH
    assert "Your reading is kept." in said(page)


def test_a_choice_that_comes_second_is_told_and_what_stands_is_shown(look, clinic, actor, strained, drafted):
    page = look()
    place = (clinic, actor, *strained[:2])
    theirs = {"kind": KindSeen.CONFRONTATION, "dimension": Dimension.FEAR_OF_CHANGE}
    clinician.save_reading(*place, version=drafted.version, **theirs)
    choose(page, "What happened between you?", KindSeen.BOTH)
    assert "Somebody changed this meanwhile." in page.error[0].value
    assert next(one for one in page.radio if one.label.startswith("What happened")).value is KindSeen.CONFRONTATION
    choose(page, "What happened between you?", KindSeen.BOTH)
    assert opened(clinic, actor, strained).plan.plan.kind is KindSeen.BOTH
