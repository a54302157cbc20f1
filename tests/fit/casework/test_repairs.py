"""From a strained session to a plan, the talk, and the ratings that answer: all of it kept, shown and guarded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fit.casework import administrator, clinician, supervisor
from fit.casework.views import AlertState, ConsentKind
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending, Mode
from fit.repair import (
    Answer,
    Dimension,
    FallenItem,
    KindSeen,
    Listener,
    NextStep,
    PlanState,
    RuptureKind,
    Setting,
    Step,
    WhyUnknown,
)
from fit.scales import AgeBand, Informant, Score, scale
from fit.store import repairs
from fit.store.ids import new_id, read_id
from fit.store.tables import RepairPlan, columns_of
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.test_query_plans import work_of_sqlite

BREACH = {"kind": KindSeen.WITHDRAWAL, "dimension": Dimension.RELATIONAL_BREACH}


@pytest.fixture
def strained(either):
    """A client of ann's whose session rating fell at the second session."""
    episode = either.begin("C-1", language="de")
    for ors, srs in ((18, 38), (20, 33)):
        either.session(episode, ors, srs)
    return episode


def session_of(world, episode, meeting, who=None):
    return next(row.session_id for row in world.page(episode, who).sessions if row.meeting == meeting)


def guide(world, episode, meeting=2, *, who=None):
    session = session_of(world, episode, meeting, world.ann)
    return clinician.open_repair(world.clinic, who or world.ann, episode, session_id=session)


def begun(world, episode, meeting=2, **reading):
    session = session_of(world, episode, meeting)
    return clinician.save_reading(world.clinic, world.ann, episode, session, **(BREACH | reading))


def planned(world, episode, meeting=2, **reading):
    plan = begun(world, episode, meeting, **reading)
    return clinician.make_plan(
        world.clinic, world.ann, plan.plan_id, version=plan.version, check_by="the next session rating"
    )


def talked(world, episode, meeting=2, **reading):
    plan = planned(world, episode, meeting, **reading)
    return clinician.record_talk(
        world.clinic,
        world.ann,
        plan.plan_id,
        version=plan.version,
        happened="I said that I had missed something.",
        client_said="Nobody asks me that.",
        agreed_change="first the week, then the rest",
    )


def moved(world, plan, state, reason=""):
    return clinician.set_plan_state(world.clinic, world.ann, plan.plan_id, state, version=plan.version, reason=reason)


def tasks(world, who=None):
    return clinician.open_repair_tasks(world.clinic, who or world.ann)


def states(world, episode, meeting=2):
    return {alert.rule: alert.state for alert in world.page(episode).alerts if alert.meeting == meeting}


# the guide


def test_one_look_knows_alert_fallen_lines_suggestions_and_who_listens(either, strained):
    page = guide(either, strained)

    assert (page.meeting, page.language, page.age_band) == (2, "de", AgeBand.ADULT)
    assert (page.listener, page.setting, page.can_write) == (Listener.ADULT, Setting.INDIVIDUAL, True)
    assert page.alert in page.alerts
    assert page.alert.kind == "alliance"
    assert {alert.meeting for alert in page.alerts} == {2}
    assert page.falls
    assert all(fall.now < fall.before for fall in page.falls)
    assert page.kind.likely is KindSeen.NOT_SURE
    assert (page.plan, page.next_step, page.earlier, page.comments, page.note) == (None, None, (), (), None)
    assert (page.transcript_id, page.excerpts) == (None, ())


def test_the_lines_that_fell_are_named_by_id_and_suggest_the_dimension(world):
    episode = world.begin("C-1")
    for at, marks in enumerate(((9.5, 9.4, 9.3, 9.6), (6.1, 9.2, 9.3, 9.4))):
        world.rate(episode, "ors", 20, key=f"ors-{at}")
        give(world, episode, marks, at)
        world.clock.forward(weeks=1)

    page = guide(world, episode)

    assert [(fall.item, fall.by) for fall in page.falls] == [
        (FallenItem.RELATIONSHIP, Score(34)),
        (FallenItem.GOALS, Score(2)),
        (FallenItem.OVERALL, Score(2)),
    ]
    assert page.dimension.likely is Dimension.RELATIONAL_BREACH


