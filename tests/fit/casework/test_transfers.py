"""An episode goes to a colleague: the history stays, access moves at once, and the colleague is told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from fit.casework import administrator, client, clinician, supervisor
from fit.casework._transfers import lock_as_read
from fit.casework.views import ConsentKind, FormState, Way
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen
from fit.store import care
from fit.store.ids import read_id
from fit.store.rebuild import rebuild_cells
from fit.store.tables import AllianceCell, Session, columns_of
from tests.fit.casework.talks import ROLES, vtt

NOTE = "The line goes up. Ask about the new job."


@pytest.fixture
def seen_by_ann(either):
    """A client of ann's with three sessions."""
    episode = either.begin("C1")
    for ors, srs in ((18, 38), (21, 34), (24, 37)):
        either.session(episode, ors, srs)
    return either, episode


def hand(world, episode, to=None, who=None, note=NOTE):
    clinician.transfer_episode(world.clinic, who or world.ann, episode, (to or world.ben).user_id, note=note)


def test_access_moves_at_once_and_the_history_with_it(seen_by_ann):
    world, episode = seen_by_ann
    before = world.page(episode)
    hand(world, episode)
    with pytest.raises(AccessDeniedError, match="not one of your clients"):
        world.page(episode)
    after = world.page(episode, who=world.ben)
    assert (after.sessions, after.alerts) == (before.sessions, before.alerts)
    assert after.assessment.outcome == before.assessment.outcome
    assert after.episode.clinician_name == "North ben"
    assert [row.episode_id for row in world.caseload(world.ben).rows] == [episode]
    assert world.caseload().rows == ()
    assert "transfer_episode" in world.actions()


def test_the_colleague_is_told_first_thing_until_the_client_was_opened(seen_by_ann):
    world, episode = seen_by_ann
    hand(world, episode)
    assert clinician.list_handed_over(world.clinic, world.ann) == ()
    (news,) = clinician.list_handed_over(world.clinic, world.ben)
    assert (news.episode_id, news.client_label, news.by, news.note) == (episode, "C1", "North ann", NOTE)
    (row,) = world.page(episode, who=world.ben).handed_over
    assert (row.from_name, row.to_name, row.made_by, row.note, row.is_new) == (
        "North ann",
        "North ben",
        "North ann",
        NOTE,
        True,
    )
    clinician.acknowledge_transfer(world.clinic, world.ben, episode)
    assert clinician.list_handed_over(world.clinic, world.ben) == ()
    (row,) = world.page(episode, who=world.ben).handed_over
    assert not row.is_new


def test_what_a_supervisor_looks_at_makes_it_no_less_new(seen_by_ann):
    world, episode = seen_by_ann
    hand(world, episode, to=world.sue)
    hand(world, episode, to=world.ann, who=world.sue)
    assert [row.is_new for row in world.page(episode, who=world.sue).handed_over] == [False, False]
    assert [one.by for one in clinician.list_handed_over(world.clinic, world.ann)] == ["North sue"]
    assert clinician.list_handed_over(world.clinic, world.sue) == ()  # the client went on before sue opened it


def test_sessions_held_stay_in_the_weeks_of_who_held_them(seen_by_ann):
    world, episode = seen_by_ann
    hand(world, episode)
    world.session(episode, 26, 39, who=world.ben)
    ann, ben = read_id(world.ann.user_id), read_id(world.ben.user_id)
    assert [row.clinician_id for row in _sessions(world, episode)] == [ann, ann, ann, ben]
    assert _cells(world) == {(ann, 3), (ben, 1)}
    clinic_id = read_id(world.ann.clinic_id)
    for who in (ann, ben):
        world.clinic.store.write(lambda connection, who=who: rebuild_cells(connection, clinic_id, who))
    assert _cells(world) == {(ann, 3), (ben, 1)}


def _sessions(world, episode):
    table = columns_of(Session)
    with world.clinic.store.read() as connection:
        mine = select(table).where(table.c.episode_id == read_id(episode))
        return connection.execute(mine.order_by(table.c.meeting)).all()


def _cells(world):
    table = columns_of(AllianceCell)
    with world.clinic.store.read() as connection:
        query = select(table.c.clinician_id, func.sum(table.c.sessions)).group_by(table.c.clinician_id)
        return {(row[0], int(row[1])) for row in connection.execute(query) if row[1]}


def test_a_form_that_is_out_goes_on_and_the_new_clinician_can_withdraw_it(seen_by_ann):
    world, episode = seen_by_ann
    one, other = world.invite(episode, "ors", way=Way.LINK, word="heron"), world.invite(episode, "srs")
    hand(world, episode)
    client.begin_form(world.clinic, one.token, device="theirs", word="heron", source="here")
    world.send(one.token, 27.0, device="theirs")
    assert [str(row.outcome) for row in world.page(episode, who=world.ben).sessions][-1] == "27.0"
    with pytest.raises(AccessDeniedError):
        clinician.withdraw_invitation(world.clinic, world.ann, other.handover_id)
    clinician.withdraw_invitation(world.clinic, world.ben, other.handover_id)
    given = clinician.open_invitations(world.clinic, world.ben, episode)
    assert {row.handover_id: row.state for row in given} == {
        one.handover_id: FormState.DONE,
        other.handover_id: FormState.WITHDRAWN,
    }


def test_a_tablet_that_is_out_comes_back_to_who_handed_it_over_and_not_to_the_client(world):
    episode = world.begin("C1")
    handed, _ = world.hand_over(episode)
    hand(world, episode)
    back = clinician.take_back(world.clinic, handed.token, "2468", source="here", device="")
    assert back.actor.user_id == world.ann.user_id
    with pytest.raises(AccessDeniedError):
        world.page(back.episode_id, who=back.actor)


