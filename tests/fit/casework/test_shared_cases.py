"""Couples, families and groups: each person rates for themselves, and is seen only by who may see them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import administrator, clinician
from fit.casework.views import ErasureReason, SharedKind
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending
from fit.scales import AgeBand, Score
from fit.store.ids import read_id
from fit.store.tables import SharedCase, columns_of


@pytest.fixture
def couple(either):
    """Two people of ann's, rated in the same sessions: one goes up, one goes down."""
    one, other = either.begin("M1"), either.begin("M2")
    case = clinician.begin_shared_case(either.clinic, either.ann, one, kind=SharedKind.COUPLE, name="M")
    clinician.join_shared_case(either.clinic, either.ann, other, case)
    for mine, yours in (((18, 38.2), (30, 36)), ((26, 37.5), (22, 29.4))):
        for episode, (ors, srs) in ((one, mine), (other, yours)):
            clinician.start_session(either.clinic, either.ann, episode)
            either.rate(episode, "ors", ors)
            either.rate(episode, "srs", srs)
        either.clock.forward(weeks=1)
    return either, case, one, other


def look(world, case, who=None):
    return clinician.open_shared_case(world.clinic, who or world.ann, case)


def test_each_has_the_verdict_of_their_own_ratings_and_nothing_is_averaged(couple):
    world, case, one, other = couple
    page = look(world, case)
    assert (page.kind, page.name, page.others) == (SharedKind.COUPLE, "M", 0)
    assert [person.row.client_label for person in page.people] == ["M1", "M2"]
    own = {row.episode_id: row for row in world.caseload().rows}
    for person, episode in zip(page.people, (one, other), strict=True):
        assert person.row == own[episode]
    assert [person.row.gain for person in page.people] == [Score(80), Score(-80)]


def test_how_far_apart_the_session_ratings_are_is_told_by_day(couple):
    world, case, *_ = couple
    newest, first = look(world, case).apart
    assert (newest.day, newest.scale_title) == (date(2026, 3, 9), "SRS")
    assert newest.marks == (("M1", Score(375)), ("M2", Score(294)))
    assert newest.points == Score(81)
    assert (first.day, first.points) == (date(2026, 3, 2), Score(22))


def test_a_child_and_a_parent_are_not_compared_on_different_scales(either):
    parent, child = either.begin("P"), either.begin("K", band=AgeBand.CHILD)
    case = clinician.begin_shared_case(either.clinic, either.ann, parent, kind=SharedKind.FAMILY, name="F")
    clinician.join_shared_case(either.clinic, either.ann, child, case)
    for episode, scale_id in ((parent, "srs"), (child, "csrs")):
        clinician.start_session(either.clinic, either.ann, episode)
        either.rate(episode, scale_id, 35)
    page = look(either, case)
    assert page.apart == ()
    assert [person.pair for person in page.people] == [("ors", "srs"), ("cors", "csrs")]
    assert [person.given_today for person in page.people] == [frozenset({"srs"}), frozenset({"csrs"})]


def test_a_person_seen_by_a_colleague_is_one_more_and_nothing_else(couple):
    world, case, _, other = couple
    clinician.transfer_episode(world.clinic, world.ann, other, world.ben.user_id)
    mine, bens = look(world, case), look(world, case, who=world.ben)
    assert ([person.row.client_label for person in mine.people], mine.others, mine.apart) == (["M1"], 1, ())
    assert "M2" not in repr(mine)
    assert ([person.row.client_label for person in bens.people], bens.others) == (["M2"], 1)
    both = look(world, case, who=world.sue)  # sue supervises ann, not ben
    assert ([person.row.client_label for person in both.people], both.can_change) == (["M1"], False)
    (row,) = clinician.open_shared_cases(world.clinic, world.ann)
    assert (row.people, row.others) == (("M1",), 1)


