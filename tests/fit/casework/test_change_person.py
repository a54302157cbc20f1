"""An administrator changes the name, team or role of a person; clients, figures and the clinic stay looked after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.casework import access, administrator
from fit.casework.actor import Role
from fit.errors import ConflictError, InputError


def changed(world, person, *, by=None, **other):
    """Change this person with what is told, the rest as it is."""
    row = next(one for one in administrator.list_users(world.clinic, world.admin) if one.user_id == person.user_id)
    now = {"display_name": row.display_name, "team": row.team, "role": row.role}
    return administrator.change_person(world.clinic, by or world.admin, person.user_id, **now | other)


def supervised_by_sue(world):
    return next(
        one for one in administrator.list_users(world.clinic, world.admin) if one.sign_in_name == "sue"
    ).supervises


def test_name_and_team_are_changed_and_nobody_is_signed_out(either):
    token = either.sign_in("ben").token
    row = changed(either, either.ben, display_name=" Ben North ", team="Team New")
    assert (row.display_name, row.team, row.role) == ("Ben North", "Team New", Role.CLINICIAN)
    assert access.actor_of(either.clinic, token).name == "Ben North"
    assert changed(either, either.ben, team="  ").team == ""
    assert either.actions().count("change_person") == 2


def test_another_role_ends_the_sessions_and_the_supervision_that_it_cannot_have(either):
    token = either.sign_in("sue").token
    assert supervised_by_sue(either) != ()
    assert changed(either, either.sue, role=Role.CLINICIAN).role is Role.CLINICIAN
    assert supervised_by_sue(either) == ()
    assert access.actor_of(either.clinic, token) is None


def test_who_holds_or_held_a_client_cannot_become_somebody_who_sees_none(world):
    world.begin("C-1")
    with pytest.raises(ConflictError, match="past figures would lose them"):
        changed(world, world.ann, role=Role.DIRECTOR)
    assert changed(world, world.ann, role=Role.SUPERVISOR).role is Role.SUPERVISOR
    assert world.begin("C-2", who=world.ben)
    episode = world.begin("C-3")
    world.session(episode, 20, 30)
    administrator.assign_episode(world.clinic, world.admin, episode, world.ben.user_id)
    administrator.assign_episode(world.clinic, world.admin, world.begin("C-4"), world.ben.user_id)
    with pytest.raises(ConflictError, match="once more under another sign-in name"):
        changed(world, world.ann, role=Role.ADMINISTRATOR)


def test_the_only_administrator_stays_one(world):
    with pytest.raises(ConflictError, match="only administrator"):
        changed(world, world.admin, role=Role.DIRECTOR)
    assert changed(world, world.dan, role=Role.ADMINISTRATOR).role is Role.ADMINISTRATOR
    other = replace(world.dan, role=Role.ADMINISTRATOR)
    token = world.sign_in("admin").token
    assert changed(world, world.admin, by=other, role=Role.DIRECTOR).role is Role.DIRECTOR
    assert access.actor_of(world.clinic, token) is None, "what one could do ends at once"


@pytest.mark.parametrize("wrong", [{"display_name": " "}, {"display_name": "x" * 101}, {"team": "A\nB"}])
def test_a_name_or_team_that_cannot_be_changes_nothing(world, wrong):
    with pytest.raises(InputError):
        changed(world, world.ben, **wrong)
    assert changed(world, world.ben).display_name == "North ben"
