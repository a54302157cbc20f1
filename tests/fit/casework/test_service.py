"""What supervisors, directors and administrators see."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy import event

from fit.casework import administrator, clinician, director, supervisor
from fit.casework.actor import Role
from fit.casework.views import Attention, ConsentKind, Overview
from fit.change import Change
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Ending
from tests.fit.casework.world import PASSPHRASE, csv


def imported(world, count, who="ann", srs=33.0):
    rows = [
        f"{who}{number},adult,{meeting},{scale_id},{total},2026-02-0{1 + meeting}"
        for number in range(count)
        for meeting in (1, 2)
        for scale_id, total in (("ors", 20.0), ("srs", srs))
    ]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name=who)


def test_a_supervisor_sees_the_flagged_clients_of_supervisees_alone(either):
    imported(either, 2, "ann")
    imported(either, 1, "ben")
    calm = either.begin("calm")
    supervision = supervisor.open_supervision(either.clinic, either.sue)
    assert [(row.client_label, row.attention) for row in supervision.rows] == [
        ("ann0", Attention.ALLIANCE),
        ("ann1", Attention.ALLIANCE),
    ]
    assert [(one.name, one.open_episodes, one.flagged_episodes) for one in supervision.supervisees] == [
        ("North ann", 3, 2)
    ]
    assert calm not in {row.episode_id for row in supervision.rows}


def test_a_supervisor_without_supervisees_sees_nobody(world):
    administrator.end_supervision(world.clinic, world.admin, world.sue.user_id, world.ann.user_id)
    imported(world, 2)
    supervision = supervisor.open_supervision(world.clinic, world.sue)
    assert (supervision.supervisees, supervision.rows) == ((), ())


def test_the_overview_counts_and_names_no_client(either):
    imported(either, 13, "ann")
    overview = director.open_overview(either.clinic, either.dan)
    assert (overview.open_episodes, overview.closed_episodes) == (15, None)
    assert overview.by_change[Change.UNCHANGED] == 15
    assert "ann0" not in repr(overview)
    names = [field.name for field in fields(Overview)]
    assert not any("episode_id" in name or "client" in name for name in names)


@pytest.mark.parametrize(("sessions", "shown"), [(0, False), (7, False), (8, True)])
def test_a_group_of_seven_or_nobody_is_withheld_and_one_of_eight_is_not(world, sessions, shown):
    rows = [f"E{number},adult,1,srs,33.0,2026-02-02" for number in range(sessions)]
    if rows:
        administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")
    counted = director.open_overview(world.clinic, world.dan).by_change[Change.NOT_ASSESSABLE]
    assert counted == (10 if shown else None)


def test_another_clinic_counts_nothing_here(world):
    imported(world, 8)
    elsewhere = director.open_overview(world.clinic, world.other_dan)
    assert (elsewhere.open_episodes, set(elsewhere.by_change.values())) == (None, {None})


def test_endings_are_counted(world):
    imported(world, 8)
    for row in world.caseload().rows:
        closing = {"closed_on": date(2026, 2, 20), "ending": Ending.UNPLANNED}
        administrator.close_episode(world.clinic, world.admin, row.episode_id, **closing)
    overview = director.open_overview(world.clinic, world.dan)
    assert (overview.open_episodes, overview.closed_episodes) == (None, 10)
    assert overview.by_ending[Ending.UNPLANNED] == 10
    assert sum(count or 0 for count in overview.by_track.values()) == 0


def test_lists_cost_the_same_number_of_queries_for_two_clients_as_for_sixty(world):
    def queries(look):
        counted = []
        engine = world.clinic.store._engine
        event.listen(engine, "before_cursor_execute", lambda *_: counted.append(1))
        look()
        return len(counted)

    looks = {
        "caseload": lambda: clinician.open_caseload(world.clinic, world.ann),
        "supervision": lambda: supervisor.open_supervision(world.clinic, world.sue),
        "overview": lambda: director.open_overview(world.clinic, world.dan),
        "alliance": lambda: director.open_alliance_grid(world.clinic, world.dan),
        "unassigned": lambda: administrator.list_unassigned(world.clinic, world.admin),
    }
    imported(world, 2)
    few = {name: queries(look) for name, look in looks.items()}
    imported(world, 60)
    counted = []
    event.listen(world.clinic.store._engine, "before_cursor_execute", lambda *_: counted.append(1))
    for name, look in looks.items():
        counted.clear()
        look()
        assert len(counted) <= few[name] <= 10, name


def test_a_clinic_is_founded_once(world):
    known = {"name": "North", "sign_in_name": "admin", "display_name": "x", "passphrase": PASSPHRASE}
    assert administrator.create_clinic(world.clinic, **known) == world.admin
    with pytest.raises(ConflictError, match="'ann' is taken"):
        administrator.create_clinic(world.clinic, **(known | {"sign_in_name": "ann"}))
    with pytest.raises(ConflictError, match="'admin' is taken"):
        administrator.create_clinic(world.clinic, **(known | {"name": "West"}))


def test_users_are_listed_with_whom_they_supervise(world):
    rows = {row.sign_in_name: row for row in administrator.list_users(world.clinic, world.admin)}
    assert set(rows) == {"admin", "ann", "ben", "dan", "sue"}
    assert rows["sue"].supervises == (world.ann.user_id,)
    assert (rows["ann"].role, rows["ann"].team, rows["ann"].active) == (Role.CLINICIAN, "Team A", True)


def add(world, **known):
    known = {"sign_in_name": "new", "display_name": "New", "role": Role.CLINICIAN, "passphrase": PASSPHRASE} | known
    return administrator.add_user(world.clinic, world.admin, **known)


def test_a_sign_in_name_is_unique_over_all_clinics(world):
    for taken in ("ann", "ANN", "other_ann"):
        with pytest.raises(ConflictError, match="is taken"):
            add(world, sign_in_name=taken)


def test_an_existing_person_can_be_kept(world):
    kept = add(world, sign_in_name="ann", display_name="Somebody else", keep_existing=True)
    assert (kept.user_id, kept.display_name) == (world.ann.user_id, "North ann")
    with pytest.raises(ConflictError):
        add(world, sign_in_name="ann", role=Role.DIRECTOR, keep_existing=True)


@pytest.mark.parametrize("name", ["", "two words", "x" * 101, "tab\tbed", "line\nbreak"])
def test_a_sign_in_name_is_one_word(world, name):
    with pytest.raises(InputError):
        add(world, sign_in_name=name)


def test_only_a_supervisor_supervises_and_only_who_holds_clients_is_supervised(world):
    for pair in ((world.ben, world.ann), (world.sue, world.dan)):
        with pytest.raises(InputError, match="has the role"):
            administrator.add_supervision(world.clinic, world.admin, *(who.user_id for who in pair))
    administrator.add_supervision(world.clinic, world.admin, world.sue.user_id, world.ann.user_id)


def test_administrators_do_not_lock_themselves_out(world):
    with pytest.raises(ConflictError, match="cannot lock yourself out"):
        administrator.set_active(world.clinic, world.admin, world.admin.user_id, active=False)


def test_closing_twice_the_same_way_changes_nothing(world):
    imported(world, 1)
    episode = world.caseload().rows[0].episode_id
    closing = {"closed_on": date(2026, 2, 20), "ending": Ending.PLANNED}
    for _ in range(2):
        administrator.close_episode(world.clinic, world.admin, episode, **closing)
    with pytest.raises(ConflictError, match="was closed on 2026-02-20"):
        administrator.close_episode(world.clinic, world.admin, episode, **(closing | {"ending": Ending.REFERRED}))


def test_an_episode_does_not_end_before_its_last_session(world):
    imported(world, 1)
    with pytest.raises(InputError, match="There was a session on 2026-02-03"):
        administrator.close_episode(
            world.clinic,
            world.admin,
            world.caseload().rows[0].episode_id,
            closed_on=date(2026, 2, 2),
            ending=Ending.PLANNED,
        )


def test_the_same_consent_twice_is_one(world):
    episode = world.begin("C1")
    for _ in range(2):
        administrator.record_consent(
            world.clinic, world.admin, episode, kind=ConsentKind.RATINGS, given_on=date(2026, 3, 1)
        )
    assert administrator.open_consents(world.clinic, world.admin, episode) == {ConsentKind.RATINGS: True}
    with pytest.raises(ConflictError, match="no consent to recording"):
        administrator.withdraw_consent(
            world.clinic, world.admin, episode, kind=ConsentKind.RECORDING, withdrawn_on=date(2026, 3, 1)
        )


def test_a_client_seen_before_begins_a_new_episode(world):
    first, second = world.begin("C1"), world.begin("C1")
    assert first != second
    pages = [world.page(episode).episode for episode in (first, second)]
    assert pages[0].client_id == pages[1].client_id


def test_an_import_key_finds_its_episode(world):
    imported(world, 1)
    assert administrator.find_episode(world.clinic, world.admin, "ann0") == world.caseload().rows[0].episode_id
    with pytest.raises(NotFoundError, match="No episode was imported as 'nothing'"):
        administrator.find_episode(world.clinic, world.admin, "nothing")


def test_the_audit_tells_who_did_what_but_never_what_it_said(either):
    episode = either.begin("SECRET-CODE", display_name="SECRET-NAME")
    either.session(episode, 17.3, 33.1)
    either.page(episode)
    either.page(episode)
    rows = administrator.open_audit(either.clinic, either.admin)
    assert [row.action for row in rows][:6] == [
        "open_audit",
        "open_client",
        "record_in_room",
        "record_in_room",
        "start_session",
        "add_client",
    ]
    assert {row.actor_name for row in rows[1:6]} == {"North ann"}
    told = repr([(row.role, row.action, row.subject_kind) for row in rows])
    assert not any(secret in told for secret in ("SECRET-CODE", "SECRET-NAME", "17.3", "33.1", "173", "331"))
    assert all(row.subject_id == "" or len(row.subject_id) == 13 for row in rows)
    assert administrator.verify_audit(either.clinic, either.admin).is_whole


def test_a_look_is_audited_again_after_a_quarter_of_an_hour(world):
    episode = world.begin("C1")
    for _ in range(3):
        world.page(episode)
        world.clock.forward(minutes=8)
    assert world.actions().count("open_client") == 2
