"""The demo clinic: made-up people, brought in through the same doors as a clinic's own."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from fit.casework import administrator, clinician, open_clinic
from fit.casework._demo_cast import CLINICIANS, cast
from fit.casework._demo_lives import FIRST_CLINICIAN, bring_to_life
from fit.casework._demo_notes import bring_in_notes
from fit.casework._demo_record import bring_in, recorded
from fit.casework._demo_repairs import bring_in_repairs, may_have_a_plan
from fit.casework._demo_sound import spoken_demo_talk
from fit.casework._demo_together import bring_together
from fit.casework._demo_weeks import StoryClock, look_at_alerts, weeks_of
from fit.casework._progress import nobody_asks
from fit.casework._recording_files import in_the_way
from fit.casework.actor import Actor, Role
from fit.casework.machine import acting_administrator
from fit.casework.views import ConsentKind
from fit.errors import ConfigurationError
from fit.scales import AgeBand, Score, scale
from fit.speech.spoken import speaking_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode
    from fit.casework._demo_record import Recorded
    from fit.casework._demo_weeks import Week
    from fit.casework._progress import Progress
    from fit.casework.settings import Settings

__all__ = ["CLINIC_NAME", "DemoSignIn", "demo_sign_ins", "load_demo", "put_spoken_talk"]

CLINIC_NAME = "Demo clinic (simulated)"
FILE_NAME = "demo clinic (simulated).csv"
PASSPHRASE = "simulated people only"  # noqa: S105  public on purpose: it opens nothing but made-up people
PIN = "2468"
SUPERVISED = 3
PROGRAMMES = OUTPATIENT, YOUNG, COUPLES = "Adult outpatient", "Young people", "Couples"
COUPLES_EVERY = 3
"""Of the adults, about each third is seen with a partner."""
DAY_FILE = "demo_day.txt"
LINES = 30
"""Of the spoken talk: some three minutes of sound."""
IMPORTED = 0.75
"""Share of the work that is the import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignIn:
    """How to sit at one of the desks of the demo clinic."""

    role: Role
    sign_in_name: str
    display_name: str
    team: str
    passphrase: str = PASSPHRASE
    pin: str = PIN


def demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """Everybody who works in the demo clinic; the first can show the whole road."""
    trees = ("Aspen", "Birch", "Cedar", "Fern", "Larch", "Maple")
    clinicians = [
        DemoSignIn(
            role=Role.CLINICIAN,
            sign_in_name=f"clinician{number}",
            display_name=f"Clinician {tree}",
            team="Team North" if number <= SUPERVISED else "Team South",
        )
        for number, tree in enumerate(trees, start=1)
    ]
    others = ((Role.SUPERVISOR, "Teal"), (Role.DIRECTOR, "Ochre"), (Role.ADMINISTRATOR, "Slate"))
    return (
        *clinicians,
        *(
            DemoSignIn(role=role, sign_in_name=role.value, display_name=f"{role.value.capitalize()} {colour}", team="")
            for role, colour in others
        ),
    )


def load_demo(
    settings: Settings, *, clock: Callable[[], datetime] | None = None, progress: Progress = nobody_asks
) -> date:
    """Bring the demo clinic into the database, or complete it; returns the day that its story leads up to.

    Everything goes through the use cases of an administrator. Loading it again changes nothing: the day is kept.

    Raises
    ------
    ConfigurationError
        when the settings are not those of a demo, or the folder holds another clinic.
    """
    _check_is_demo(settings)
    story = StoryClock(clock or partial(datetime.now, UTC))
    clinic = open_clinic(settings, clock=story)
    try:
        is_new = not (settings.folder / DAY_FILE).is_file()
        today = _day_of_the_story(clinic)
        episodes = cast(today)
        weeks = tuple(weeks_of(episodes, today))
        story.back = weeks[0].back if is_new else timedelta()
        actor = _people(clinic)
        _import(clinic, actor, weeks, story if is_new else None, progress)
        _load(clinic, actor, episodes, progress)
    finally:
        clinic.close()
    return today


def _check_is_demo(settings: Settings) -> None:
    if not settings.demo:
        raise ConfigurationError("These are the settings of a clinic of its own. The demo needs MENDLINE_DEMO=1.")
    if settings.database_url:
        raise ConfigurationError("The demo keeps to a file of its own. Unset MENDLINE_DATABASE_URL for it.")
    if settings.database_file.exists() and not (settings.folder / DAY_FILE).exists():
        raise ConfigurationError(f"{settings.folder} holds another clinic. Choose an empty folder for the demo.")


