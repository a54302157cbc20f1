"""A clinic with enough clinicians and closed episodes to be compared, and one clinician whose clients gain more."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fit.casework import Role, Settings, open_clinic
from fit.casework.administrator import (
    add_supervision,
    add_user,
    close_episode,
    create_clinic,
    find_episode,
    import_ratings,
    list_users,
)
from fit.ratings import Ending
from tests.dashboard.pages.story_clinic import ACTORS_FILE, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fit.casework import Actor, Clinic

NAMES = ("Alder", "Beech", "Elm", "Hazel", "Holly", "Juniper", "Linden", "Oak", "Pine", "Poplar", "Rowan", "Spruce")
"""Ten with enough closed episodes, one with fewer, and the last one with too few to be shown."""
ENOUGH, PROVISIONAL, FEW = 30, 20, 8
"""Closed episodes of most, of the last but one, of the last."""
OUTSTANDING = "Alder"
EVERY_THIRD = 3


def make_outcome_clinic(folder: Path) -> None:
    """Found the clinic, its people, its clients, and close most of their episodes."""
    clinic = open_clinic(Settings(folder=folder))
    try:
        boss = _found(clinic)
        import_ratings(clinic, boss, "outcomes.csv", "\n".join(_rows(clinic.today())).encode())
        for place, name in enumerate(NAMES):
            for number in range(_closed(place)):
                episode = find_episode(clinic, boss, f"{name}-{number}")
                ending = Ending.UNPLANNED if number % EVERY_THIRD == 0 else Ending.PLANNED
                close_episode(clinic, boss, episode, closed_on=clinic.today(), ending=ending)
        people = list_users(clinic, boss)
        actors = {row.sign_in_name: (row.user_id, boss.clinic_id, row.role, row.display_name) for row in people}
        (folder / ACTORS_FILE).write_text(json.dumps(actors))
    finally:
        clinic.close()


def _closed(place: int) -> int:
    return (ENOUGH, PROVISIONAL, FEW)[max(0, place - len(NAMES) + 3)]


def _rows(today: date) -> Iterator[str]:
    """Two or three sessions a client; gains spread alike for all, but twelve points more for one clinician's."""
    yield "episode_id,age_band,session,scale,total,date,clinician"
    for place, name in enumerate(NAMES):
        for number in range(_closed(place) + 2):
            first = 15 + (number * 7) % 12
            gain = (number * 5) % 13 - 3 + place % 3 / 2 + (12 if name == OUTSTANDING else 0)
            for session in range(1, 3 + number % 2):
                day = today - timedelta(days=30 - 7 * session)
                outcome = first if session == 1 else min(40, max(0, first + gain))
                yield f"{name}-{number},adult,{session},ors,{outcome},{day},{name.lower()}"
                yield f"{name}-{number},adult,{session},srs,{36 + number % 4},{day},{name.lower()}"


def _found(clinic: Clinic) -> Actor:
    boss = create_clinic(
        clinic, name="Clinic", sign_in_name="admin", display_name="Administrator", passphrase=PASSPHRASE
    )
    people = [(name.lower(), f"Clinician {name}", Role.CLINICIAN) for name in NAMES]
    people += [("supervisor", "Supervisor", Role.SUPERVISOR), ("director", "Director", Role.DIRECTOR)]
    ids = {}
    for name, shown, role in people:
        team = "North" if len(ids) < len(NAMES) // 2 else "South"
        row = add_user(clinic, boss, sign_in_name=name, display_name=shown, role=role, passphrase=PASSPHRASE, team=team)
        ids[name] = row.user_id
    for name in NAMES[:2]:
        add_supervision(clinic, boss, ids["supervisor"], ids[name.lower()])
    return boss