def test_it_opens_by_alert_and_by_plan_alike_and_asks_for_exactly_one(either, strained):
    alert = guide(either, strained).alert
    plan = begun(either, strained, alert_id=alert.alert_id)
    place = (either.clinic, either.ann, strained)

    by_alert = clinician.open_repair(*place, alert_id=alert.alert_id)
    assert by_alert == clinician.open_repair(*place, plan_id=plan.plan_id)
    assert by_alert == guide(either, strained)
    assert by_alert.plan.alert_id == by_alert.alert.alert_id == alert.alert_id
    for named in ({}, {"alert_id": alert.alert_id, "plan_id": plan.plan_id}):
        with pytest.raises(InputError, match="one of the three"):
            clinician.open_repair(*place, **named)


def test_nothing_of_another_client_is_opened_through_ones_own(either, strained):
    other = either.begin("C-2")
    for ors, srs in ((18, 38), (20, 33)):
        either.session(other, ors, srs)
    alert, plan = guide(either, other).alert, begun(either, other)
    foreign = (
        {"session_id": session_of(either, other, 2)},
        {"alert_id": alert.alert_id},
        {"plan_id": plan.plan_id},
    )
    for named in foreign:
        with pytest.raises(NotFoundError):
            clinician.open_repair(either.clinic, either.ann, strained, **named)
    with pytest.raises(NotFoundError, match="no such session"):
        clinician.save_reading(either.clinic, either.ann, strained, foreign[0]["session_id"], **BREACH)
    with pytest.raises(NotFoundError, match="no such alert"):
        begun(either, strained, alert_id=alert.alert_id)


def test_a_transcript_of_the_session_gives_excerpts_and_none_of_another_session_does(either, strained):
    clinician.record_consent(
        either.clinic, either.ann, strained, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 3, 2)
    )
    complaint = "You never listen to me. This isn't helping at all, and I don't see the point of these sheets."
    said = [complaint, "I hear that.", "You don't, you just keep on with your list.", "Tell me more."]
    transcript = clinician.import_transcript(
        either.clinic,
        either.ann,
        strained,
        session_id=session_of(either, strained, 2),
        content=vtt(*said),
        roles=ROLES,
    )

    page = guide(either, strained)

    assert page.transcript_id == transcript
    assert page.excerpts
    assert page.kind.likely is KindSeen.CONFRONTATION
    assert {one.sign.turn for one in page.kind.evidence[RuptureKind.CONFRONTATION]} <= {1, 3}
    assert guide(either, strained, 1).transcript_id is None


def test_a_child_whose_caregiver_rated_the_session_too_is_not_alone_in_the_room(world):
    episode = world.begin("C-1", band=AgeBand.CHILD)
    world.rate(episode, "csrs", 33)
    alone = guide(world, episode, 1)
    assert (alone.listener, alone.setting) == (Listener.CHILD, Setting.INDIVIDUAL)

    give(world, episode, (5.1, 6.2, 7.3, 6.4), "cors", scale_id="cors", informant=Informant.CAREGIVER)

    both = guide(world, episode, 1)
    assert (both.listener, both.setting) == (Listener.CAREGIVER, Setting.COUPLE_FAMILY)


def give(world, episode, marks, key, *, scale_id="srs", informant=Informant.CLIENT):
    answers = {item.id: Score.of(mark) for item, mark in zip(scale(scale_id).items, marks, strict=True)}
    clinician.record_in_room(
        world.clinic,
        world.ann,
        episode,
        scale_id=scale_id,
        answers=answers,
        mode=Mode.PAPER,
        line_length_px=None,
        calibrated=False,
        idempotency_key=f"given-{key}",
        informant=informant,
    )


# the plan


def test_the_first_reading_begins_a_draft_and_the_second_changes_it(either, strained):
    first = begun(either, strained)
    second = begun(either, strained, kind=KindSeen.BOTH, version=first.version)

    page = guide(either, strained)

    assert second.plan_id == first.plan_id == page.plan.plan_id
    assert (page.plan.version, page.plan.plan.kind) == (2, KindSeen.BOTH)
    assert page.plan.plan.dimension is Dimension.RELATIONAL_BREACH
    assert page.plan.plan.state is PlanState.DRAFT
    assert page.next_step.step is NextStep.FINISH_PLAN


