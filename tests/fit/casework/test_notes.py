"""Session notes: every saved state stays, nobody writes over anybody, and only those in care read them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit.casework import administrator, client, clinician
from fit.casework.views import NoteWords
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending

FIRST = NoteWords(talked_about="The move", observed="Looks down", assessment="Grief", plan="Ask about the garden")


@pytest.fixture
def episode(either):
    made = either.begin("C-1")
    for ors, srs in ((18, 37), (22, 38)):
        either.session(made, ors, srs)
    return made


def sessions(world, episode):
    return [one.session_id for one in world.page(episode).sessions]


def save(world, episode, session, words, based_on=0, who=None):
    return clinician.save_note(world.clinic, who or world.ann, episode, session, words=words, based_on=based_on)


def note(world, episode, session=None, who=None):
    return clinician.open_note(world.clinic, who or world.ann, episode, session)


def test_a_note_is_kept_as_it_was_written_with_who_and_when(either, episode):
    first, _ = sessions(either, episode)
    saved = save(either, episode, first, replace(FIRST, plan="  Ask about\nthe garden \n"))

    page = note(either, episode, first)
    assert (saved.session_id, saved.version) == (first, 1)
    assert page.newest.words == replace(FIRST, plan="Ask about\nthe garden")
    assert (page.newest.written_by, page.newest.is_own, page.newest.brought_back) == ("North ann", True, None)
    assert (page.newest.written_at, page.meeting, page.can_write) == (either.clock.moment, 1, True)


def test_every_saved_state_is_a_version_and_none_is_written_over(either, episode):
    first, _ = sessions(either, episode)
    for based_on, plan in enumerate(("ask", "wait", "")):
        either.clock.forward(hours=1)
        save(either, episode, first, NoteWords(observed="calm", plan=plan), based_on)

    assert [(one.version, one.words.plan) for one in note(either, episode, first).versions] == [
        (3, ""),
        (2, "wait"),
        (1, "ask"),
    ]


def test_the_list_shows_each_note_as_it_stands_the_newest_session_first(either, episode):
    first, second = sessions(either, episode)
    save(either, episode, first, FIRST)
    save(either, episode, second, NoteWords(plan="rest"))
    save(either, episode, first, NoteWords(plan="walk"), 1)

    page = clinician.open_notes(either.clinic, either.ann, episode)
    assert [(one.meeting, one.newest.version, one.newest.words.plan) for one in page.notes] == [
        (2, 1, "rest"),
        (1, 2, "walk"),
    ]
    assert page.without == ()


def test_sessions_without_a_note_are_named_the_newest_first(either, episode):
    page = clinician.open_notes(either.clinic, either.ann, episode)
    assert (page.notes, [one.meeting for one in page.without]) == ((), [2, 1])


def test_a_note_of_today_begins_the_session_of_today_and_finds_it_again(either, episode):
    assert (note(either, episode).session_id, note(either, episode).occurred_on) == (None, either.clinic.today())
    saved = save(either, episode, None, FIRST)
    again = save(either, episode, None, NoteWords(plan="walk"), saved.version)

    assert sessions(either, episode)[-1] == saved.session_id == again.session_id
    assert [one.occurred_on for one in either.page(episode).sessions][-1] == either.clinic.today()
    assert [one.words.plan for one in note(either, episode).versions] == ["walk", FIRST.plan]


def test_the_note_of_an_ended_episode_can_still_be_written_but_no_session_is_begun_for_it(either, episode):
    first, _ = sessions(either, episode)
    day = either.clinic.today()
    administrator.close_episode(either.clinic, either.ann, episode, closed_on=day, ending=Ending.PLANNED)
    assert save(either, episode, first, FIRST).version == 1
    with pytest.raises(ConflictError, match="was closed"):
        save(either, episode, None, FIRST)
    assert len(sessions(either, episode)) == 2


def test_what_was_saved_meanwhile_is_not_written_over_and_the_refusal_tells_no_word(either, episode):
    first, _ = sessions(either, episode)
    save(either, episode, first, FIRST)
    theirs = replace(FIRST, plan="Ring the school")
    save(either, episode, first, theirs, 1)
    mine = replace(FIRST, plan="Write to the aunt")

    with pytest.raises(ConflictError) as told:
        save(either, episode, first, mine, 1)
    assert not {"school", "aunt", "Grief", "garden"} & set(str(told.value).replace(".", " ").split())
    assert note(either, episode, first).newest.words == theirs
    merged = replace(FIRST, plan="Ring the school. Write to the aunt")
    assert save(either, episode, first, merged, 2).version == 3
    assert [one.words for one in note(either, episode, first).versions] == [merged, theirs, FIRST]


def test_the_same_words_sent_twice_are_kept_once(either, episode):
    first, _ = sessions(either, episode)
    assert save(either, episode, first, FIRST).version == 1
    assert save(either, episode, first, FIRST).version == 1
    assert save(either, episode, first, FIRST, 1).version == 1
    assert len(note(either, episode, first).versions) == 1


def test_a_version_that_is_not_there_yet_cannot_be_built_upon(either, episode):
    first, _ = sessions(either, episode)
    for based_on in (1, -1, 7):
        with pytest.raises(ConflictError):
            save(either, episode, first, FIRST, based_on)
    assert note(either, episode, first).versions == ()


def at_once(world, episode, session, based_on, number=8):
    """So many windows save at the same moment; returns what was acknowledged."""

    def one(place):
        plan = f"window {place} after {based_on}"
        try:
            saved = save(world, episode, session, NoteWords(plan=plan), based_on)
        except ConflictError:
            return None
        return saved.version, plan

    with ThreadPoolExecutor(number) as pool:
        return [kept for kept in pool.map(one, range(number)) if kept]


def test_of_many_who_save_at_once_exactly_one_wins_and_the_others_are_told(either, episode):
    first, second = sessions(either, episode)
    for session in (first, second):
        won = [at_once(either, episode, session, based_on) for based_on in range(3)]
        assert [len(each) for each in won] == [1, 1, 1]
        there = {(one.version, one.words.plan) for one in note(either, episode, session).versions}
        assert there == {each[0] for each in won}


def test_two_first_notes_of_today_at_once_begin_one_session(either, episode):
    (kept,) = at_once(either, episode, None, 0)
    assert len(sessions(either, episode)) == 3
    assert note(either, episode).newest.words.plan == kept[1]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    saves=st.lists(
        st.tuples(st.integers(0, 1), st.text(alphabet="abc \nÄ", max_size=5), st.integers(-2, 1), st.booleans()),
        max_size=12,
    )
)
def test_whatever_the_order_every_text_that_was_acknowledged_is_in_the_history(world, saves):
    """Any order of saves, stale or not, and of versions brought back: nothing that was kept is ever gone."""
    made = world.begin(f"H-{len(world.episodes)}")
    for _ in range(2):
        world.session(made, 20, 38)
    both, kept = sessions(world, made), {0: [], 1: []}
    for which, plan, off, brought in saves:
        based_on = len(kept[which]) + off
        words = NoteWords(observed="calm", plan=plan.strip())
        try:
            if brought:
                clinician.bring_back_note(world.clinic, world.ann, made, both[which], 1, based_on=based_on)
                words = kept[which][0]
            else:
                saved = save(world, made, both[which], words, based_on)
                if saved.version == len(kept[which]):  # said already, word for word
                    assert kept[which][-1] == words
                    continue
            kept[which].append(words)
            assert off == 0
        except (ConflictError, InputError, NotFoundError):
            pass
        for place, session in enumerate(both):
            versions = note(world, made, session).versions[::-1]
            assert [one.words for one in versions] == kept[place]
            assert [one.version for one in versions] == list(range(1, len(versions) + 1))


def test_an_older_version_is_brought_back_as_a_new_one(either, episode):
    first, _ = sessions(either, episode)
    save(either, episode, first, FIRST)
    save(either, episode, first, NoteWords(plan="walk"), 1)
    saved = clinician.bring_back_note(either.clinic, either.ann, episode, first, 1, based_on=2)

    versions = note(either, episode, first).versions
    assert saved.version == 3
    assert [(one.version, one.words.plan, one.brought_back) for one in versions] == [
        (3, FIRST.plan, 1),
        (2, "walk", None),
        (1, FIRST.plan, None),
    ]


def test_bringing_back_asks_for_a_version_that_is_there_for_something_new_and_for_what_stands(either, episode):
    first, second = sessions(either, episode)
    save(either, episode, first, FIRST)
    place = (either.clinic, either.ann, episode)
    with pytest.raises(NotFoundError, match="no such version"):
        clinician.bring_back_note(*place, first, 2, based_on=1)
    with pytest.raises(NotFoundError, match="no such version"):
        clinician.bring_back_note(*place, second, 1, based_on=0)
    with pytest.raises(InputError, match="says that already"):
        clinician.bring_back_note(*place, first, 1, based_on=1)
    save(either, episode, first, NoteWords(plan="walk"), 1)
    with pytest.raises(ConflictError):
        clinician.bring_back_note(*place, first, 1, based_on=1)


@pytest.mark.parametrize("words", [NoteWords(), NoteWords(plan="  \n ")])
def test_an_empty_note_is_none(either, episode, words):
    with pytest.raises(InputError, match="Nothing is written yet"):
        save(either, episode, None, words)
    assert len(sessions(either, episode)) == 2  # and no session is begun for it


def test_a_note_can_be_emptied_and_its_history_stays(either, episode):
    first, _ = sessions(either, episode)
    save(either, episode, first, FIRST)
    save(either, episode, first, NoteWords(), 1)
    assert [one.words.is_empty for one in note(either, episode, first).versions] == [True, False]


def test_a_field_has_its_length_and_what_is_no_text_is_refused(either, episode):
    first, _ = sessions(either, episode)
    assert save(either, episode, first, NoteWords(plan="x" * 4000)).version == 1
    with pytest.raises(InputError, match="4001 characters"):
        save(either, episode, first, NoteWords(plan="x" * 4001), 1)
    with pytest.raises(InputError):
        save(either, episode, first, NoteWords(plan="\ud800"), 1)
    with pytest.raises(InputError):
        save(either, episode, first, NoteWords(plan=7), 1)


def test_a_session_of_another_client_is_none_of_this_one(either, episode):
    other = either.begin("C-2")
    either.session(other, 20, 38)
    theirs = sessions(either, other)[0]
    for work in (
        lambda: save(either, episode, theirs, FIRST),
        lambda: note(either, episode, theirs),
        lambda: clinician.bring_back_note(either.clinic, either.ann, episode, theirs, 1, based_on=0),
    ):
        with pytest.raises(NotFoundError, match="no such session"):
            work()


def test_a_supervisor_reads_and_does_not_write(either, episode):
    first, _ = sessions(either, episode)
    save(either, episode, first, FIRST)
    page = note(either, episode, first, who=either.sue)
    assert (page.newest.words, page.newest.is_own, page.can_write) == (FIRST, False, False)
    with pytest.raises(AccessDeniedError):
        save(either, episode, first, NoteWords(plan="mine"), 1, who=either.sue)


def test_what_a_predecessor_wrote_is_read_and_gone_on_with_and_the_predecessor_writes_no_more(either, episode):
    first, _ = sessions(either, episode)
    save(either, episode, first, FIRST)
    administrator.assign_episode(either.clinic, either.admin, episode, either.ben.user_id)
    with pytest.raises(AccessDeniedError):
        save(either, episode, first, NoteWords(plan="after the transfer"), 1)
    save(either, episode, first, NoteWords(plan="from now on"), 1, who=either.ben)
    assert [(one.written_by, one.is_own) for one in note(either, episode, first, who=either.ben).versions] == [
        ("North ben", True),
        ("North ann", False),
    ]


def test_the_audit_names_the_note_and_no_word_of_it(either, episode):
    first, _ = sessions(either, episode)
    save(either, episode, first, FIRST)
    with pytest.raises(ConflictError):
        save(either, episode, first, NoteWords(plan="walk"))
    rows = administrator.open_audit(either.clinic, either.admin)
    assert [(row.subject_kind, row.subject_id) for row in rows if row.action == "save_note"] == [
        ("session note", first)
    ]
    assert "garden" not in "".join(map(repr, rows))


def test_no_client_view_and_no_page_beside_the_notes_holds_a_word_of_them(either, episode):
    first, second = sessions(either, episode)
    words = NoteWords(**dict.fromkeys(("talked_about", "observed", "assessment", "plan"), "Xanthic quagga"))
    for session in (first, second):
        save(either, episode, session, words)
    place = (either.clinic, either.ann, episode)
    handed, _ = either.hand_over(episode)
    seen = [
        clinician.open_together(*place),
        clinician.open_client(*place),
        clinician.export_course(*place),
        clinician.export_packet(*place, session_id=first),
        clinician.open_packet(*place, session_id=first),
        client.open_form(either.clinic, handed.token),
        clinician.open_learning(either.clinic, either.ann),
    ]
    assert "quagga" not in "".join(map(repr, seen))
    assert note(either, episode, first).occurred_on == date(2026, 3, 2)
