"""What clinician and supervisor say to each other about an alert, and how each is told of it."""

from __future__ import annotations

import pytest

from fit.casework import administrator, clinician, supervisor
from fit.casework.views import AlertState
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.repair import Dimension, KindSeen
from tests.fit.casework.test_digest import digest, read


@pytest.fixture
def alert(either):
    """An alert of ann's, of a client whose session rating fell."""
    episode = either.begin("C-1", display_name="Mara Lind")
    for ors, srs in ((18, 38), (20, 33)):
        either.session(episode, ors, srs)
    read(either)
    read(either, either.sue)
    return next(one for one in either.page(episode).alerts if one.state.is_open).alert_id


def thread(world, alert, who=None):
    page = world.page(world.episodes["C-1"], who)
    return next(one for one in page.alerts if one.alert_id == alert).comments


def say(world, alert, said, who=None):
    world.clock.forward(minutes=1)
    said_as = clinician.comment_on_alert(world.clinic, who or world.sue, alert, said)
    world.clock.forward(minutes=1)
    return said_as


def test_both_read_the_thread_with_the_alert_the_oldest_first(either, alert):
    say(either, alert, "What did you notice?")
    say(either, alert, "  She went quiet.\nSo did I. ", either.ann)
    for who, own in ((either.ann, [False, True]), (either.sue, [True, False])):
        found = thread(either, alert, who)
        assert [(one.author_name, one.by_supervisor, one.said) for one in found] == [
            ("North sue", True, "What did you notice?"),
            ("North ann", False, "She went quiet.\nSo did I."),
        ]
        assert [one.is_own for one in found] == own
        assert either.page(either.episodes["C-1"], who).can_comment


def test_a_comment_is_not_empty_and_not_endless(either, alert):
    for said, why in ((" \n", "empty"), ("a" * 4_001, "4001 characters long")):
        with pytest.raises(InputError, match=why):
            say(either, alert, said)
    assert thread(either, alert) == ()


def test_who_opened_the_client_in_an_emergency_reads_no_comment(either, alert):
    say(either, alert, "What did you notice?")
    clinician.open_with_a_reason(either.clinic, either.ben, code="C-1", reason="at the door, in danger")
    page = either.page(either.episodes["C-1"], either.ben)
    assert not page.can_comment
    assert "What did you notice?" not in repr(page)
    with pytest.raises(AccessDeniedError):
        say(either, alert, "Me too", either.ben)


def test_taking_back_leaves_a_mark_without_the_words(either, alert):
    kept, gone = say(either, alert, "Kept."), say(either, alert, "Gone.")
    clinician.take_back_comment(either.clinic, either.sue, gone)
    found = thread(either, alert)
    assert [(one.comment_id, one.said, one.taken_back_at is not None) for one in found] == [
        (kept, "Kept.", False),
        (gone, "", True),
    ]
    with pytest.raises(ConflictError, match="taken back already"):
        clinician.take_back_comment(either.clinic, either.sue, gone)


def test_only_the_author_takes_a_comment_back(either, alert):
    said = say(either, alert, "Kept.")
    with pytest.raises(AccessDeniedError, match="Only who wrote a comment"):
        clinician.take_back_comment(either.clinic, either.ann, said)
    with pytest.raises(NotFoundError):
        clinician.take_back_comment(either.clinic, either.other_sue, said)
    assert [one.said for one in thread(either, alert)] == ["Kept."]


def test_the_clinician_is_told_until_it_is_marked_as_read(either, alert):
    say(either, alert, "What did you notice?")
    for _ in range(2):  # looking marks nothing
        [told] = digest(either).comments
        assert (told.client_label, told.author_name, told.by_supervisor) == ("Mara Lind", "North sue", True)
        assert (told.meeting, told.plan_id, bool(told.alert_title)) == (2, None, True)
        assert digest(either).count == 1
    assert digest(either, either.sue).comments == ()  # nobody is told of what they said themselves
    read(either)
    assert digest(either).comments == ()


def test_the_supervisor_is_told_of_an_answer_and_of_nothing_else(either, alert):
    say(either, alert, "I write this down for you.", either.ann)
    assert digest(either, either.sue).comments == ()  # no answer: she had said nothing
    say(either, alert, "Thank you. And then?")
    say(either, alert, "Then it was over.", either.ann)
    [told] = digest(either, either.sue).comments
    assert (told.author_name, told.by_supervisor, told.client_label) == ("North ann", False, "Mara Lind")
    read(either, either.sue)
    assert digest(either, either.sue).comments == ()


def test_what_was_taken_back_is_no_news(either, alert):
    clinician.take_back_comment(either.clinic, either.sue, say(either, alert, "Gone."))
    assert digest(either).comments == ()


def test_a_comment_on_a_plan_is_news_too_and_leads_to_the_plan(either, alert):
    episode = either.episodes["C-1"]
    session = either.page(episode).sessions[1].session_id
    seen = {"kind": KindSeen.BOTH, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(either.clinic, either.ann, episode, session, **seen).plan_id
    clinician.comment_on_plan(either.clinic, either.sue, plan, "What would you say first?")
    [told] = digest(either).comments
    assert (told.plan_id, told.alert_title, told.meeting, told.by_supervisor) == (plan, "", 2, True)
    assert digest(either, either.ben).comments == ()


def test_who_is_no_longer_supervised_is_no_news(either, alert):
    say(either, alert, "And then?")
    say(either, alert, "Then it was over.", either.ann)
    administrator.end_supervision(either.clinic, either.admin, either.sue.user_id, either.ann.user_id)
    assert digest(either, either.sue).comments == ()


def test_supervision_shows_what_was_said_about_a_flagged_client(either, alert):
    say(either, alert, "What did you notice?")
    found = supervisor.open_supervision(either.clinic, either.sue)
    assert [one.said for one in found.comments[either.episodes["C-1"]]] == ["What did you notice?"]


def test_of_what_asks_for_the_same_the_longest_waiting_stands_first(either):
    """NEW-FALL fell deeper, and a week later: by the ratings alone it would stand on top."""
    first, second = either.begin("OLD-FALL"), either.begin("NEW-FALL")
    either.session(first, 25, 38)
    either.session(second, 25, 38)
    either.session(first, 25, 34)
    either.session(second, 25, 30)
    rows = supervisor.open_supervision(either.clinic, either.sue).rows
    assert [row.client_label for row in rows] == ["OLD-FALL", "NEW-FALL"]
    assert [row.attention for row in rows] == [rows[0].attention] * 2
    assert [row.client_label for row in either.caseload().rows] == ["NEW-FALL", "OLD-FALL"]
    assert (rows[1].waits_since - rows[0].waits_since).days == 7  # of a session a week
    for alert in either.page(first).alerts:
        if alert.state.is_open:
            clinician.mark_alert(either.clinic, either.ann, alert.alert_id, AlertState.SEEN)
    seen = supervisor.open_supervision(either.clinic, either.sue).rows
    assert [(row.client_label, row.waits_since is None) for row in seen] == [("NEW-FALL", False), ("OLD-FALL", True)]


def test_who_needs_no_look_is_listed_by_clinician_only_when_asked_for(either):
    either.begin("CALM")
    either.session(either.episodes["CALM"], 25, 39)
    assert supervisor.open_supervision(either.clinic, either.sue).others == ()
    [row] = supervisor.open_supervision(either.clinic, either.sue, calm=True).others
    assert (row.client_label, row.clinician_name) == ("CALM", "North ann")