def test_what_was_planned_waits_on_the_caseload_and_the_alert_says_so(either, strained):
    plan = planned(either, strained)

    assert either.caseload().rows[0].planned_at == 2
    assert set(states(either, strained).values()) >= {AlertState.REPAIR_PLANNED}
    assert AlertState.NEW not in {state for rule, state in states(either, strained).items() if rule in ALLIANCE}
    [task] = tasks(either)
    assert (task.plan_id, task.meeting, task.state, task.client_label) == (plan.plan_id, 2, PlanState.PLANNED, "C-1")
    assert (task.said_on, task.is_late, task.next_step.step) == (None, False, NextStep.TALK)


ALLIANCE = {"drop", "low_total", "low_item"}


def test_alerts_about_life_are_left_alone(either, strained):
    either.session(strained, 10, 32)
    before = {rule: state for rule, state in states(either, strained, 3).items() if rule not in ALLIANCE}
    assert before
    planned(either, strained, 3)
    after = states(either, strained, 3)
    assert {rule: after[rule] for rule in before} == before
    assert after["low_total"] is AlertState.REPAIR_PLANNED


def test_a_day_that_has_passed_is_late_and_comes_first(world, strained_twice):
    first, second = strained_twice
    planned(world, first)
    plan = begun(world, second)
    tomorrow = world.clinic.today() + timedelta(days=1)
    clinician.make_plan(world.clinic, world.ann, plan.plan_id, version=1, check_by="her word", said_on=tomorrow)
    assert [(task.episode_id, task.is_late) for task in tasks(world)] == [(first, False), (second, False)]
    world.clock.forward(days=1)
    assert not tasks(world)[1].is_late
    world.clock.forward(days=1)
    assert [(task.episode_id, task.is_late) for task in tasks(world)] == [(second, True), (first, False)]


@pytest.fixture
def strained_twice(world):
    episodes = world.begin("C-1"), world.begin("C-2")
    for episode in episodes:
        for at, srs in enumerate((38, 33)):
            world.rate(episode, "srs", srs, key=f"{episode}-{at}")
            world.clock.forward(weeks=1)
    return episodes


def test_a_talk_can_be_planned_for_today_and_not_for_yesterday(either, strained):
    plan = begun(either, strained)
    today = either.clinic.today()
    with pytest.raises(InputError, match="past"):
        clinician.make_plan(
            either.clinic,
            either.ann,
            plan.plan_id,
            version=1,
            check_by="her word",
            said_on=today - timedelta(days=1),
        )
    clinician.make_plan(either.clinic, either.ann, plan.plan_id, version=1, check_by="her word", said_on=today)
    assert guide(either, strained).plan.plan.said_on == today


def test_after_the_talk_it_is_known_what_happened_and_the_alert_is_talked_about(either, strained):
    either.session(strained, 21, None)
    plan = talked(either, strained)

    page = guide(either, strained)

    assert page.plan.plan.state is PlanState.TALKED
    assert page.plan.plan.talked_at == 3
    assert page.plan.plan.client_said == "Nobody asks me that."
    assert page.plan.plan.agreed_change == "first the week, then the rest"
    assert {state for rule, state in states(either, strained).items() if rule in ALLIANCE} == {AlertState.TALKED_ABOUT}
    assert either.caseload().rows[0].planned_at is None
    assert page.next_step.step is NextStep.ASK_FOR_RATING
    assert tasks(either)[0].plan_id == plan.plan_id


def test_the_talk_was_in_the_last_session_or_in_one_that_is_named_and_never_before_the_strain(either, strained):
    plan = talked(either, strained)
    assert guide(either, strained).plan.plan.talked_at == 2
    either.session(strained, 21, 37)
    said = {"version": plan.version, "happened": "We spoke about it."}
    place = (either.clinic, either.ann, plan.plan_id)
    with pytest.raises(InputError, match="about session 2"):
        clinician.record_talk(*place, **said, session_id=session_of(either, strained, 1))
    clinician.record_talk(*place, **said, session_id=session_of(either, strained, 2))
    after = guide(either, strained).plan
    assert (after.plan.talked_at, after.plan.happened) == (2, "We spoke about it.")
    assert after.plan.agreed_change == "first the week, then the rest"
    assert after.plan.state is PlanState.TALKED