def _day_of_the_story(clinic: Clinic) -> date:
    """The day on which the demo was first loaded: it is written down, so that a second time adds nothing."""
    kept = clinic.settings.folder / DAY_FILE
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(clinic.today().isoformat(), "utf-8")
    return date.fromisoformat(kept.read_text("utf-8").strip())


def _import(clinic: Clinic, actor: Actor, weeks: Sequence[Week], story: StoryClock | None, progress: Progress) -> None:
    """Bring the ratings in week by week; without a story, which was told before, all of them now."""
    clinicians = [_clinician(clinic, actor, number) for number in range(CLINICIANS)]
    number = count()
    for place, week in enumerate(weeks):
        if story:
            story.back = week.back
        administrator.import_ratings(clinic, actor, FILE_NAME, _as_file(week.episodes))
        progress(IMPORTED * (place + 1) / len(weeks), "bringing in the ratings week by week")
        if story and week.is_told:
            look_at_alerts(clinic, clinicians, story, number)


def _load(clinic: Clinic, actor: Actor, episodes: Sequence[DemoEpisode], progress: Progress) -> None:
    talks = {one.episode.label: one for one in recorded(episodes)}
    ids: dict[str, str] = {}
    for place, episode in enumerate(episodes):
        found = ids[episode.label] = administrator.find_episode(clinic, actor, episode.label)
        _agree(clinic, actor, episode, found)
        if episode.label in talks:
            _bring_in(clinic, actor, talks[episode.label], found)
        _end(clinic, actor, episode, found)
        progress(IMPORTED + (1 - IMPORTED) * (place + 1) / len(episodes), "noting consents, sessions and endings")
    _put_into_programmes(clinic, actor, episodes, ids)
    first = _clinician(clinic, actor, FIRST_CLINICIAN)
    bring_to_life(clinic, first, episodes, ids)
    unspoken = [ids[one.label] for one in episodes if one.label not in talks and may_have_a_plan(one)]
    supervisor = _clinician(clinic, actor, CLINICIANS)
    bring_in_repairs(clinic, first, supervisor, unspoken)
    bring_in_notes(clinic, first, supervisor, unspoken)
    own = [one for one in episodes if one.clinician == FIRST_CLINICIAN and one.closed_on is None]
    bring_together(clinic, first, [one for one in own if not one.ratings_withdrawn], ids)


def _put_into_programmes(clinic: Clinic, actor: Actor, episodes: Sequence[DemoEpisode], ids: Mapping[str, str]) -> None:
    """Make the programmes and say who is in which, once: what was changed since stays."""
    if administrator.list_programmes(clinic, actor):
        return
    made = {name: administrator.add_programme(clinic, actor, name).programme_id for name in PROGRAMMES}
    for place, episode in enumerate(episodes):
        is_couple = place % COUPLES_EVERY == 0
        name = YOUNG if episode.age_band is not AgeBand.ADULT else COUPLES if is_couple else OUTPATIENT
        administrator.set_programme(clinic, actor, ids[episode.label], made[name])


def _bring_in(clinic: Clinic, administrator_: Actor, one: Recorded, episode_id: str) -> None:
    """Take a transcript in as the clinician who held the session."""
    actor = _clinician(clinic, administrator_, one.episode.clinician)
    bring_in(clinic, actor, episode_id, one, actor.name)


def _clinician(clinic: Clinic, administrator_: Actor, number: int) -> Actor:
    """One of the clinicians as they act themselves, counted from 0; after the last of them comes the supervisor."""
    name = demo_sign_ins()[number].sign_in_name
    user = next(row for row in administrator.list_users(clinic, administrator_) if row.sign_in_name == name)
    return Actor(user_id=user.user_id, clinic_id=administrator_.clinic_id, role=user.role, name=user.display_name)


