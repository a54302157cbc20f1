"""A clinic with many sessions, its clinicians signed in and forms given out for its tablets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from fit.casework import Actor, Role, Settings, administrator, clinician, open_clinic
from fit.casework.views import Asked, ConsentKind, Way
from fit.store.ids import read_id, shown
from fit.store.tables import AllianceCell, Episode, Rating, Session, User, columns_of
from tests.benchmarks.million_sessions import PASSPHRASE, fill

DIRECTOR = "director-of-all"
ADMINISTRATOR = "admin"
LASTS = timedelta(hours=4)
"""Forms are given out before the load begins, and the last is opened when it ends."""


@dataclass(frozen=True)
class BusyClinic:
    """Where it lies, who browses (sign-in name and open episodes), the forms' tokens, and a month with sessions.

    `recorded` is an episode of the first clinician whose client agreed to recordings, and its last session.
    """

    folder: object
    clinicians: tuple[tuple[str, tuple[str, ...]], ...]
    tokens: tuple[str, ...]
    month: str
    recorded: tuple[str, str]


def make_busy_clinic(folder, *, sessions, clinicians, forms):
    """Fill a clinic and give out forms, each for an episode of its own."""
    clinic = open_clinic(Settings(folder=folder, code_limit=LASTS))
    known = fill(clinic, sessions)
    admin = _administrator(clinic, known.actor.clinic_id)
    administrator.add_user(
        clinic, admin, sign_in_name=DIRECTOR, display_name="D", role=Role.DIRECTOR, passphrase=PASSPHRASE
    )
    people = _people(clinic, clinicians)
    tokens = _forms(clinic, known.actor.clinic_id, people, forms)
    month, recorded = _last_month(clinic), _agreed_to_recordings(clinic, known.actor.clinic_id, people[0])
    clinic.close()
    return BusyClinic(folder, tuple((name, episodes) for _, name, episodes in people), tokens, month, recorded)


def _administrator(clinic, clinic_id):
    user = columns_of(User)
    with clinic.store.read() as connection:
        number = connection.execute(select(user.c.id).where(user.c.role == Role.ADMINISTRATOR.value)).scalar_one()
    return Actor(user_id=shown(number), clinic_id=clinic_id, role=Role.ADMINISTRATOR, name="Admin")


def _people(clinic, wanted):
    """Clinicians from all over the clinic, with the episodes that they hold now."""
    user, episode = columns_of(User), columns_of(Episode)
    held = select(user.c.id, user.c.sign_in_name, episode.c.id).join(
        episode, (episode.c.clinic_id == user.c.clinic_id) & (episode.c.clinician_id == user.c.id)
    )
    with clinic.store.read() as connection:
        chosen = connection.execute(
            select(user.c.id).where(user.c.role == Role.CLINICIAN.value).order_by(user.c.sign_in_name).limit(wanted)
        ).scalars()
        rows = connection.execute(held.where(user.c.id.in_(chosen.all()), episode.c.closed_on.is_(None))).all()
    found = {}
    for number, name, episode_id in rows:
        found.setdefault((shown(number), name), []).append(shown(episode_id))
    return [(number, name, tuple(episodes)) for (number, name), episodes in found.items()]


def _forms(clinic, clinic_id, people, wanted):
    """One form an episode, of one person after the other."""
    given = []
    for place in range(wanted):
        number, name, episodes = people[place % len(people)]
        actor = Actor(user_id=number, clinic_id=clinic_id, role=Role.CLINICIAN, name=name)
        asked = Asked(episode_id=episodes[place // len(people)], scale_ids=("ors",))
        given.append(clinician.invite(clinic, actor, [asked], way=Way.CODE).token)
    return tuple(given)


def _agreed_to_recordings(clinic, clinic_id, person):
    number, name, episodes = person
    actor = Actor(user_id=number, clinic_id=clinic_id, role=Role.CLINICIAN, name=name)
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(clinic, actor, episodes[0], kind=kind, given_on=clinic.today())
    session = columns_of(Session)
    of_episode = (session.c.clinic_id == read_id(clinic_id), session.c.episode_id == read_id(episodes[0]))
    with clinic.store.read() as connection:
        last = connection.execute(select(func.max(session.c.id)).where(*of_episode)).scalar_one()
    return episodes[0], shown(last)


def _last_month(clinic):
    cell = columns_of(AllianceCell)
    with clinic.store.read() as connection:
        week = connection.execute(select(func.max(cell.c.week))).scalar_one()
    return f"{week.replace(day=1) - timedelta(days=1):%Y-%m}"


def ratings_named(folder, beginning):
    """How many ratings there are that a tablet of this name sent."""
    clinic = open_clinic(Settings(folder=folder))
    rating = columns_of(Rating)
    with clinic.store.read() as connection:
        count = connection.execute(
            select(func.count()).where(rating.c.idempotency_key.like(f"{beginning}%"))
        ).scalar_one()
    clinic.close()
    return count
