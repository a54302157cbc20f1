"""A small clinic to test with: its people, a clock that stands still, and short ways to do things."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from fit.casework import Actor, Role, Settings, access, administrator, client, clinician, open_clinic
from fit.casework.views import Asked, Way
from fit.ratings import Mode
from fit.scales import AgeBand, Score, scale

PASSPHRASE = "four words make one"
PIN = "2468"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""A Monday."""


@dataclass
class Clock:
    """Stands still until somebody moves it."""

    moment: datetime = START

    def __call__(self):
        return self.moment

    def forward(self, **by):
        self.moment += timedelta(**by)


@dataclass
class World:
    """An opened clinic with two clinicians, their supervisor, a director, an administrator; and a second clinic."""

    clinic: object
    clock: Clock
    people: dict[str, Actor]
    episodes: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def begin(self, code, who=None, band=AgeBand.ADULT, **known):
        """Begin an episode of this clinician and remember it by the client's code."""
        actor = who or self.ann
        self.episodes[code] = administrator.add_client(self.clinic, actor, code=code, age_band=band, **known)
        return self.episodes[code]

    def rate(self, episode_id, scale_id, total, *, who=None, key=None):
        """Give a rating in the room; the total is spread over the items."""
        return clinician.record_in_room(
            self.clinic,
            who or self.ann,
            episode_id,
            scale_id=scale_id,
            answers=spread(scale_id, total),
            mode=Mode.TABLET,
            line_length_px=378.0,
            calibrated=False,
            idempotency_key=key or f"{episode_id}-{scale_id}-{self.clock.moment.isoformat()}",
        )

    def session(self, episode_id, ors=None, srs=None, *, who=None):
        """Hold a session with these ratings, then let a week pass."""
        clinician.start_session(self.clinic, who or self.ann, episode_id)
        for scale_id, total in (("ors", ors), ("srs", srs)):
            if total is not None:
                self.rate(episode_id, scale_id, total, who=who)
        self.clock.forward(weeks=1)

    def page(self, episode_id, who=None):
        return clinician.open_client(self.clinic, who or self.ann, episode_id)

    def caseload(self, who=None):
        return clinician.open_caseload(self.clinic, who or self.ann)

    def sign_in(self, name="ann", passphrase=PASSPHRASE, source="127.0.0.1"):
        return access.sign_in(self.clinic, name, passphrase, source=source)

    def hand_over(self, episode_id, scale_id="ors", who="ann"):
        signed_in = self.sign_in(who)
        asked = [Asked(episode_id=episode_id, scale_ids=(scale_id,))]
        handed = clinician.hand_over(self.clinic, signed_in.actor, asked, web_session_token=signed_in.token)
        return handed, signed_in

    def invite(self, episode_id, *scale_ids, way=Way.CODE, word="", who=None):
        asked = [Asked(episode_id=episode_id, scale_ids=scale_ids or ("ors",))]
        return clinician.invite(self.clinic, who or self.ann, asked, way=way, word=word)

    def send(self, token, total=20.0, *, key="key-1", place=0, device=""):
        parts = client.open_form(self.clinic, token, device=device).parts
        return client.record_rating(
            self.clinic,
            token,
            spread(parts[place].scale.id if parts else "ors", total),
            idempotency_key=key,
            line_length_px=378.0,
            calibrated=False,
            place=place,
            device=device,
        )

    def actions(self):
        """What the audit says, oldest first."""
        return [row.action for row in administrator.open_audit(self.clinic, self.admin)][::-1]


def spread(scale_id, total):
    """Answers that add up to a total, in unequal parts; whole points where answers are chosen."""
    items = scale(scale_id).items
    step = 10 if items[0].choices else 1
    left = round(total * 10)
    answers = {}
    for place, item in enumerate(items):
        after = sum(one.maximum.tenths for one in items[place + 1 :])
        part = min(item.maximum.tenths, max(left - after, left // (len(items) - place) // step * step))
        answers[item.id] = Score(part)
        left -= part
    return answers


def found(clinic):
    """Found two clinics with their people; returns everybody by sign-in name."""
    people = {}
    for name, prefix in (("North", ""), ("South", "other_")):
        admin = administrator.create_clinic(
            clinic, name=name, sign_in_name=f"{prefix}admin", display_name=f"{name} admin", passphrase=PASSPHRASE
        )
        people[f"{prefix}admin"] = admin
        for sign_in_name, role in ROLES.items():
            row = administrator.add_user(
                clinic,
                admin,
                sign_in_name=f"{prefix}{sign_in_name}",
                display_name=f"{name} {sign_in_name}",
                role=role,
                passphrase=PASSPHRASE,
                pin=PIN,
                team="Team A",
            )
            people[f"{prefix}{sign_in_name}"] = Actor(
                user_id=row.user_id, clinic_id=admin.clinic_id, role=role, name=row.display_name
            )
        supervisor, ann = people[f"{prefix}sue"], people[f"{prefix}ann"]
        administrator.add_supervision(clinic, admin, supervisor.user_id, ann.user_id)
    return people


ROLES = {"ann": Role.CLINICIAN, "ben": Role.CLINICIAN, "sue": Role.SUPERVISOR, "dan": Role.DIRECTOR}


def csv(*rows, header="episode_id,age_band,session,scale,total,date"):
    """A file of ratings."""
    return "\n".join([header, *rows, ""]).encode()


def day(number):
    return date(2026, 1, 5) + timedelta(weeks=number - 1)


@contextmanager
def in_a_copy(founded, folder):
    """A world in a copy of the founded clinic, on SQLite."""
    made, people = founded
    shutil.copytree(made, folder)
    clock = Clock()
    clinic = open_clinic(Settings(folder=folder), clock=clock)
    try:
        yield World(clinic, clock, people)
    finally:
        clinic.close()


def keep(world, kept):
    """Copy the clinic as it is now, and close it. It is copied before: closing works out statistics for the planner."""
    world.clinic.store.wipe()
    shutil.copytree(world.clinic.settings.folder, kept)
    world.clinic.close()


@contextmanager
def as_it_was(world, kept):
    """The same world, its closed clinic opened again on a copy of what was kept, and then closed."""
    folder, moment = world.clinic.settings.folder, world.clock.moment
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    fresh = open_clinic(world.clinic.settings, clock=world.clock)
    for name in ("store", "viewed", "assessed", "outcomes", "read", "under_way"):
        object.__setattr__(world.clinic, name, getattr(fresh, name))
    try:
        yield world
    finally:
        fresh.close()
        world.clock.moment = moment
