"""Who is behind a page is looked up once while it is drawn, and again in the next run."""

from __future__ import annotations

import pytest

from dashboard.access import identity
from fit.casework.actor import Actor, Role


@pytest.fixture
def lookups(monkeypatch):
    """Everybody who is looked up, one after the other."""
    found = []

    def look(*, in_use=True):
        found.append(Actor(user_id=f"{len(found)}", clinic_id="1", role=Role.CLINICIAN, name=""))
        return found[-1]

    monkeypatch.setattr(identity, "actor_behind_this_page", look)
    return found


def test_within_a_run_it_is_the_same_person(lookups):
    with identity.looked_up_once():
        assert [identity.current_actor().user_id for _ in range(3)] == ["0"] * 3
    with identity.looked_up_once():
        assert identity.current_actor().user_id == "1"


def test_outside_of_one_everybody_is_looked_up(lookups):
    assert [identity.current_actor().user_id for _ in range(3)] == ["0", "1", "2"]


def test_after_a_run_that_broke_off_nobody_is_kept(lookups):
    with pytest.raises(ZeroDivisionError):
        break_off()
    assert identity.current_actor().user_id == "1"


def break_off():
    with identity.looked_up_once():
        identity.current_actor()
        raise ZeroDivisionError
