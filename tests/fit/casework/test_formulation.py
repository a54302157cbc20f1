"""The case formulation: facts as the record has them now, and statements of which no state is ever lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit.casework import administrator, clinician
from fit.casework.views import (
    ConsentKind,
    EvidenceKind,
    EvidenceRef,
    EvidenceStanding,
    FormulationSection,
    GoalState,
    MomentVerdict,
    NoteWords,
)
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending
from fit.repair import Answer, Dimension, KindSeen
from fit.scales import AgeBand, Score
from tests.fit.casework.talks import ROLES, vtt

FIRST = date(2026, 3, 2)
STRAINED = ("It rained.", "Mm.", "To be honest this isn't helping me, and you don't listen to me.")
HYPOTHESIS = FormulationSection.HYPOTHESES
SAID = "Too much is asked of her at home."


@pytest.fixture
def episode(either):
    """Three sessions; at the second the alliance fell, and came back at the third."""
    made = either.begin("C-1")
    for ors, srs in ((18, 37), (19, 28), (24, 38)):
        either.session(made, ors, srs)
    return made


def opened(world, episode, who=None):
    return clinician.open_formulation(world.clinic, who or world.ann, episode)


def save(world, episode, words=SAID, who=None, section=HYPOTHESIS, **named):
    return clinician.save_statement(world.clinic, who or world.ann, episode, section=section, words=words, **named)


def session(world, episode, meeting):
    return next(one.session_id for one in world.page(episode).sessions if one.meeting == meeting)


def on(kind, evidence_id, place=None):
    return EvidenceRef(kind=kind, evidence_id=evidence_id, place=place)


def only(world, episode, who=None):
    (one,) = opened(world, episode, who).statements
    return one


def with_a_moment(world, episode, meeting=2):
    """A transcript of that session with a moment that the clinician found right; returns what names the excerpt."""
    place = (world.clinic, world.ann, episode)
    clinician.record_consent(*place, kind=ConsentKind.TRANSCRIPT, given_on=FIRST)
    about = session(world, episode, meeting)
    transcript = clinician.import_transcript(*place, session_id=about, content=vtt(*STRAINED), roles=ROLES)
    moment = clinician.open_reading(*place, about).moments[0]
    clinician.label_moment(*place, moment.turn_id, MomentVerdict.RIGHT)
    return on(EvidenceKind.EXCERPT, transcript, moment.moment.turn)


# facts


def test_the_facts_are_those_of_the_clients_page_and_what_the_engine_says_of_the_dip(either, episode):
    page = opened(either, episode)
    assert page.client == either.page(episode)
    (dip,) = page.dips
    assert (dip.meeting, dip.answer, dip.repaired_at) == (2, Answer.REPAIRED, 3)
    assert (dip.alliance.before, dip.alliance.at, dip.alliance.after) == (Score(370), Score(280), Score(380))


def test_a_fact_changes_with_the_rating_on_which_it_rests(either, episode):
    about = session(either, episode, 2)
    rating = next(
        rating.rating_id
        for one in either.page(episode).sessions
        if one.session_id == about
        for rating in one.ratings
        if rating.scale_id == "srs"
    )
    clinician.supersede_rating(either.clinic, either.ann, rating, "marked upside down")
    assert opened(either, episode).dips == ()


def test_repairs_are_there_with_what_the_ratings_answered(either, episode):
    saved = clinician.save_reading(
        either.clinic,
        either.ann,
        episode,
        session(either, episode, 2),
        kind=KindSeen.WITHDRAWAL,
        dimension=Dimension.NOT_SURE,
    )
    for who in (either.ann, either.sue):
        (plan,) = opened(either, episode, who).plans
        assert (plan.plan_id, plan.meeting, plan.follow_up.answer) == (saved.plan_id, 2, Answer.REPAIRED)


def test_earlier_episodes_of_the_client_are_there_as_they_ended(either, episode):
    place = (either.clinic, either.ann)
    day = either.clinic.today()
    administrator.close_episode(*place, episode, closed_on=day, ending=Ending.PLANNED)
    later = clinician.begin_episode(*place, code="C-1", age_band=AgeBand.ADULT, seen_before=True)
    either.session(later, 20, 38)
    (before,) = opened(either, later).earlier
    assert (before.span.episode_id, before.span.ending, before.assessment.latest) == (
        episode,
        Ending.PLANNED,
        Score(240),
    )
    assert opened(either, episode).earlier == ()


def test_a_moment_is_shown_to_who_found_it_right_and_to_nobody_else(either, episode):
    excerpt = with_a_moment(either, episode)
    (moment,) = opened(either, episode).marked
    assert (moment.transcript_id, moment.turn, moment.meeting) == (excerpt.evidence_id, excerpt.place, 2)
    assert moment.words == STRAINED[2]
    assert opened(either, episode, either.sue).marked == ()


def test_no_word_of_a_withdrawn_transcript_is_left(either, episode):
    excerpt = with_a_moment(either, episode)
    save(either, episode, evidence=excerpt)
    assert only(either, episode).evidence.said == STRAINED[2]
    clinician.withdraw_consent(
        either.clinic, either.ann, episode, kind=ConsentKind.TRANSCRIPT, withdrawn_on=either.clinic.today()
    )
    page = opened(either, episode)
    assert "listen" not in repr(page)
    assert (page.marked, page.statements[0].standing) == ((), EvidenceStanding.GONE)
    assert page.statements[0].newest.words == SAID


def test_what_is_withheld_under_a_legal_hold_is_shown_to_nobody(either, episode):
    excerpt = with_a_moment(either, episode)
    save(either, episode, evidence=excerpt)
    administrator.set_hold(either.clinic, either.admin, episode, reason="a court")
    clinician.withdraw_consent(
        either.clinic, either.ann, episode, kind=ConsentKind.TRANSCRIPT, withdrawn_on=either.clinic.today()
    )
    page = opened(either, episode)
    assert "listen" not in repr(page)
    assert page.statements[0].standing is EvidenceStanding.GONE


def test_somebody_who_opened_it_with_a_reason_reads_it_without_repairs_and_writes_nothing(either, episode):
    plan = clinician.save_reading(
        either.clinic,
        either.ann,
        episode,
        session(either, episode, 2),
        kind=KindSeen.WITHDRAWAL,
        dimension=Dimension.NOT_SURE,
    )
    save(either, episode, evidence=on(EvidenceKind.REPAIR, plan.plan_id))
    clinician.open_with_a_reason(either.clinic, either.ben, code="C-1", reason="at the door, in danger")
    page = opened(either, episode, either.ben)
    assert (page.plans, page.can_write, page.can_open_repairs) == ((), False, False)
    assert page.statements[0].newest.words == SAID
    with pytest.raises(AccessDeniedError):
        save(either, episode, "Mine.", who=either.ben)


# statements


def test_a_statement_is_kept_with_who_and_when_and_on_what_it_rests(either, episode):
    about = session(either, episode, 2)
    saved = save(either, episode, f"  {SAID}\n", evidence=on(EvidenceKind.SESSION, about))
    one = only(either, episode)
    assert (saved.version, one.statement_id) == (1, saved.statement_id)
    assert (one.newest.words, one.newest.section, one.newest.written_by) == (SAID, HYPOTHESIS, "North ann")
    assert (one.newest.written_at, one.newest.is_own) == (either.clock.moment, True)
    assert (one.evidence.meeting, one.evidence.occurred_on) == (2, date(2026, 3, 9))
    assert (one.standing, one.earlier) == (EvidenceStanding.STANDS, ())


def test_clinician_and_supervisor_write_in_one_formulation_and_neither_overwrites_the_other(either, episode):
    saved = save(either, episode)
    theirs = {"statement_id": saved.statement_id, "based_on": 1}
    save(either, episode, "Too much, and nobody asks her.", who=either.sue, **theirs)
    with pytest.raises(ConflictError) as told:
        save(either, episode, "Too much, since the move.", **theirs)
    assert not {"move", "asks", "home"} & set(str(told.value).replace(".", " ").split())

    save(either, episode, "Too much since the move, and nobody asks her.", statement_id=saved.statement_id, based_on=2)
    one = only(either, episode)
    assert [(state.version, state.written_by) for state in (one.newest, *one.earlier)] == [
        (3, "North ann"),
        (2, "North sue"),
        (1, "North ann"),
    ]
    assert [state.words for state in one.earlier] == ["Too much, and nobody asks her.", SAID]


def test_of_many_who_change_a_statement_at_once_exactly_one_wins(either, episode):
    saved = save(either, episode)

    def change(number):
        who = (either.ann, either.sue)[number % 2]
        try:
            save(either, episode, f"Window {number}.", who=who, statement_id=saved.statement_id, based_on=1)
        except ConflictError:
            return None
        return f"Window {number}."

    with ThreadPoolExecutor(6) as pool:
        won = [words for words in pool.map(change, range(6)) if words]
    assert [only(either, episode).newest.words] == won


def test_the_same_statement_sent_twice_is_kept_once(either, episode):
    assert save(either, episode) == save(either, episode)
    assert len(opened(either, episode).statements) == 1
    save(either, episode, section=FormulationSection.FOCUS)  # elsewhere it is another one
    save(either, episode, who=either.sue)  # and somebody else's is theirs
    assert len(opened(either, episode).statements) == 3


def test_a_statement_is_set_aside_with_a_reason_and_taken_up_again(either, episode):
    saved = save(either, episode)
    place = (either.clinic, either.ann, episode, saved.statement_id)
    with pytest.raises(InputError, match="reason is missing"):
        clinician.set_aside_statement(*place, reason="  ", based_on=1)
    with pytest.raises(ConflictError):
        clinician.set_aside_statement(*place, reason="a guess", based_on=0)
    clinician.set_aside_statement(*place, reason="a guess", based_on=1)
    one = only(either, episode)
    assert (one.newest.set_aside, one.newest.reason, one.newest.words) == (True, "a guess", SAID)
    with pytest.raises(ConflictError, match="set aside already"):
        clinician.set_aside_statement(*place, reason="again", based_on=2)

    save(either, episode, statement_id=saved.statement_id, based_on=2)
    one = only(either, episode)
    assert (one.newest.set_aside, one.newest.version) == (False, 3)
    assert one.earlier[0].reason == "a guess"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.integers(-1, 1), st.booleans()), max_size=10))
def test_whatever_the_order_every_acknowledged_state_of_a_statement_is_read_in_its_history(world, changes):
    made = world.begin(f"H-{len(world.episodes)}")
    key = save(world, made, "first").statement_id
    kept = [("first", False)]
    for by_supervisor, words, off, aside in changes:
        who, based_on = (world.sue if by_supervisor else world.ann), len(kept) + off
        try:
            if aside:
                place = (world.clinic, who, made, key)
                saved = clinician.set_aside_statement(*place, reason="a guess", based_on=based_on)
                state = (kept[-1][0], True)
            else:
                saved, state = save(world, made, words, who, statement_id=key, based_on=based_on), (words, False)
        except ConflictError:
            continue
        if saved.version == len(kept):  # said already, word for word
            assert kept[-1] == state
        else:
            kept.append(state)
    one = only(world, made)
    assert [(state.words, state.set_aside) for state in (*reversed(one.earlier), one.newest)] == kept


def test_a_statement_says_when_the_rating_under_it_was_corrected(either, episode):
    about = session(either, episode, 2)
    save(either, episode, evidence=on(EvidenceKind.SESSION, about))
    ratings = next(one.ratings for one in either.page(episode).sessions if one.session_id == about)
    either.clock.forward(hours=1)
    clinician.supersede_rating(either.clinic, either.ann, ratings[0].rating_id, "wrong client")
    assert only(either, episode).standing is EvidenceStanding.CHANGED
    either.clock.forward(hours=1)
    save(either, episode, "Looked at again.", statement_id=only(either, episode).statement_id, based_on=1,
         evidence=on(EvidenceKind.SESSION, about))  # fmt: skip
    assert only(either, episode).standing is EvidenceStanding.STANDS


def test_a_statement_says_when_the_alert_under_it_does_not_hold_any_more(either, episode):
    alert = next(one for one in either.page(episode).alerts if one.meeting == 2 and one.kind == "alliance")
    save(either, episode, evidence=on(EvidenceKind.ALERT, alert.alert_id))
    assert (only(either, episode).evidence.said, only(either, episode).standing) == (
        alert.title,
        EvidenceStanding.STANDS,
    )
    for rating in either.page(episode).sessions[1].ratings:
        clinician.supersede_rating(either.clinic, either.ann, rating.rating_id, "wrong client")
    page = opened(either, episode)
    assert page.statements[0].standing is EvidenceStanding.GONE
    assert alert.alert_id not in {row.ref.evidence_id for row in page.choices}


def test_a_statement_says_when_the_goal_was_a_mistake_and_when_the_note_was_changed(either, episode):
    place, about = (either.clinic, either.ann), session(either, episode, 1)
    goal = clinician.add_goal(*place, episode, words="To sleep through")
    clinician.save_note(*place, episode, about, words=NoteWords(plan="ask"), based_on=0)
    save(either, episode, "About the goal.", evidence=on(EvidenceKind.GOAL, goal))
    save(either, episode, "About the note.", evidence=on(EvidenceKind.NOTE, about))
    assert {one.standing for one in opened(either, episode).statements} == {EvidenceStanding.STANDS}
    either.clock.forward(hours=1)
    clinician.end_goal(*place, goal, state=GoalState.MISTAKEN, reason="of somebody else")
    clinician.save_note(*place, episode, about, words=NoteWords(plan="wait"), based_on=1)
    assert [one.standing for one in opened(either, episode).statements] == [
        EvidenceStanding.GONE,
        EvidenceStanding.CHANGED,
    ]


def test_one_can_choose_from_sessions_alerts_moments_repairs_goals_and_notes(either, episode):
    place, about = (either.clinic, either.ann), session(either, episode, 2)
    excerpt = with_a_moment(either, episode)
    goal = clinician.add_goal(*place, episode, words="To sleep through")
    reading = {"kind": KindSeen.WITHDRAWAL, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(*place, episode, about, **reading).plan_id
    clinician.save_note(*place, episode, about, words=NoteWords(plan="ask"), based_on=0)
    found = {row.ref for row in opened(either, episode).choices}
    assert {ref.kind for ref in found} == set(EvidenceKind)
    wanted = {
        excerpt,
        on(EvidenceKind.SESSION, about),
        on(EvidenceKind.GOAL, goal),
        on(EvidenceKind.REPAIR, plan),
        on(EvidenceKind.NOTE, about),
    }
    assert wanted <= found
    for number, ref in enumerate(sorted(found, key=repr)):
        save(either, episode, f"Statement {number}.", evidence=ref)
    assert all(one.evidence is not None for one in opened(either, episode).statements)


def test_nothing_rests_on_what_is_another_clients(either, episode):
    other = either.begin("C-2")
    either.session(other, 20, 38)
    theirs = session(either, other, 1)
    goal = clinician.add_goal(either.clinic, either.ann, other, words="theirs")
    for ref in (
        on(EvidenceKind.SESSION, theirs),
        on(EvidenceKind.GOAL, goal),
        on(EvidenceKind.NOTE, theirs),
        on(EvidenceKind.SESSION, "0" * 13),
        on(EvidenceKind.SESSION, "nonsense"),
        on(EvidenceKind.SESSION, session(either, episode, 1), 3),
        on(EvidenceKind.NOTE, session(either, episode, 1)),
    ):
        with pytest.raises(NotFoundError):
            save(either, episode, evidence=ref)
    for ref in (on("session", theirs), on(EvidenceKind.SESSION, 7)):
        with pytest.raises(InputError):
            save(either, episode, evidence=ref)
    assert opened(either, episode).statements == ()


@pytest.mark.parametrize("place", [None, -1, 4, True, "0"])
def test_an_excerpt_has_a_turn_that_is_there(world, place):
    made = world.begin("C-1")
    for srs in (37, 28):
        world.session(made, 18, srs)
    excerpt = with_a_moment(world, made)
    with pytest.raises(InputError, match="no such turn"):
        save(world, made, evidence=on(EvidenceKind.EXCERPT, excerpt.evidence_id, place))


@pytest.mark.parametrize("words", ["", "  \n"])
def test_an_empty_statement_is_none_and_a_long_one_is_several(world, words):
    made = world.begin("C-1")
    with pytest.raises(InputError, match="Nothing is written"):
        save(world, made, words)
    with pytest.raises(InputError, match="1001 characters"):
        save(world, made, "x" * 1001)
    assert save(world, made, "x" * 1000).version == 1


def test_another_clients_statement_is_none_of_this_one(either, episode):
    other = either.begin("C-2")
    saved = save(either, other)
    with pytest.raises(NotFoundError, match="no such statement"):
        save(either, episode, "changed", statement_id=saved.statement_id, based_on=1)
    with pytest.raises(NotFoundError, match="no such statement"):
        clinician.set_aside_statement(
            either.clinic, either.ann, episode, saved.statement_id, reason="not mine", based_on=1
        )


def test_the_audit_names_the_statement_and_no_word_of_it(either, episode):
    saved = save(either, episode)
    rows = administrator.open_audit(either.clinic, either.admin)
    line = next(row for row in rows if row.action == "save_statement")
    assert (line.subject_kind, line.subject_id) == ("formulation statement", saved.statement_id)
    assert "home" not in "".join(map(repr, rows))