def test_who_sees_none_of_them_sees_nothing(couple):
    world, case, one, other = couple
    for work in (
        lambda: look(world, case, who=world.ben),
        lambda: look(world, case, who=world.other_ann),
        lambda: clinician.rename_shared_case(world.clinic, world.ben, case, kind=SharedKind.GROUP, name="x"),
        lambda: clinician.join_shared_case(world.clinic, world.ben, world.begin("B1", who=world.ben), case),
        lambda: clinician.rename_shared_case(world.clinic, world.sue, case, kind=SharedKind.GROUP, name="x"),
    ):
        with pytest.raises(NotFoundError, match="in your care"):
            work()
    assert clinician.open_shared_cases(world.clinic, world.ben) == ()
    with pytest.raises(AccessDeniedError):
        clinician.leave_shared_case(world.clinic, world.ben, one, case, left_on=world.clinic.today())
    for episode in (one, other):
        clinician.leave_shared_case(world.clinic, world.ann, episode, case, left_on=world.clinic.today())
    with pytest.raises(NotFoundError):
        look(world, case)


def test_somebody_leaves_and_comes_back(couple):
    world, case, _, other = couple
    with pytest.raises(InputError, match="future"):
        leave(world, case, other, world.clinic.today() + timedelta(days=1))
    with pytest.raises(InputError, match="joined on 2026-03-02"):
        leave(world, case, other, date(2026, 3, 1))
    leave(world, case, other, date(2026, 3, 9))
    page = look(world, case)
    assert [(person.left_on, person.is_here) for person in page.people] == [(None, True), (date(2026, 3, 9), False)]
    assert page.apart == ()
    assert [label for _, label in page.choices] == ["M2"]
    assert world.page(other).shared_cases == ()
    with pytest.raises(NotFoundError, match="does not belong"):
        leave(world, case, other, date(2026, 3, 9))
    clinician.join_shared_case(world.clinic, world.ann, other, case)
    assert [name.name for name in world.page(other).shared_cases] == ["M"]
    assert look(world, case).people[1].joined_on == world.clinic.today()


def leave(world, case, episode, day):
    clinician.leave_shared_case(world.clinic, world.ann, episode, case, left_on=day)


def test_nobody_is_in_it_twice_and_nobody_joins_with_a_closed_episode(couple):
    world, case, one, other = couple
    with pytest.raises(ConflictError, match="belongs to it already"):
        clinician.join_shared_case(world.clinic, world.ann, other, case)
    ended = world.begin("M3")
    clinician.close_episode(world.clinic, world.ann, ended, closed_on=world.clinic.today(), ending=Ending.PLANNED)
    with pytest.raises(ConflictError, match="episode is closed"):
        clinician.join_shared_case(world.clinic, world.ann, ended, case)
    clinician.close_episode(world.clinic, world.ann, one, closed_on=world.clinic.today(), ending=Ending.PLANNED)
    assert [person.is_here for person in look(world, case).people] == [False, True]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_it_has_a_name(world, name):
    episode = world.begin("M1")
    with pytest.raises(InputError, match="1 to 100 characters"):
        clinician.begin_shared_case(world.clinic, world.ann, episode, kind=SharedKind.COUPLE, name=name)


def test_it_can_be_called_otherwise(couple):
    world, case, *_ = couple
    clinician.rename_shared_case(world.clinic, world.ann, case, kind=SharedKind.FAMILY, name="Household M")
    page = look(world, case)
    assert (page.kind, page.name) == (SharedKind.FAMILY, "Household M")


def test_every_person_seen_has_a_line_in_the_audit_and_its_name_has_none(couple):
    world, case, one, other = couple
    look(world, case)
    for episode in (one, other):
        told = administrator.who_looked(world.clinic, world.admin, episode)
        assert "open_shared_case" in {row.action for row in told}
    assert "Household" not in repr(administrator.open_audit(world.clinic, world.admin))


def test_it_is_erased_with_the_last_of_its_people(couple):
    world, _, one, other = couple
    reason = {"reason": ErasureReason.ASKED}
    administrator.erase_client(world.clinic, world.admin, one, client_code="M1", **reason)
    assert _cases(world) == ["M"]
    administrator.erase_client(world.clinic, world.admin, other, client_code="M2", **reason)
    assert _cases(world) == []


def _cases(world):
    table = columns_of(SharedCase)
    with world.clinic.store.read() as connection:
        mine = table.select().where(table.c.clinic_id == read_id(world.ann.clinic_id))
        return [row.name for row in connection.execute(mine)]