def test_a_talk_that_came_about_without_a_plan_is_noted_too(either, strained):
    plan = begun(either, strained)
    clinician.record_talk(either.clinic, either.ann, plan.plan_id, version=1, happened="She brought it up herself.")
    assert guide(either, strained).plan.plan.state is PlanState.TALKED


def test_the_ratings_answer_and_the_loop_is_closed(either, strained):
    plan = talked(either, strained)
    either.session(strained, 23, 37)

    page = guide(either, strained)
    found = page.plan.follow_up

    assert (found.answer, found.repaired_at) == (Answer.REPAIRED, 3)
    assert [score.points for score in (found.alliance.before, found.alliance.at, found.alliance.after)] == [38, 33, 37]
    assert [score.points for score in (found.outcome.before, found.outcome.at, found.outcome.after)] == [18, 20, 23]
    assert page.next_step.step is NextStep.LOOK_AND_CLOSE
    assert states(either, strained)["low_total"] is AlertState.ANSWERED

    kept = moved(either, plan, PlanState.CHANGE_KEPT)
    moved(either, kept, PlanState.ANSWERED)

    closed = guide(either, strained)
    assert (closed.plan.plan.state, closed.next_step, tasks(either)) == (PlanState.ANSWERED, None, ())
    assert closed.plan.ended_at is not None
    assert closed.plan.follow_up == found


def test_a_rating_that_is_taken_out_takes_its_answer_along(either, strained):
    talked(either, strained)
    either.session(strained, 23, 37)
    srs = next(one for one in either.page(strained).sessions[2].ratings if one.scale_id == "srs")
    clinician.supersede_rating(either.clinic, either.ann, srs.rating_id, "given by somebody else")

    found = guide(either, strained).plan.follow_up

    assert (found.answer, found.why_unknown) == (Answer.UNKNOWN, WhyUnknown.NO_RATING_SINCE)


def test_nothing_is_answered_before_a_rating_came(either, strained):
    plan = talked(either, strained)
    with pytest.raises(ConflictError, match="No rating has come since"):
        moved(either, plan, PlanState.ANSWERED)
    either.session(strained, 20, 33)
    moved(either, plan, PlanState.ANSWERED)
    assert guide(either, strained).plan.follow_up.answer is Answer.NOT_YET


def test_what_did_not_work_is_followed_by_something_else_and_is_remembered(either, strained):
    plan = talked(either, strained)
    either.session(strained, 20, 32)
    suggested = guide(either, strained).next_step
    assert (suggested.step, suggested.dimension) == (NextStep.OTHER_DIMENSION, Dimension.GOALS_OR_METHOD)
    moved(either, plan, PlanState.ANSWERED)
    talked(either, strained, 3, dimension=Dimension.GOALS_OR_METHOD)
    either.session(strained, 20, 31)

    page = guide(either, strained, 3)

    assert [(row.meeting, row.plan.dimension, row.follow_up.answer) for row in page.earlier] == [
        (2, Dimension.RELATIONAL_BREACH, Answer.NOT_YET)
    ]
    assert page.next_step.step is NextStep.SUPERVISION
    assert tasks(either)[0].next_step == page.next_step


def test_a_plan_is_set_aside_with_a_reason_its_alerts_ask_again_and_a_reason_takes_it_up(either, strained):
    plan = planned(either, strained)
    with pytest.raises(InputError, match="reason is missing"):
        moved(either, plan, PlanState.SET_ASIDE, " ")
    aside = moved(either, plan, PlanState.SET_ASIDE, "she is ill")

    assert (tasks(either), either.caseload().rows[0].planned_at) == ((), None)
    assert states(either, strained)["low_total"] is AlertState.SEEN
    again = moved(either, aside, PlanState.DRAFT, "she is back")
    assert tasks(either)[0].state is PlanState.DRAFT
    told = [(move.state_before, move.state, move.reason) for move in guide(either, strained).moves]
    assert told == [
        (PlanState.DRAFT, PlanState.PLANNED, ""),
        (PlanState.PLANNED, PlanState.SET_ASIDE, "she is ill"),
        (PlanState.SET_ASIDE, PlanState.DRAFT, "she is back"),
    ]
    assert again.version == 4


