"""Which session of the demo clinic each talk belongs to, and bringing it in as its clinician would."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from fit.casework import clinician
from fit.casework._demo_files import FILES, recognised
from fit.casework._demo_sound import HEARD_SPEAKERS, SPOKEN_TALK, heard_demo_talk
from fit.casework._demo_talks import demo_talks
from fit.casework.views import ConsentKind
from fit.ratings import Ending
from fit.scales import Informant, ScaleKind, scale
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode, DemoRating
    from fit.casework._demo_talks import DemoTalk
    from fit.casework.actor import Actor

FALL, STEADY = 15, 5
"""[tenths] A session rating that falls so far is noticed; one that falls no further is nobody's concern."""
ROLES = {"T": Role.CLINICIAN, "C": Role.CLIENT, "O": Role.OTHER}
OTHER = "Somebody else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A talk and the session that it was."""

    talk: DemoTalk
    episode: DemoEpisode
    session: int
    place: int
    """Which of the talks: it decides as what kind of file it comes."""


def recorded(episodes: Sequence[DemoEpisode]) -> tuple[Recorded, ...]:
    """Give each talk a session whose ratings fit it, no client two; the newest sessions first, in turn by clinician."""
    free = sorted((one for one in episodes if _may_be_kept(one)), key=lambda one: one.last_on, reverse=True)
    held: dict[int, int] = {}
    found = []
    for place, talk in enumerate(demo_talks()):
        fitting = [(one, session) for one in free if (session := _session(talk, one)) is not None]
        if fitting:
            episode, session = min(fitting, key=lambda pair: held.get(pair[0].clinician, 0))
            held[episode.clinician] = held.get(episode.clinician, 0) + 1
            free.remove(episode)
            found.append(Recorded(talk=talk, episode=episode, session=session, place=place))
    return tuple(found)


def _may_be_kept(episode: DemoEpisode) -> bool:
    return episode.recording_agreed and not episode.recording_withdrawn


def _session(talk: DemoTalk, episode: DemoEpisode) -> int | None:
    """The last session of an episode that can have been this talk."""
    if episode.age_band is not talk.band:
        return None
    ended_as_planned = episode.ending is Ending.PLANNED
    return next((session for session in _sessions(talk, episode, ended_as_planned=ended_as_planned)), None)


def _sessions(talk: DemoTalk, episode: DemoEpisode, *, ended_as_planned: bool) -> Iterator[int]:
    given = _alliance(episode)
    last = max(given, default=0)
    if talk.place == "first":
        yield from (session for session in given if session == 1)
    elif talk.place == "last":
        yield from (session for session in given if session == last and ended_as_planned)
    else:
        middle = [(before, now) for before, now in pairwise(sorted(given)) if now != last or not ended_as_planned]
        yield from (now for before, now in reversed(middle) if _fits(talk, given[before], given[now]))


def _alliance(episode: DemoEpisode) -> Mapping[int, DemoRating]:
    """The client's own session ratings by session."""
    return {
        rating.session: rating
        for rating in episode.ratings
        if scale(rating.scale_id).kind is ScaleKind.ALLIANCE and rating.informant is Informant.CLIENT and rating.items
    }


def _fits(talk: DemoTalk, before: DemoRating, now: DemoRating) -> bool:
    """Whether the rating fell as the talk says, in its line more than in the others; or did not."""
    fall = before.total - now.total
    if talk.fell == "none":
        return fall <= STEADY
    falls = {
        item.id: was - now_is
        for item, was, now_is in zip(scale(now.scale_id).items, before.items, now.items, strict=False)
    }
    return fall >= FALL and falls[talk.fell] == max(falls.values())


def bring_in(clinic: Clinic, actor: Actor, episode_id: str, one: Recorded, name: str) -> None:
    """Import the talk into its session, unless something is there or the client does not agree any more."""
    page = clinician.open_record(clinic, actor, episode_id)
    session = next(each for each in page.sessions if each.meeting == one.session)
    if session.transcripts or not page.stands.get(ConsentKind.TRANSCRIPT):
        return
    content, labels = _file(one, {"T": name, "C": one.episode.label, "O": OTHER})
    speak = {turn.who for turn in one.talk.turns}
    roles = {labels[who]: role for who, role in ROLES.items() if who in speak}
    clinician.import_transcript(clinic, actor, episode_id, session_id=session.session_id, content=content, roles=roles)


def _file(one: Recorded, names: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    """The talk as the file of a program, and what it calls each speaker."""
    if one.talk.name == SPOKEN_TALK:
        return heard_demo_talk(), dict(zip(names, HEARD_SPEAKERS, strict=False))
    write = FILES[one.place % len(FILES)]
    labels = {who: f"SPEAKER_{place:02d}" for place, who in enumerate(names)} if write is recognised else names
    return write(one.talk.turns, names), labels
