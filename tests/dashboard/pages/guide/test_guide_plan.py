"""The repair guide: plan, talk, the ratings that answer, and who reads along."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import clinician
from fit.casework.views import AlertState
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.scales import AgeBand
from tests.dashboard.pages.guide.guiding import (
    RECEIVING,
    choose,
    opened,
    press,
    rate,
    write,
)
from tests.dashboard.pages.looking import html, labels, look_at, said


def test_a_plan_is_made_for_the_next_session_and_checked_by_the_next_ratings(look, clinic, actor, strained):
    page = look()
    write(page, "The one change, in the client's words (it can wait for the talk)", "less haste")
    press(page, "Plan it")
    plan = opened(clinic, actor, strained).plan.plan
    assert (plan.state, plan.said_on, plan.check_by) == (PlanState.PLANNED, None, "The next ratings.")
    assert plan.agreed_change == "less haste"
    assert "Planned, and waits for the talk." in said(page)
    assert "It is planned, and waits on your caseload" in page.success[0].value
    states = {one.state for one in clinician.open_client(clinic, actor, strained[0]).alerts if one.kind == "alliance"}
    assert AlertState.REPAIR_PLANNED in states


def test_a_plan_can_have_a_day_of_its_own(look, clinic, actor, strained):
    page = look()
    choose(page, "When will you say it?", "On a day")
    day = date.today() + timedelta(days=3)  # noqa: DTZ011
    page.date_input[0].set_value(day).run()
    press(page, "Plan it")
    assert opened(clinic, actor, strained).plan.plan.said_on == day


def test_a_day_that_lies_in_the_past_is_refused_and_what_was_typed_stays(look, clinic, actor, strained):
    page = look()
    write(page, "How will you two tell that it helped?", "Her own word at the end.")
    choose(page, "When will you say it?", "On a day")
    page.date_input[0].set_value(date.today() - timedelta(days=1)).run()  # noqa: DTZ011
    press(page, "Plan it")
    assert "lies in the past" in page.error[0].value
    assert next(one for one in page.text_area if one.label.startswith("How will")).value == "Her own word at the end."
    assert opened(clinic, actor, strained).plan.plan.state is PlanState.DRAFT


def test_a_talk_that_was_noted_elsewhere_is_shown_and_ones_own_note_stays(look, clinic, actor, strained, planned):
    page = look()
    clinician.record_talk(clinic, actor, planned.plan_id, version=planned.version, happened="We sat in silence.")
    write(page, "What happened?", "I asked and she cried.")
    press(page, "Keep the note")
    assert "Somebody changed this meanwhile." in page.error[0].value
    assert "There it now says: “We sat in silence.”" in said(page)
    assert next(one for one in page.text_area if one.label == "What happened?").value == "I asked and she cried."
    press(page, "Keep the note")
    assert opened(clinic, actor, strained).plan.plan.happened == "I asked and she cried."
    assert "Changed elsewhere meanwhile" not in said(page)


def test_after_the_talk_the_change_is_kept_or_not_in_words(look, clinic, actor, strained, planned):
    assert planned
    page = look()
    write(page, "What happened?", "I asked what I had missed.")
    write(page, "What did the client say?", "That I was in a hurry.")
    press(page, "Note the talk")
    assert "Talked about. Next: ask for a session rating. It answers." in said(page)
    assert "The one change: “less haste”. Is it kept so far?" in said(page)
    press(page, "Not yet")
    assert "Talked about, the change is not kept yet." in said(page)
    assert opened(clinic, actor, strained).plan.plan.state is PlanState.CHANGE_NOT_KEPT
    press(page, "It is kept")
    assert opened(clinic, actor, strained).plan.plan.state is PlanState.CHANGE_KEPT


def test_a_talk_without_a_word_of_what_happened_is_refused_beside_the_field(look, planned):
    assert planned
    page = look()
    press(page, "Note the talk")
    assert "What happened in the talk is missing." in page.error[0].value


def test_before_a_rating_it_cannot_tell_and_says_why(look, talked):
    assert talked
    words = said(look())
    assert "Cannot tell Why: no session rating has come since. The next one answers." in words


@pytest.mark.usefixtures("talked")
@pytest.mark.parametrize(
    ("mark", "answer"),
    [
        (9.6, "Repaired at session 7 The session rating is back in this client's usual range, or above the line."),
        (8.6, "Not yet It is not back yet. The next 2 ratings can still change that."),
    ],
)
def test_the_next_rating_answers_in_words_and_numbers(look, clinic, actor, strained, mark, answer):
    rate(clinic, actor, strained[0], first=mark, others=mark, day=date.today())  # noqa: DTZ011
    page = look()
    words = said(page)
    assert answer in words
    assert "Before session 5 At session 6 After session 7" in words
    assert f"Session rating, total 38.3 35.1 {4 * mark:.1f}" in words


def test_what_has_risen_and_is_not_back_is_partly_repaired(clinic, actor, signed_in_as):
    episode = clinician.begin_episode(clinic, actor, code="NEW", age_band=AgeBand.ADULT)
    for days, mark in ((3, 9.5), (2, 7.5), (1, 8.3)):
        rate(clinic, actor, episode, first=mark, others=mark, day=date.today() - timedelta(days=days))  # noqa: DTZ011
    session = clinician.open_client(clinic, actor, episode).sessions[1].session_id
    plan = clinician.save_reading(clinic, actor, episode, session, kind=KindSeen.NOT_SURE, dimension=Dimension.NOT_SURE)
    clinician.record_talk(clinic, actor, plan.plan_id, version=1, happened="I asked.")
    signed_in_as("clinician.one")
    words = said(look_at("repair", {"episode": episode, "plan": plan.plan_id}))
    assert "Partly It has risen, and is not quite back. The next 2 ratings can still change that." in words
    assert "Session rating, total 38.0 30.0 33.2" in words
    assert "Relationship 9.5 7.5 8.3" in words


def test_a_repair_that_did_not_work_is_followed_by_something_else(look, clinic, actor, strained, talked):
    assert talked
    rate(clinic, actor, strained[0], first=8.6, others=8.6, day=date.today())  # noqa: DTZ011
    words = said(look())
    assert "Next: not more of the same. It may be about something else: fear of change." in words
    assert "Keep that in mind; it is not for saying yet." in words


def test_a_plan_that_was_answered_is_closed_and_taken_up_again_with_a_reason(look, clinic, actor, strained, talked):
    assert talked
    rate(clinic, actor, strained[0], first=9.6, others=9.6, day=date.today())  # noqa: DTZ011
    page = look()
    press(page, "The ratings have answered: close this plan")
    assert "Answered by the ratings, and closed." in said(page)
    assert "Check and keep" not in labels(page)
    press(page, "Take it up again")
    assert "The reason is missing." in page.error[0].value
    write(page, "Why? A few words are enough.", "It came back.")
    press(page, "Take it up again")
    assert opened(clinic, actor, strained).plan.plan.state is PlanState.TALKED
    assert "It came back" in said(page)


def test_after_a_plan_was_set_aside_another_can_be_begun(look, clinic, actor, strained, drafted):
    page = look(plan=drafted.plan_id)
    write(page, "Why? A few words are enough.", "He is ill.")
    press(page, "Set it aside")
    choose(page, "What happened between you?", KindSeen.CONFRONTATION)
    press(page, "Begin another plan with this reading")
    found = opened(clinic, actor, strained)
    assert found.plan.plan_id != drafted.plan_id
    assert found.plan.plan.kind is KindSeen.CONFRONTATION
    assert "Begun." in said(page)
    assert "Session 6: the client moved away, something missed between you. Set aside." in said(page)


def test_a_supervisor_reads_comments_and_changes_nothing(look, clinic, actor, strained, drafted):
    clinician.save_words(clinic, actor, drafted.plan_id, step=Step.VALIDATE, words=RECEIVING, version=0)
    page = look(name="supervisor.one")
    assert RECEIVING in said(page)
    assert not page.radio
    assert [one.label for one in page.text_area] == ["Say something about this plan"]
    assert not {"Check and keep", "Plan it", "Note the talk", "Set it aside", "Use the first"} & set(labels(page))
    write(page, "Say something about this plan", "What did you feel?")
    press(page, "Send")
    assert page.text_area[0].value == ""
    mine = look()
    assert "Supervisor One (supervisor)" in said(mine)
    assert "What did you feel?" in said(mine)
    write(mine, "Say something about this plan", "Heavy.")
    press(mine, "Send")
    assert [one.said for one in opened(clinic, actor, strained).comments] == ["What did you feel?", "Heavy."]


def test_what_people_wrote_is_shown_as_words_and_never_as_html(look, clinic, actor, drafted):
    sharp = "<script>alert(1)</script>"
    clinician.save_words(clinic, actor, drafted.plan_id, step=Step.META, words=sharp, version=0)
    clinician.comment_on_plan(clinic, actor, drafted.plan_id, sharp)
    assert "<script>" not in html(look())
    assert "<script>" not in html(look(name="supervisor.one"))
