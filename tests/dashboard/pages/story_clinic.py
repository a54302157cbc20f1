"""A clinic made through casework, with one client for every story that a page has to tell."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fit.casework import Actor, Role, Settings, open_clinic
from fit.casework.administrator import add_supervision, add_user, create_clinic, import_ratings, list_users

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fit.casework import Clinic

PASSPHRASE = "seven simulated lamps"
ACTORS_FILE = "actors.json"

# client code -> (ORS by session, SRS by session); None: not given
STORIES: dict[str, tuple[Sequence[float | None], Sequence[float | None]]] = {
    "FALLING-ALLIANCE": ([18.2, 19.5, 22.4, 21.0, 24.8, 24.6], [37.5, 38.0, 38.4, 38.1, 38.3, 35.1]),
    "OFF-TRACK": ([20.0, 19.0, 16.0, 13.5], [38.0, 38.1, 38.0, 38.2]),
    "STEADY": ([24.0, 25.1, 26.0, 27.4], [38.0, 38.2, 38.4, 38.3]),
    "ONE-RATING": ([21.3], [38.9]),
    "GAPS": ([18.0, None, 21.0, None, 24.5], [37.0, 37.5, None, 38.0, 38.1]),
}


def make_story_clinic(folder: Path) -> None:
    """Found the clinic, its people and its clients in `folder`."""
    clinic = open_clinic(Settings(folder=folder))
    try:
        administrator = _found(clinic)
        import_ratings(clinic, administrator, "stories.csv", stories_csv(date.today()).encode())  # noqa: DTZ011
        people = list_users(clinic, administrator)
        actors = {
            row.sign_in_name: (row.user_id, administrator.clinic_id, row.role, row.display_name) for row in people
        }
        (folder / ACTORS_FILE).write_text(json.dumps(actors))
    finally:
        clinic.close()


def read_actors(file: Path) -> dict[str, Actor]:
    """Return the people of the clinic by sign-in name."""
    return {
        name: Actor(user_id=user_id, clinic_id=clinic_id, role=Role(role), name=shown)
        for name, (user_id, clinic_id, role, shown) in json.loads(file.read_text()).items()
    }


def stories_csv(today: date, *, clinician: str = "clinician.one") -> str:
    """Return the stories as a file to import, the last session two days ago."""
    return "\n".join(["episode_id,age_band,session,scale,total,date,clinician", *_rows(today, clinician)])


def _rows(today: date, clinician: str) -> Iterator[str]:
    for code, (outcome, alliance) in STORIES.items():
        for session, scores in enumerate(zip(outcome, alliance, strict=True), start=1):
            day = today - timedelta(days=2 + 7 * (len(outcome) - session))
            for scale, score in zip(("ors", "srs"), scores, strict=True):
                if score is not None:
                    yield f"{code},adult,{session},{scale},{score},{day},{clinician}"


def _found(clinic: Clinic) -> Actor:
    administrator = create_clinic(
        clinic,
        name="Story clinic",
        sign_in_name="administrator.one",
        display_name="Administrator One",
        passphrase=PASSPHRASE,
    )
    roles = {
        "clinician.one": Role.CLINICIAN,
        "clinician.two": Role.CLINICIAN,
        "supervisor.one": Role.SUPERVISOR,
        "director.one": Role.DIRECTOR,
    }
    users = {name: _person(clinic, administrator, name, role) for name, role in roles.items()}
    add_supervision(clinic, administrator, users["supervisor.one"], users["clinician.one"])
    return administrator


def _person(clinic: Clinic, administrator: Actor, name: str, role: Role) -> str:
    shown = name.replace(".", " ").title()
    pin = "482615" if role is Role.CLINICIAN else None
    row = add_user(
        clinic, administrator, sign_in_name=name, display_name=shown, role=role, passphrase=PASSPHRASE, pin=pin
    )
    return row.user_id