def test_a_session_has_one_plan_under_way(either, strained):
    old = moved(either, planned(either, strained), PlanState.SET_ASIDE, "wrong track")
    new = begun(either, strained, dimension=Dimension.GOALS_OR_METHOD)
    assert new.plan_id != old.plan_id
    assert guide(either, strained).plan.plan_id == new.plan_id
    with pytest.raises(ConflictError, match="Another plan about this session"):
        moved(either, old, PlanState.DRAFT, "after all")
    moved(either, new, PlanState.SET_ASIDE, "neither")
    moved(either, old, PlanState.DRAFT, "after all")
    assert guide(either, strained).plan.plan_id == old.plan_id


def test_closing_an_episode_takes_its_plans_off_the_list(either, strained):
    planned(either, strained)
    administrator.close_episode(
        either.clinic, either.admin, strained, closed_on=either.clinic.today(), ending=Ending.PLANNED
    )
    assert tasks(either) == ()
    assert guide(either, strained).plan is not None


# two editors


def test_who_comes_second_is_told_and_overwrites_nothing(either, strained):
    plan = planned(either, strained)
    stale = plan.version - 1
    place = (either.clinic, either.ann, plan.plan_id)
    late = (
        lambda: begun(either, strained, kind=KindSeen.BOTH, version=stale),
        lambda: begun(either, strained, kind=KindSeen.BOTH),
        lambda: clinician.make_plan(*place, version=stale, check_by="something else"),
        lambda: clinician.record_talk(*place, version=stale, happened="x"),
        lambda: clinician.set_plan_state(*place, PlanState.SET_ASIDE, version=stale, reason="x"),
    )
    before = guide(either, strained)
    for work in late:
        with pytest.raises(ConflictError, match="Somebody changed this meanwhile"):
            work()
    assert guide(either, strained) == before


def test_words_are_kept_for_each_step_and_the_second_writer_is_told(either, strained):
    plan = begun(either, strained)
    place = (either.clinic, either.ann, plan.plan_id)
    assert clinician.save_words(*place, step=Step.VALIDATE, words="  Thank you\nfor saying so. ") == 1
    assert clinician.save_words(*place, step=Step.META, words="How is it, here, now?") == 1
    assert clinician.save_words(*place, step=Step.VALIDATE, words="Thank you.", version=1) == 2
    with pytest.raises(ConflictError, match="meanwhile"):
        clinician.save_words(*place, step=Step.VALIDATE, words="Over it.", version=1)

    words = guide(either, strained).words

    assert [(step, one.words, one.version) for step, one in words.items()] == [
        (Step.VALIDATE, "Thank you.", 2),
        (Step.META, "How is it, here, now?", 1),
    ]
    assert guide(either, strained).plan.version == 1


def test_what_is_too_long_is_refused_and_the_longest_is_kept_whole(either, strained):
    plan = begun(either, strained)
    place = (either.clinic, either.ann, plan.plan_id)
    with pytest.raises(InputError, match="4001 characters"):
        clinician.save_words(*place, step=Step.VALIDATE, words="x" * 4001)
    clinician.save_words(*place, step=Step.VALIDATE, words="x" * 4000)
    assert len(guide(either, strained).words[Step.VALIDATE].words) == 4000
    with pytest.raises(InputError, match="501 characters"):
        moved(either, plan, PlanState.SET_ASIDE, "y" * 501)
    moved(either, plan, PlanState.SET_ASIDE, "y" * 500)


def test_an_ended_plan_is_written_into_only_once_it_was_taken_up_again(either, strained):
    plan = moved(either, planned(either, strained), PlanState.SET_ASIDE, "she is ill")
    place = (either.clinic, either.ann, plan.plan_id)
    ended = (
        lambda: clinician.save_words(*place, step=Step.VALIDATE, words="x"),
        lambda: clinician.make_plan(*place, version=plan.version, check_by="x"),
        lambda: clinician.record_talk(*place, version=plan.version, happened="x"),
    )
    for work in ended:
        with pytest.raises(ConflictError, match="Take it up again first"):
            work()


# the private note


def noted(world, plan):
    return clinician.save_private_note(
        world.clinic, world.ann, plan.plan_id, felt="I was BORED-MARKER", tells="she was far away"
    )