def test_a_repair_under_way_goes_along_and_the_private_note_stays_its_authors(seen_by_ann):
    world, episode = seen_by_ann
    session = world.page(episode).sessions[1].session_id
    reading = {"kind": KindSeen.BOTH, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(world.clinic, world.ann, episode, session, **reading)
    clinician.save_private_note(world.clinic, world.ann, plan.plan_id, felt="I hurried", tells="a long day")
    hand(world, episode)
    assert [task.plan_id for task in clinician.open_repair_tasks(world.clinic, world.ben)] == [plan.plan_id]
    assert clinician.open_repair_tasks(world.clinic, world.ann) == ()
    page = clinician.open_repair(world.clinic, world.ben, episode, session_id=session)
    assert "I hurried" not in repr(page)
    clinician.make_plan(world.clinic, world.ben, plan.plan_id, version=plan.version, check_by="the next rating")
    for late in (
        lambda: clinician.make_plan(world.clinic, world.ann, plan.plan_id, version=plan.version + 1, check_by="x"),
        lambda: clinician.save_private_note(world.clinic, world.ann, plan.plan_id, felt="", tells="", version=1),
    ):
        with pytest.raises(AccessDeniedError):
            late()


def test_what_was_said_is_found_by_the_new_clinician_alone(seen_by_ann):
    world, episode = seen_by_ann
    agreed = {"kind": ConsentKind.TRANSCRIPT, "given_on": date(2026, 3, 2)}
    clinician.record_consent(world.clinic, world.ann, episode, **agreed)
    session = world.page(episode).sessions[0].session_id
    told = {"session_id": session, "content": vtt("It rained.", "Mm."), "roles": ROLES}
    clinician.import_transcript(world.clinic, world.ann, episode, **told)
    hand(world, episode)
    assert clinician.search_record(world.clinic, world.ann, "rained").hits == ()
    assert len(clinician.search_record(world.clinic, world.ben, "rained").hits) == 1


def test_a_supervisor_hands_over_for_a_supervisee_and_an_administrator_for_everybody(seen_by_ann):
    world, episode = seen_by_ann
    hand(world, episode, who=world.sue)
    with pytest.raises(AccessDeniedError):
        hand(world, episode, to=world.ann, who=world.sue)  # ben is not under sue's supervision
    administrator.transfer_episode(world.clinic, world.admin, episode, world.sue.user_id)
    assert [row.made_by for row in world.page(episode, who=world.sue).handed_over] == ["North admin", "North sue"]


def test_only_to_somebody_else_who_holds_clients_here_and_can_sign_in(seen_by_ann):
    world, episode = seen_by_ann
    with pytest.raises(InputError, match="North ann sees this client already"):
        hand(world, episode, to=world.ann)
    for nobody in (world.dan, world.admin, world.other_ann):
        with pytest.raises(InputError, match="holds no clients here"):
            hand(world, episode, to=nobody)
    administrator.set_active(world.clinic, world.admin, world.ben.user_id, active=False)
    with pytest.raises(InputError, match="holds no clients here"):
        hand(world, episode)
    with pytest.raises(NotFoundError):
        clinician.transfer_episode(world.clinic, world.ann, episode, "nobody")
    with pytest.raises(InputError, match="1001 characters"):
        hand(world, episode, to=world.sue, note="x" * 1001)
    assert world.page(episode).handed_over == ()


def test_colleagues_are_those_who_hold_clients_and_can_sign_in(either):
    names = [one.name for one in clinician.list_colleagues(either.clinic, either.ann)]
    assert names == ["North ann", "North ben", "North sue"]
    administrator.set_active(either.clinic, either.admin, either.ben.user_id, active=False)
    assert [one.name for one in clinician.list_colleagues(either.clinic, either.admin)] == ["North ann", "North sue"]


def test_an_administrator_sees_whom_somebody_holds_without_any_rating(seen_by_ann):
    world, episode = seen_by_ann
    ended = world.begin("C2")
    clinician.close_episode(world.clinic, world.ann, ended, closed_on=world.clinic.today(), ending=Ending.PLANNED)
    (held,) = administrator.list_held(world.clinic, world.admin, world.ann.user_id)
    assert (held.episode_id, held.client_code, held.sessions) == (episode, "C1", 3)


def test_a_closed_episode_can_be_handed_over_and_stays_closed(seen_by_ann):
    world, episode = seen_by_ann
    closing = {"closed_on": world.clinic.today(), "ending": Ending.UNPLANNED}
    clinician.close_episode(world.clinic, world.ann, episode, **closing)
    hand(world, episode)
    assert world.page(episode, who=world.ben).episode.closed_on == closing["closed_on"]
    assert world.caseload(world.ben).rows == ()


def test_what_supervision_was_shared_is_not_shown_to_the_new_clinicians_supervisor(seen_by_ann):
    world, episode = seen_by_ann
    hand(world, episode)
    assert supervisor.open_supervised_plans(world.clinic, world.sue) == ()
    with pytest.raises(AccessDeniedError):
        world.page(episode, who=world.sue)


def test_two_at_once_are_not_both_done(seen_by_ann):
    """What was read before somebody else handed it over is not written over."""
    world, episode = seen_by_ann

    class Read:
        clinic_id = read_id(world.ann.clinic_id)
        now = None

    with world.clinic.store.read() as connection:
        Read.episode = care.episode_facts(connection, Read.clinic_id, read_id(episode))
    hand(world, episode)

    def work(connection):
        Read.connection = connection
        lock_as_read(Read)

    with pytest.raises(ConflictError, match="changed this episode meanwhile"):
        world.clinic.store.write(work)