def put_spoken_talk(clinic: Clinic) -> None:
    """Send the beginning of a talk of the first clinician as a recording, so that the whole road can be walked.

    It is spoken here, which takes a while: the server does it beside its work. Where no program speaks, no recogniser
    is installed, or the session has a recording or was taken over from one, nothing happens.
    """
    if speaking_program() is None or in_the_way(clinic.settings):
        return
    boss = acting_administrator(clinic)
    still_open = [each for each in recorded(cast(_day_of_the_story(clinic))) if each.episode.closed_on is None]
    one = min(still_open, key=lambda each: each.episode.clinician)
    actor = _clinician(clinic, boss, one.episode.clinician)
    episode_id = administrator.find_episode(clinic, boss, one.episode.label)
    sessions = clinician.open_record(clinic, actor, episode_id).sessions
    session = next(each for each in sessions if each.meeting == one.session)
    there = clinician.open_recordings(clinic, actor, episode_id).recordings
    done = there or any(each.made_by for each in session.transcripts)
    spoken = None if done else spoken_demo_talk(one.talk.name, most_lines=LINES)
    if spoken is not None:
        clinician.put_recording(clinic, actor, episode_id, session.session_id, io.BytesIO(spoken.wav))


def _people(clinic: Clinic) -> Actor:
    signs = demo_sign_ins()
    founder = signs[-1]
    actor = administrator.create_clinic(
        clinic,
        name=CLINIC_NAME,
        sign_in_name=founder.sign_in_name,
        display_name=founder.display_name,
        passphrase=founder.passphrase,
        pin=founder.pin,
    )
    users = {sign.sign_in_name: _person(clinic, actor, sign) for sign in signs[:-1]}
    for sign in signs[:SUPERVISED]:
        administrator.add_supervision(clinic, actor, users[Role.SUPERVISOR.value], users[sign.sign_in_name])
    return actor


def _person(clinic: Clinic, actor: Actor, sign: DemoSignIn) -> str:
    user = administrator.add_user(
        clinic,
        actor,
        sign_in_name=sign.sign_in_name,
        display_name=sign.display_name,
        role=sign.role,
        passphrase=sign.passphrase,
        team=sign.team,
        pin=sign.pin,
        keep_existing=True,
    )
    return user.user_id


def _agree(clinic: Clinic, actor: Actor, episode: DemoEpisode, found: str) -> None:
    """Note what the client agreed to, and took back; what was noted at an earlier loading stays as it is."""
    of_the_record = [ConsentKind.RECORDING, ConsentKind.TRANSCRIPT]
    stands = administrator.open_consents(clinic, actor, found)
    agreed = [ConsentKind.RATINGS, *(of_the_record if episode.recording_agreed else [])]
    for kind in (kind for kind in agreed if kind not in stands):
        administrator.record_consent(clinic, actor, found, kind=kind, given_on=episode.began_on)
    taken_back = [
        *(of_the_record if episode.recording_withdrawn else []),
        *([ConsentKind.RATINGS] if episode.ratings_withdrawn else []),
    ]
    for kind in (kind for kind in taken_back if stands.get(kind, True)):
        administrator.withdraw_consent(clinic, actor, found, kind=kind, withdrawn_on=episode.last_on)


def _end(clinic: Clinic, actor: Actor, episode: DemoEpisode, found: str) -> None:
    """Close an episode that has ended."""
    if episode.closed_on is not None and episode.ending is not None:
        administrator.close_episode(clinic, actor, found, closed_on=episode.closed_on, ending=episode.ending)


def _as_file(episodes: Iterable[DemoEpisode]) -> bytes:
    """The file of past ratings that the administrator of the demo clinic imports."""
    items = dict.fromkeys(
        item.id for episode in episodes for rating in episode.ratings for item in scale(rating.scale_id).items
    )
    columns = ["episode_id", "age_band", "session", "scale", "total", "date", "informant", "clinician", *items]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    signs = demo_sign_ins()[:CLINICIANS]
    for episode in episodes:
        writer.writerows(_rows(episode, signs[episode.clinician].sign_in_name))
    return text.getvalue().encode()


def _rows(episode: DemoEpisode, clinician: str) -> Iterable[dict[str, str]]:
    for rating in episode.ratings:
        items = zip(scale(rating.scale_id).items, rating.items, strict=False)
        yield {
            "episode_id": episode.label,
            "age_band": episode.age_band.value,
            "session": str(rating.session),
            "scale": rating.scale_id,
            "total": str(Score(rating.total)),
            "date": rating.day.isoformat(),
            "informant": rating.informant.value,
            "clinician": clinician,
            **{item.id: str(Score(tenths)) for item, tenths in items},
        }