def test_the_private_note_is_its_authors_until_it_is_shared_and_again_after(either, strained):
    plan = begun(either, strained)
    noted(either, plan)
    place = (either.clinic, either.ann, plan.plan_id)

    assert guide(either, strained).note.felt == "I was BORED-MARKER"
    assert guide(either, strained, who=either.sue).note is None
    clinician.share_private_note(*place, shared=True, version=1)
    assert guide(either, strained, who=either.sue).note.tells == "she was far away"
    clinician.share_private_note(*place, shared=False, version=2)
    assert guide(either, strained, who=either.sue).note is None
    assert guide(either, strained).note.version == 3


def test_a_shared_note_that_is_written_again_stays_shared(either, strained):
    plan = begun(either, strained)
    noted(either, plan)
    place = (either.clinic, either.ann, plan.plan_id)
    clinician.share_private_note(*place, shared=True, version=1)
    with pytest.raises(ConflictError, match="meanwhile"):
        clinician.save_private_note(*place, felt="x", tells="y", version=1)
    clinician.save_private_note(*place, felt="tired", tells="a long day", version=2)
    assert guide(either, strained, who=either.sue).note.felt == "tired"


def test_a_note_that_is_not_there_cannot_be_shared(either, strained):
    plan = begun(either, strained)
    with pytest.raises(NotFoundError, match="no note of yours"):
        clinician.share_private_note(either.clinic, either.ann, plan.plan_id, shared=True, version=0)


def test_whoever_takes_the_client_over_reads_the_plan_and_not_the_note(either, strained):
    plan = begun(either, strained)
    noted(either, plan)
    clinician.share_private_note(either.clinic, either.ann, plan.plan_id, shared=True, version=1)
    session = session_of(either, strained, 2)
    administrator.assign_episode(either.clinic, either.admin, strained, either.ben.user_id)

    page = clinician.open_repair(either.clinic, either.ben, strained, session_id=session)

    assert page.plan.plan_id == plan.plan_id
    assert page.note is None
    with pytest.raises(AccessDeniedError):
        clinician.open_repair(either.clinic, either.ann, strained, session_id=session)


def test_the_private_note_is_on_no_page_no_export_and_in_no_audit(world):
    episode = world.begin("C-1")
    for ors, srs in ((18, 38), (20, 33)):
        world.session(episode, ors, srs)
    noted(world, talked(world, episode))
    seen = (
        world.page(episode),
        world.caseload(),
        clinician.export_course(world.clinic, world.ann, episode),
        clinician.compare_episodes(world.clinic, world.ann, episode),
        tasks(world),
        supervisor.open_supervised_plans(world.clinic, world.sue),
        guide(world, episode, who=world.sue),
        administrator.open_audit(world.clinic, world.admin),
    )
    assert "BORED-MARKER" in repr(guide(world, episode))
    assert [one for one in seen if "BORED-MARKER" in repr(one)] == []


# supervision


def test_a_supervisor_reads_a_supervisees_plan_and_comments_and_the_clinician_answers(either, strained):
    plan = talked(either, strained)
    clinician.comment_on_plan(either.clinic, either.sue, plan.plan_id, "What did you feel when she fell silent?")
    clinician.comment_on_plan(either.clinic, either.ann, plan.plan_id, "Heavy.\nAnd sleepy.")

    for who, own in ((either.ann, [False, True]), (either.sue, [True, False])):
        comments = guide(either, strained, who=who).comments
        assert [(one.author_name, one.by_supervisor, one.said) for one in comments] == [
            ("North sue", True, "What did you feel when she fell silent?"),
            ("North ann", False, "Heavy.\nAnd sleepy."),
        ]
        assert [one.is_own for one in comments] == own
    assert not guide(either, strained, who=either.sue).can_write
    with pytest.raises(InputError, match="empty"):
        clinician.comment_on_plan(either.clinic, either.ann, plan.plan_id, " \n")


def test_a_supervisor_sees_which_plans_of_supervisees_wait_and_of_nobody_else(either, strained):
    planned(either, strained)
    other = either.begin("B-1", who=either.ben)
    for ors, srs in ((18, 38), (20, 33)):
        either.session(other, ors, srs, who=either.ben)
    session = session_of(either, other, 2, either.ben)
    clinician.save_reading(either.clinic, either.ben, other, session, **BREACH)

    [task] = supervisor.open_supervised_plans(either.clinic, either.sue)

    assert (task.episode_id, task.clinician_name) == (strained, "North ann")
    assert tasks(either, either.sue) == ()
    assert [one.episode_id for one in tasks(either, either.ben)] == [other]


