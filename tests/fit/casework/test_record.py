"""Transcripts of a client: consent first, whole or not at all, corrected with history, given out as they stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import clinician
from fit.casework.views import ConsentKind, SpeakerChoice
from fit.errors import ConflictError, InputError, NotFoundError, TranscriptError
from fit.transcripts import Columns, Level, Role, as_vtt, read_transcript
from tests.fit.casework.talks import ANSWER, OPENING, ROLES, vtt

TODAY = date(2026, 3, 2)


@pytest.fixture
def episode(world):
    made = world.begin("C-1")
    world.session(made, 18, 37)
    return made


@pytest.fixture
def agreed(world, episode):
    agree(world, episode)
    return episode


def agree(world, episode, kind=ConsentKind.TRANSCRIPT, day=TODAY, who=None):
    clinician.record_consent(world.clinic, who or world.ann, episode, kind=kind, given_on=day)


def session_of(world, episode, who=None, meeting=1):
    return next(one for one in world.page(episode, who).sessions if one.meeting == meeting).session_id


def take(world, episode, content, *, roles=ROLES, who=None, **more):
    session = session_of(world, episode, who)
    return clinician.import_transcript(
        world.clinic, who or world.ann, episode, session_id=session, content=content, roles=roles, **more
    )


def opened(world, episode, transcript, **more):
    return clinician.open_transcript(world.clinic, world.ann, episode, transcript, **more)


# -- consent -------------------------------------------------------------------


def test_without_consent_no_transcript_is_looked_at_or_taken(world, episode):
    for door in (clinician.check_transcript, lambda *given: take(world, given[2], given[3])):
        with pytest.raises(ConflictError, match="no consent to a transcript on record"):
            door(world.clinic, world.ann, episode, vtt(ANSWER))
    assert clinician.open_record(world.clinic, world.ann, episode).sessions[0].transcripts == ()


def test_consent_to_recording_is_no_consent_to_a_transcript(world, episode):
    agree(world, episode, ConsentKind.RECORDING)
    with pytest.raises(ConflictError, match="no consent to a transcript"):
        take(world, episode, vtt(ANSWER))


def test_after_withdrawal_nothing_comes_in_until_it_is_given_again(world, agreed):
    clinician.withdraw_consent(
        world.clinic, world.ann, agreed, kind=ConsentKind.TRANSCRIPT, withdrawn_on=TODAY + timedelta(days=1)
    )
    with pytest.raises(ConflictError, match="withdrew consent to a transcript"):
        take(world, agreed, vtt(ANSWER))
    with pytest.raises(ConflictError, match="was withdrawn"):
        agree(world, agreed)
    agree(world, agreed, day=TODAY + timedelta(days=5))
    assert take(world, agreed, vtt(ANSWER))


def test_the_history_of_consents_says_who_noted_what(world, agreed):
    clinician.withdraw_consent(
        world.clinic, world.ann, agreed, kind=ConsentKind.TRANSCRIPT, withdrawn_on=TODAY + timedelta(days=3)
    )
    agree(world, agreed, day=TODAY + timedelta(days=7))
    page = clinician.open_record(world.clinic, world.sue, agreed)
    told = [(row.given_on.day, row.recorded_by, row.withdrawn_on, row.withdrawn_by) for row in page.consents]
    assert told == [(2, "North ann", date(2026, 3, 5), "North ann"), (9, "North ann", None, "")]
    assert page.stands == {ConsentKind.TRANSCRIPT: True}
    assert not page.can_change


def test_nobody_agrees_tomorrow(world, episode):
    with pytest.raises(InputError, match="future"):
        agree(world, episode, day=world.clinic.today() + timedelta(days=1))


# -- coming in -----------------------------------------------------------------


def test_a_file_is_looked_at_and_nothing_of_it_is_kept(world, agreed):
    found = clinician.check_transcript(world.clinic, world.ann, agreed, vtt(ANSWER, "Mm."))
    assert (found.format, found.level, found.turns, found.words) == ("webvtt", Level.ENDS, 3, 23)
    assert [(one.label, one.turns, one.guess) for one in found.speakers] == [
        ("Therapist", 2, Role.CLINICIAN),
        ("C-1", 1, Role.CLIENT),
    ]
    assert found.speakers[1].first_words == ANSWER
    assert clinician.open_record(world.clinic, world.ann, agreed).sessions[0].transcripts == ()


def test_what_came_in_stands_with_its_session_turns_and_times(world, agreed):
    transcript = take(world, agreed, vtt(ANSWER, "Mm."))
    session = clinician.open_record(world.clinic, world.ann, agreed).sessions[0]
    assert [one.transcript_id for one in session.transcripts] == [transcript]
    page = opened(world, agreed, transcript)
    assert [(one.place, one.start, one.end, one.label, one.role, one.text) for one in page.turns] == [
        (0, 6_000, 11_500, "Therapist", Role.CLINICIAN, OPENING),
        (1, 12_000, 17_500, "C-1", Role.CLIENT, ANSWER),
        (2, 18_000, 23_500, "Therapist", Role.CLINICIAN, "Mm."),
    ]
    assert (page.facts.meeting, page.facts.imported_by, page.facts.language) == (1, "North ann", "en")
    assert sorted(str(rating.total) for rating in page.ratings) == ["18.0", "37.0"]


def test_everybody_who_speaks_must_be_told(world, agreed):
    with pytest.raises(InputError, match=r"One speaker was not told yet\. Say of each"):
        take(world, agreed, vtt(ANSWER), roles={"Therapist": Role.CLINICIAN})
    with pytest.raises(InputError, match="2 speakers were"):
        take(world, agreed, vtt(ANSWER), roles={})


def test_the_same_file_comes_in_once(world, agreed):
    take(world, agreed, vtt(ANSWER))
    with pytest.raises(ConflictError, match="already"):
        take(world, agreed, vtt(ANSWER))


def test_a_broken_file_says_where_and_nothing_of_it_is_kept(world, agreed):
    broken = vtt(ANSWER).replace(b"00:00:12.000", b"00:00:1x.000")
    with pytest.raises(TranscriptError, match=r"the file, line 8.*Nothing was taken"):
        take(world, agreed, broken)
    assert clinician.open_record(world.clinic, world.ann, agreed).sessions[0].transcripts == ()


def test_a_table_comes_in_by_the_columns_that_the_user_names(world, agreed):
    rows = b"A;B;C\nKaro;Guten Tag;0:05\nC-1;Ja;0:09\n"
    columns = Columns(speaker="A", text="B", start="C")
    found = clinician.check_transcript(world.clinic, world.ann, agreed, rows, columns=columns)
    assert [one.label for one in found.speakers] == ["Karo", "C-1"]
    roles = {"Karo": Role.CLINICIAN, "C-1": Role.CLIENT}
    page = opened(world, agreed, take(world, agreed, rows, roles=roles, columns=columns))
    assert [(turn.start, turn.text) for turn in page.turns] == [(5_000, "Guten Tag"), (9_000, "Ja")]


def test_a_transcript_made_from_sound_asks_for_both_consents(world, agreed):
    heard = read_transcript(vtt(ANSWER), "x")
    heard = type(heard)(turns=heard.turns, from_audio=True)
    kept = {"session_id": session_of(world, agreed), "transcript": heard, "roles": ROLES}
    with pytest.raises(ConflictError, match="no consent to recording"):
        clinician.keep_transcript(world.clinic, world.ann, agreed, **kept)
    agree(world, agreed, ConsentKind.RECORDING)
    page = opened(world, agreed, clinician.keep_transcript(world.clinic, world.ann, agreed, **kept))
    assert page.facts.level is Level.AUDIO


def test_a_session_of_another_client_takes_nothing(world, agreed):
    other = world.begin("C-2")
    world.session(other, 20, 38)
    with pytest.raises(NotFoundError):
        clinician.import_transcript(
            world.clinic, world.ann, agreed, session_id=session_of(world, other), content=vtt(ANSWER), roles=ROLES
        )


def test_a_transcript_is_not_opened_by_way_of_another_client(world, agreed):
    transcript = take(world, agreed, vtt(ANSWER))
    other = world.begin("C-2")
    for door in (clinician.open_transcript, clinician.export_transcript, clinician.remove_transcript):
        with pytest.raises(NotFoundError):
            door(world.clinic, world.ann, other, transcript)
    assert opened(world, agreed, transcript).turns


def test_a_long_talk_comes_in_slices_and_a_turn_opens_its_own(world, agreed):
    transcript = take(world, agreed, vtt(*(f"line {number}" for number in range(1, 250))))
    first = opened(world, agreed, transcript)
    assert (first.first, len(first.turns), first.facts.turns) == (0, 100, 250)
    last = opened(world, agreed, transcript, first=249)
    assert (last.first, len(last.turns)) == (200, 50)
    assert opened(world, agreed, transcript, turn_id=last.turns[7].turn_id).first == 200
    for elsewhere in (agreed, "", "typed by hand"):
        assert opened(world, agreed, transcript, turn_id=elsewhere).first == 0


# -- uncertain words -----------------------------------------------------------


def test_words_below_the_line_of_confidence_are_marked_where_they_stand(world, agreed):
    words = [("So", 0.9), ("the", 0.5), ("the", 0.49), ("walk.", None)]
    spoken = ",".join(
        f'{{"word": "{word}", "start": 1.0, "end": 1.5' + (f', "score": {sure}}}' if sure else "}")
        for word, sure in words
    )
    segment = f'{{"start": 1.0, "end": 3.0, "text": "So the the walk.", "speaker": "SPEAKER_00", "words": [{spoken}]}}'
    file = f'{{"segments": [{segment}]}}'
    page = opened(world, agreed, take(world, agreed, file.encode(), roles={"SPEAKER_00": Role.CLIENT}))
    assert page.turns[0].doubtful == ((7, 10),)


# -- corrections ---------------------------------------------------------------


def edit(world, episode, turn, **changed):
    clinician.edit_turn(world.clinic, world.ann, episode, turn.turn_id, version=turn.version, **changed)


def test_a_corrected_turn_keeps_what_stood_there_and_is_found_by_its_new_words(world, agreed):
    transcript = take(world, agreed, vtt(ANSWER))
    turn = opened(world, agreed, transcript).turns[1]
    edit(world, agreed, turn, text="  I did go.\n It was snowing. ")
    edit(world, agreed, opened(world, agreed, transcript).turns[1], speaker=SpeakerChoice(label="", role=Role.OTHER))
    now = opened(world, agreed, transcript).turns[1]
    assert (now.text, now.label, now.role, now.version) == ("I did go. It was snowing.", "", Role.OTHER, 3)
    assert [(one.text, one.label, one.role, one.edited_by) for one in now.edits] == [
        (ANSWER, "C-1", Role.CLIENT, "North ann"),
        ("I did go. It was snowing.", "C-1", Role.CLIENT, "North ann"),
    ]
    found = [clinician.search_record(world.clinic, world.ann, word).hits for word in ("snowing", "raining")]
    assert [len(hits) for hits in found] == [1, 0]


def test_a_turn_that_was_changed_meanwhile_is_not_overwritten(world, agreed):
    transcript = take(world, agreed, vtt(ANSWER))
    turn = opened(world, agreed, transcript).turns[1]
    edit(world, agreed, turn, text="first")
    with pytest.raises(ConflictError, match="changed this turn meanwhile"):
        edit(world, agreed, turn, text="second")
    assert opened(world, agreed, transcript).turns[1].text == "first"


@pytest.mark.parametrize(
    ("changed", "remedy"),
    [
        ({"text": " \n"}, "The words are missing"),
        ({"text": "x" * 20_001}, "20001 characters"),
        ({"text": "a\x00b"}, "none that can be kept"),
        ({"speaker": SpeakerChoice(label="Somebody", role=Role.CLIENT)}, "Nobody of that kind"),
    ],
)
def test_what_cannot_stand_in_a_turn_says_why(world, agreed, changed, remedy):
    transcript = take(world, agreed, vtt(ANSWER))
    with pytest.raises(InputError, match=remedy):
        edit(world, agreed, opened(world, agreed, transcript).turns[1], **changed)
    assert opened(world, agreed, transcript).turns[1].version == 1


def test_saving_the_same_words_changes_nothing(world, agreed):
    transcript = take(world, agreed, vtt(ANSWER))
    edit(world, agreed, opened(world, agreed, transcript).turns[1], text=ANSWER)
    assert opened(world, agreed, transcript).turns[1].edits == ()


# -- going out -----------------------------------------------------------------


def test_an_export_is_the_transcript_as_it_stands_and_each_is_audited(world, agreed):
    content = vtt(ANSWER, "Mm.")
    transcript = take(world, agreed, content)
    for _ in range(2):
        out = clinician.export_transcript(world.clinic, world.ann, agreed, transcript)
    again = read_transcript(as_vtt(out).encode(), "x")
    assert again.turns == read_transcript(content, "x").turns
    assert dict(out.roles) == ROLES
    assert world.actions().count("export_transcript") == 2


def test_the_audit_names_the_records_and_none_of_the_words(world, agreed):
    transcript = take(world, agreed, vtt(ANSWER))
    opened(world, agreed, transcript)
    clinician.search_record(world.clinic, world.ann, "raining")
    from fit.casework import administrator

    rows = administrator.open_audit(world.clinic, world.admin)
    about = {row.action: (row.subject_kind, row.subject_id) for row in rows}
    assert about["import_transcript"] == about["open_transcript"] == ("transcript", transcript)
    assert not any("rain" in str(row) for row in rows)
    assert administrator.verify_audit(world.clinic, world.admin).is_whole
