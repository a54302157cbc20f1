"""Looking back at a session: what flags it, where to look first, memories before the record, what became of moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fit.casework import administrator, clinician
from fit.casework.views import ConsentKind, MomentVerdict
from fit.dialogue import RuptureKind
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.excerpts import FallenItem
from fit.ratings import Mode
from fit.scales import Score
from fit.store import readings
from fit.store.ids import read_id
from tests.fit.casework.talks import ROLES, vtt

TODAY = date(2026, 3, 2)
TALK = (
    "It was all right.",
    "Shall we look at your goals for the spring?",
    "To be honest this isn't helping me, and you don't listen to me.",
    "Change takes time, and that is quite normal.",
    "Fine.",
    "Thank you for telling me. It makes sense that you are disappointed in me.",
    "Yes. It was hard to say.",
)


@pytest.fixture
def ann(either):
    """Ann with a client who gave three sessions; the second has a transcript, and its relationship line fell most."""
    episode = either.begin("C-1")
    either.session(episode, 18, 38)
    clinician.start_session(either.clinic, either.ann, episode)
    either.rate(episode, "ors", 19)
    marks = dict(zip(("relationship", "goals", "approach", "overall"), (52, 90, 88, 80), strict=True))
    srs(either, episode, marks)
    either.clock.forward(weeks=1)
    either.session(episode, 19, 38)
    for kind in (ConsentKind.TRANSCRIPT, ConsentKind.RECORDING):
        clinician.record_consent(either.clinic, either.ann, episode, kind=kind, given_on=TODAY)
    return either


def srs(world, episode, marks):
    clinician.record_in_room(
        world.clinic,
        world.ann,
        episode,
        scale_id="srs",
        answers={item: Score(mark) for item, mark in marks.items()},
        mode=Mode.TABLET,
        line_length_px=378.0,
        calibrated=False,
        idempotency_key=f"{episode}-{sorted(marks.items())}",
    )


def sessions(world):
    return world.page(world.episodes["C-1"]).sessions


def take(world, content=None, meeting=2):
    session = sessions(world)[meeting - 1].session_id
    return clinician.import_transcript(
        world.clinic, world.ann, world.episodes["C-1"], session_id=session, content=content or vtt(*TALK), roles=ROLES
    )


def look(world, meeting=2, who=None, transcript=None):
    where = (world.episodes["C-1"], sessions(world)[meeting - 1].session_id, transcript)
    return clinician.open_reading(world.clinic, who or world.ann, *where)


def kept(world, transcript):
    with world.clinic.store.read() as connection:
        return readings.reading_of(connection, read_id(world.admin.clinic_id), read_id(transcript))


def test_a_session_without_a_transcript_shows_its_ratings_and_what_flags_it(ann):
    page = look(ann)
    assert (page.meeting, page.facts, page.dialogue, page.excerpts, page.moments) == (2, None, None, (), ())
    assert {alert.meeting for alert in page.alerts} == {2}
    assert "low_item" in {alert.rule for alert in page.alerts}
    assert next((line.item, str(line.before), str(line.now)) for line in page.fallen) == ("relationship", "9.5", "5.2")
    assert page.about is FallenItem.RELATIONSHIP


def test_a_line_that_rose_or_stayed_did_not_fall(ann):
    assert {line.item for line in look(ann).fallen} == {"relationship", "goals", "approach", "overall"}
    assert look(ann, meeting=3).fallen == ()
    assert look(ann, meeting=3).about is None


def test_at_the_first_rating_the_lowest_line_is_what_it_may_be_about(ann):
    other = ann.begin("C-2")
    clinician.start_session(ann.clinic, ann.ann, other)
    srs(ann, other, {"relationship": 90, "goals": 61, "approach": 62, "overall": 90})
    page = clinician.open_reading(ann.clinic, ann.ann, other, ann.page(other).sessions[0].session_id)
    assert page.about is FallenItem.GOALS
    assert {fall.before for fall in page.fallen} == {None}


def test_words_of_an_excerpt_are_there_once_it_was_opened(ann):
    transcript = take(ann)
    closed = look(ann).excerpts[0]
    assert not closed.opened
    assert (closed.reason, closed.fact, closed.turns, closed.memory) == ("", "", (), None)
    assert closed.heading.startswith("Possible moment: ")
    assert "helping" not in closed.heading
    clinician.show_excerpt(
        ann.clinic, ann.ann, ann.episodes["C-1"], transcript, closed.turn, remembered=" I stayed calm. "
    )
    opened = look(ann).excerpts[0]
    assert opened.opened
    assert opened.memory.text == "I stayed calm."
    assert "isn't helping me" in " ".join(turn.text for turn in opened.turns)
    assert opened.fact.startswith("After ")
    assert opened.turns[0].place == opened.first_turn


def test_looking_without_writing_is_kept_as_no_memory(ann):
    transcript = take(ann)
    turn = look(ann).excerpts[0].turn
    clinician.show_excerpt(ann.clinic, ann.ann, ann.episodes["C-1"], transcript, turn)
    assert look(ann).excerpts[0].memory.text == ""
    assert look(ann).memories == ()


def test_a_memory_of_what_one_has_just_read_is_none(ann):
    transcript = take(ann)
    where = (ann.clinic, ann.ann, ann.episodes["C-1"], transcript, look(ann).excerpts[0].turn)
    clinician.show_excerpt(*where)
    with pytest.raises(ConflictError, match="opened already"):
        clinician.show_excerpt(*where, remembered="As it was.")
    with pytest.raises(InputError, match="no turn 9"):
        clinician.show_excerpt(*where[:-1], 8)


def test_a_supervisor_sees_the_words_and_nobodys_memory(ann):
    transcript = take(ann)
    turn = look(ann).excerpts[0].turn
    clinician.show_excerpt(ann.clinic, ann.ann, ann.episodes["C-1"], transcript, turn, remembered="I was thrown.")
    clinician.write_memory(ann.clinic, ann.ann, ann.episodes["C-1"], sessions(ann)[1].session_id, "I was tired.")
    page = look(ann, who=ann.sue)
    assert not page.can_change
    assert page.excerpts[0].opened
    assert page.excerpts[0].memory is None
    assert page.memories == ()
    assert "thrown" not in repr(page)


def test_without_a_record_the_whole_session_can_be_remembered(ann):
    where = (ann.clinic, ann.ann, ann.episodes["C-1"], sessions(ann)[1].session_id)
    clinician.write_memory(*where, "She looked away.")
    assert [memory.text for memory in look(ann).memories] == ["She looked away."]
    with pytest.raises(InputError, match="Nothing is written"):
        clinician.write_memory(*where, "  ")
    with pytest.raises(InputError, match="20001 characters"):
        clinician.write_memory(*where, "a" * 20_001)


def test_what_was_read_is_kept_and_the_same_when_it_is_opened_again(ann):
    transcript = take(ann)
    assert kept(ann, transcript) is None
    first = look(ann)
    made_at = kept(ann, transcript).made_at
    ann.clock.forward(hours=1)
    assert look(ann).dialogue == first.dialogue
    assert kept(ann, transcript).made_at == made_at


def test_other_rules_read_anew(ann):
    transcript = take(ann)
    whole = look(ann).dialogue
    with ann.clinic.store.read() as connection:
        row = readings.reading_of(connection, read_id(ann.admin.clinic_id), read_id(transcript))
    old = {**row._mapping, "version": "0", "contents": {}}
    as_read = dict.fromkeys(map(read_id, look(ann).turn_ids), 1)
    ann.clinic.store.write(lambda connection: readings.put_reading(connection, old, as_read))
    assert kept(ann, transcript).version == "0"
    assert look(ann).dialogue == whole
    assert kept(ann, transcript).version == row.version


def test_a_clinics_own_weights_are_other_rules(ann):
    from fit.dialogue.weighting import shipped_weighting

    transcript = take(ann)
    look(ann)
    before = kept(ann, transcript).version
    object.__setattr__(ann.clinic, "weighting", shipped_weighting("behaviour"))
    look(ann)
    assert kept(ann, transcript).version.startswith(f"{before}+")


def test_a_corrected_turn_is_read_anew(ann):
    transcript = take(ann)
    page = look(ann)
    turn = page.moments[0]
    clinician.edit_turn(
        ann.clinic, ann.ann, ann.episodes["C-1"], turn.turn_id, version=1, text="It helps me a lot, thank you."
    )
    assert kept(ann, transcript) is None
    assert turn.turn_id not in [one.turn_id for one in look(ann).moments]


def test_what_was_read_before_a_correction_is_not_kept_after_it(ann):
    transcript = take(ann)
    look(ann)
    old = {**kept(ann, transcript)._mapping}
    versions = dict.fromkeys(map(read_id, look(ann).turn_ids), 1)
    clinician.edit_turn(ann.clinic, ann.ann, ann.episodes["C-1"], look(ann).turn_ids[0], version=1, text="Welcome.")
    ann.clinic.store.write(lambda connection: readings.put_reading(connection, old, versions))
    assert kept(ann, transcript) is None


def test_of_several_transcripts_the_newest_is_shown_unless_another_is_named(ann):
    first, second = take(ann), take(ann, vtt("Only this."))
    assert look(ann).facts.transcript_id == second
    assert [one.transcript_id for one in look(ann).transcripts] == [first, second]
    assert look(ann, transcript=first).facts.transcript_id == first
    with pytest.raises(NotFoundError):
        look(ann, meeting=1, transcript=first)


def test_moments_are_judged_and_the_page_says_how_often_they_were_right(ann):
    take(ann)
    one = look(ann).moments[0]
    say = (ann.clinic, ann.ann, ann.episodes["C-1"], one.turn_id)
    other = next(kind for kind in RuptureKind if kind is not one.moment.kind)
    assert (one.label, look(ann).hits.looked_at) == (None, 0)
    clinician.label_moment(*say, MomentVerdict.RIGHT)
    assert (look(ann).hits.right, look(ann).moments[0].label.verdict) == (1, MomentVerdict.RIGHT)
    clinician.label_moment(*say, MomentVerdict.OTHER_KIND, kind=other)
    hits = look(ann).hits
    assert (hits.right, hits.other_kind, hits.wrong, hits.looked_at) == (0, 1, 0, 1)
    assert look(ann).moments[0].label.kind_given is other
    clinician.label_moment(*say, MomentVerdict.WRONG)
    assert (look(ann).hits.wrong, look(ann).moments[0].label.kind_given) == (1, None)
    assert look(ann, who=ann.sue).hits.looked_at == 0


def test_a_verdict_on_a_moment_must_make_sense(ann):
    take(ann)
    page = look(ann)
    say = (ann.clinic, ann.ann, ann.episodes["C-1"])
    with pytest.raises(InputError, match="which kind"):
        clinician.label_moment(*say, page.moments[0].turn_id, MomentVerdict.OTHER_KIND)
    with pytest.raises(InputError, match="which kind"):
        clinician.label_moment(*say, page.moments[0].turn_id, MomentVerdict.RIGHT, kind=RuptureKind.WITHDRAWAL)
    same = page.moments[0].moment.kind
    with pytest.raises(InputError, match="Say that it is right"):
        clinician.label_moment(*say, page.moments[0].turn_id, MomentVerdict.OTHER_KIND, kind=same)
    with pytest.raises(NotFoundError, match="no possible moment"):
        clinician.label_moment(*say, page.turn_ids[0], MomentVerdict.RIGHT)


def test_patterns_of_a_client_count_what_came_after_complaints(ann):
    take(ann)
    take(ann, vtt(*TALK[:3], "You are right to say that.", "Thanks."), meeting=3)
    page = clinician.open_patterns(ann.clinic, ann.ann, ann.episodes["C-1"])
    assert [row.meeting for row in page.rows] == [2, 3]
    assert page.unread == 0
    assert page.habits.complaints == 2
    assert page.habits.first_answers["explain"] == 1
    assert page.habits.defended == 1
    shares = [row.pattern.clinician_share for row in page.rows]
    assert all(0 < share < 1 for share in shares)


def test_patterns_are_for_the_clinician_and_their_supervisor_alone(ann):
    take(ann)
    own = clinician.open_own_patterns(ann.clinic, ann.ann)
    assert [(row.client_label, row.meeting) for row in own.rows] == [("C-1", 2)]
    seen = clinician.open_own_patterns(ann.clinic, ann.sue, ann.ann.user_id)
    assert seen.rows == own.rows
    assert [name for _, name in seen.clinicians] == [ann.sue.name, ann.ann.name]
    for who, whose in ((ann.ben, ann.ann), (ann.sue, ann.ben), (ann.ann, ann.sue)):
        with pytest.raises(AccessDeniedError):
            clinician.open_own_patterns(ann.clinic, who, whose.user_id)
    administrator.end_supervision(ann.clinic, ann.admin, ann.sue.user_id, ann.ann.user_id)
    with pytest.raises(AccessDeniedError):
        clinician.open_own_patterns(ann.clinic, ann.sue, ann.ann.user_id)


def test_many_transcripts_are_read_a_few_at_a_time(ann):
    for number in range(7):
        take(ann, vtt(f"Number {number} is short."), meeting=1 + number % 3)
    page = clinician.open_patterns(ann.clinic, ann.ann, ann.episodes["C-1"])
    assert len(page.rows) + page.unread == 3
    again = clinician.open_patterns(ann.clinic, ann.ann, ann.episodes["C-1"])
    assert (len(again.rows), again.unread) == (3, 0)


def test_a_correction_without_a_label_keeps_its_role_in_what_is_read(ann):
    transcript = take(ann)
    page = clinician.open_transcript(ann.clinic, ann.ann, ann.episodes["C-1"], transcript)
    nobody = next(choice for choice in page.speakers if not choice.label)
    turn = page.turns[-1]
    clinician.edit_turn(ann.clinic, ann.ann, ann.episodes["C-1"], turn.turn_id, version=1, speaker=nobody)
    read = look(ann).dialogue.transcript
    assert read.role_of(read.turns[-1]) is nobody.role


def test_replacing_settings_names_the_file_of_weights_that_cannot_be_read(ann, tmp_path):
    from fit.casework._clinic import opened
    from fit.errors import ConfigurationError

    missing = replace(ann.clinic.settings, behaviours=tmp_path / "none.txt")
    with pytest.raises(ConfigurationError, match="MENDLINE_BEHAVIOURS"):
        opened(missing, None)