def test_every_deed_is_in_the_audit_and_names_the_plan(world):
    episode = world.begin("C-1")
    for ors, srs in ((18, 38), (20, 33)):
        world.session(episode, ors, srs)
    plan = talked(world, episode)
    clinician.comment_on_plan(world.clinic, world.sue, plan.plan_id, "And then?")
    rows = [row for row in administrator.open_audit(world.clinic, world.admin) if row.subject_kind == "repair plan"]
    assert [row.action for row in rows][::-1] == ["save_reading", "make_plan", "record_talk", "comment_on_plan"]
    assert {row.subject_id for row in rows} == {plan.plan_id}


def test_a_withdrawn_transcript_leaves_the_plan_which_holds_none_of_its_words(either, strained):
    agreed = {"kind": ConsentKind.TRANSCRIPT, "given_on": date(2026, 3, 2)}
    clinician.record_consent(either.clinic, either.ann, strained, **agreed)
    clinician.import_transcript(
        either.clinic,
        either.ann,
        strained,
        session_id=session_of(either, strained, 2),
        content=vtt("You never listen to me, and the MARKER-WORD is useless."),
        roles=ROLES,
    )
    begun(either, strained)
    assert "MARKER-WORD" in repr(guide(either, strained))
    gone = {"kind": ConsentKind.TRANSCRIPT, "withdrawn_on": either.clinic.today()}
    clinician.withdraw_consent(either.clinic, either.ann, strained, **gone)

    page = guide(either, strained)

    assert page.plan is not None
    assert (page.transcript_id, page.excerpts) == (None, ())
    assert "MARKER-WORD" not in repr(page)


def test_the_database_itself_keeps_a_session_to_one_plan_under_way(either, strained):
    plan = read_id(planned(either, strained).plan_id)

    def a_second(connection):
        row = connection.execute(select(columns_of(RepairPlan)).filter_by(id=plan)).one()
        repairs.add_plan(connection, row._asdict() | {"id": new_id()})

    with pytest.raises(IntegrityError):
        either.clinic.store.write(a_second)


def test_a_change_to_an_older_version_writes_nothing(either, strained):
    plan = planned(either, strained)
    clinic_id, plan_id = read_id(either.ann.clinic_id), read_id(plan.plan_id)

    def twice(connection):
        row = repairs.plan_by_id(connection, clinic_id, plan_id)
        return [repairs.change_plan(connection, row, {"happened": said}, None) for said in ("first", "second")]

    assert either.clinic.store.write(twice) == [1, 0]
    assert guide(either, strained).plan.plan.happened == "first"


def test_tasks_take_as_many_questions_for_five_plans_as_for_one(world):
    for number in range(5):
        episode = world.begin(f"C-{number}")
        for at, srs in enumerate((38, 33)):
            world.rate(episode, "srs", srs, key=f"{episode}-{at}")
            world.clock.forward(weeks=1)
        planned(world, episode)
        if number == 0:
            tasks(world)
            one, _ = work_of_sqlite(world, lambda: tasks(world))
    assert len(tasks(world)) == 5
    five, _ = work_of_sqlite(world, lambda: tasks(world))
    assert one == five <= 5


def test_how_one_talked_then_stands_beside_the_next_session_that_was_written_down(either, strained):
    agreed = {"kind": ConsentKind.TRANSCRIPT, "given_on": date(2026, 3, 2)}
    clinician.record_consent(either.clinic, either.ann, strained, **agreed)
    complaint = ("It was so.", "Mm.", "To be honest this isn't helping me, and you don't listen to me.")
    for meeting, answer in ((2, "Change takes time, and that is quite normal."), (3, "Thank you for telling me.")):
        if meeting == 3:
            either.session(strained, 20, 38)
        assert [at for at, _ in guide(either, strained).talks] == ([] if meeting == 2 else [2])
        clinician.import_transcript(
            either.clinic,
            either.ann,
            strained,
            session_id=session_of(either, strained, meeting),
            content=vtt(*complaint, answer),
            roles=ROLES,
        )
    then, since = guide(either, strained).talks
    assert (then[0], then[1].answers) == (2, ("explain",))
    assert (since[0], since[1].answers) == (3, ("thank",))
