"""What happened beside the ratings; a client's episodes beside each other; the course as an export."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import clinician
from fit.casework.views import EventKind
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Ending


@pytest.fixture
def episode(world):
    made = world.begin("C-1")
    for ors, srs in ((18, 37), (22, 38)):
        world.session(made, ors, srs)
    return made


def note(world, episode, **said):
    words = {"kind": EventKind.LIFE_EVENT, "said": "moved house"} | said
    return clinician.add_event(world.clinic, world.ann, episode, **words)


def test_an_event_of_a_day_and_one_of_a_session_are_on_the_page_in_the_order_noted(world, episode):
    note(world, episode, occurred_on=date(2026, 3, 5))
    note(world, episode, kind=EventKind.MEDICATION, said="  dose \n halved ", meeting=2)

    told = [(one.kind, one.said, one.occurred_on, one.meeting) for one in world.page(episode).events]

    assert told == [
        (EventKind.LIFE_EVENT, "moved house", date(2026, 3, 5), None),
        (EventKind.MEDICATION, "dose halved", None, 2),
    ]


def test_an_event_that_was_removed_is_off_the_page_and_the_audit_names_both_deeds(world, episode):
    event = note(world, episode, meeting=1)
    clinician.remove_event(world.clinic, world.ann, event, "wrong client")

    assert world.page(episode).events == ()
    assert [action for action in world.actions() if action.endswith("_event")] == ["add_event", "remove_event"]


def test_an_event_is_removed_once(world, episode):
    event = note(world, episode, meeting=1)
    clinician.remove_event(world.clinic, world.ann, event, "wrong client")

    with pytest.raises(ConflictError, match="already"):
        clinician.remove_event(world.clinic, world.ann, event, "again")


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ({"said": " \n"}, "The words are missing"),
        ({"said": "x" * 201}, "201 characters"),
        ({"meeting": 3}, "There is no session 3"),
        ({"meeting": 0}, "There is no session 0"),
        ({"meeting": None}, "either the day or the session"),
        ({"occurred_on": date(2026, 3, 3)}, "either the day or the session"),
    ],
)
def test_what_cannot_be_noted_says_why_and_leaves_nothing(world, episode, said, remedy):
    with pytest.raises(InputError, match=remedy):
        note(world, episode, **({"meeting": 1} | said))

    assert world.page(episode).events == ()


def test_the_longest_words_are_taken_whole(world, episode):
    note(world, episode, said="x" * 200, meeting=1)

    assert world.page(episode).events[0].said == "x" * 200


def test_today_can_be_noted_and_tomorrow_cannot(world, episode):
    today = world.clinic.today()
    note(world, episode, occurred_on=today)

    with pytest.raises(InputError, match="future"):
        note(world, episode, occurred_on=today + timedelta(days=1))


def test_removing_needs_a_reason(world, episode):
    event = note(world, episode, meeting=1)

    with pytest.raises(InputError, match="taken off the course"):
        clinician.remove_event(world.clinic, world.ann, event, " ")


def test_an_id_that_is_no_event_is_not_found(world, episode):
    with pytest.raises(NotFoundError):
        clinician.remove_event(world.clinic, world.ann, episode, "wrong")


def second_episode(world, episode, who):
    from fit.casework import administrator

    administrator.close_episode(
        world.clinic, world.admin, episode, closed_on=world.clinic.today(), ending=Ending.PLANNED
    )
    world.clock.forward(weeks=8)
    later = world.begin("C-1", who=who)
    world.session(later, 12, 35, who=who)
    return later


def test_two_episodes_of_one_client_are_beside_each_other_the_oldest_first(world, episode):
    later = second_episode(world, episode, world.ann)

    courses = clinician.compare_episodes(world.clinic, world.ann, later)

    assert [one.span.episode_id for one in courses] == [episode, later]
    assert [one.assessment.intake.points for one in courses] == [18, 12]
    assert courses[0].span.ending is Ending.PLANNED
    assert [one.episode_id for one in world.page(later).other_episodes] == [episode]


def test_an_episode_with_a_colleague_stays_with_the_colleague(world, episode):
    later = second_episode(world, episode, world.ben)

    assert world.page(later, who=world.ben).other_episodes == ()
    assert [one.span.episode_id for one in clinician.compare_episodes(world.clinic, world.ben, later)] == [later]


def test_every_export_is_audited_also_within_the_same_minute(world, episode):
    for _ in range(2):
        page = clinician.export_course(world.clinic, world.ann, episode)

    assert page.assessment.latest.points == 22
    assert world.actions().count("export_course") == 2
