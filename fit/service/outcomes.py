"""Every figure of a service: for all, open, closed, planned and unplanned episodes, from one pass over columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.change import CHANGES, Change
from fit.ratings import Ending
from fit.scales import AgeBand, Informant
from fit.service.effect_sizes import (
    Reference,
    raw_effect_size,
    relative_effect_size,
    severity_adjusted_effect_size,
)
from fit.service.episodes import ENDINGS, UNKNOWN, Episodes, State
from fit.service.evidence import Counted, Evidence, Mean, Median, SessionShare, Share
from fit.trajectory import TRACKS, Track, least_tenths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from fit.service.figure import Answer

    Find = Callable[[Episodes], Evidence]

__all__ = [
    "Outcomes",
    "evidence_by_age_band",
    "evidence_by_informant",
    "evidence_of",
    "outcomes",
    "service_outcomes",
]

AGE_BANDS, INFORMANTS = tuple(AgeBand), tuple(Informant)
_UNPLANNED = ENDINGS.index(Ending.UNPLANNED)
_GREEN, _NO_TRACK = TRACKS.index(Track.GREEN), TRACKS.index(Track.NOT_ASSESSABLE)
_NO_CHANGE = CHANGES.index(Change.NOT_ASSESSABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """The figures of one selection, by id of their definition."""

    figures: Mapping[str, Answer]
    by_age_band: Mapping[AgeBand, Mapping[str, Answer]]
    informants: Mapping[Informant, Answer]


def service_outcomes(episodes: Episodes, reference: Reference) -> dict[State, Outcomes]:
    """Work out all figures for each state.

    Parameters
    ----------
    episodes : what a filter left over
    reference : of the whole clinic, so that a team is not compared with itself
    """
    return {state: outcomes(episodes.of_state(state), reference) for state in State}


def outcomes(episodes: Episodes, reference: Reference) -> Outcomes:
    """Work out all figures of one selection."""
    bands, informants = evidence_by_age_band(episodes), evidence_by_informant(episodes)
    return Outcomes(
        figures=_figures(evidence_of(episodes, reference)),
        by_age_band={band: _figures(found) for band, found in bands.items()},
        informants={who: found.figure("informants") for who, found in informants.items()},
    )


def _figures(found: Mapping[str, Evidence]) -> dict[str, Answer]:
    return {name: evidence.figure(name) for name, evidence in found.items()}


def evidence_of(episodes: Episodes, reference: Reference) -> dict[str, Evidence]:
    """Say what every figure of a selection rests on, by id of its definition."""
    found = {name: find(episodes) for name, find in _FIND.items()}
    found["severity_adjusted_effect_size"] = severity_adjusted_effect_size(episodes, reference)
    return found


def evidence_by_age_band(episodes: Episodes) -> dict[AgeBand, dict[str, Evidence]]:
    """Say what the figures that are told by age band rest on."""
    return {band: _of_band(episodes, code) for code, band in enumerate(AGE_BANDS)}


def _of_band(episodes: Episodes, code: int) -> dict[str, Evidence]:
    mine = episodes.age_band == code
    rated = mine & episodes.on_points & (episodes.ratings > 0)
    return {"clients": _different(episodes.client[mine]), "intake_mean": _mean(episodes.intake, rated, episodes)}


def _different(client: NDArray[np.int64]) -> Evidence:
    ordered = np.sort(client)
    return Counted(n=int(np.count_nonzero(np.diff(ordered))) + int(ordered.size > 0))


def evidence_by_informant(episodes: Episodes) -> dict[Informant, Evidence]:
    """Count the episodes in which each informant rated."""
    bits = ((who, np.uint8(1 << code)) for code, who in enumerate(INFORMANTS))
    return {who: _whose(episodes, (episodes.informants & bit) > 0) for who, bit in bits}


def _whose(episodes: Episodes, mine: NDArray[np.bool_]) -> Counted:
    """Count the episodes that are marked."""
    return Counted(n=int(np.count_nonzero(mine)), client=episodes.client[mine])


def _mean(values: NDArray[Any], mine: NDArray[np.bool_], episodes: Episodes, divisor: int = 10) -> Evidence:
    """Mean of a column [tenths unless said otherwise] over the episodes that are marked."""
    return Mean(values=values[mine] / divisor, client=episodes.client[mine])


def _share(hit: NDArray[np.bool_], mine: NDArray[np.bool_], episodes: Episodes) -> Evidence:
    return Share(hit=hit[mine], client=episodes.client[mine])


def _of_sessions(hits: str, trials: str) -> Find:
    def find(episodes: Episodes) -> Evidence:
        return SessionShare(hits=getattr(episodes, hits), trials=getattr(episodes, trials), client=episodes.client)

    return find


def _changed(change: Change) -> Find:
    def find(episodes: Episodes) -> Evidence:
        return _share(episodes.change == CHANGES.index(change), episodes.change != _NO_CHANGE, episodes)

    return find


def _better(episodes: Episodes) -> Evidence:
    gained = np.isin(episodes.change, (CHANGES.index(Change.RECOVERED), CHANGES.index(Change.IMPROVED)))
    return _share(gained, episodes.change != _NO_CHANGE, episodes)


def _worse(episodes: Episodes) -> Evidence:
    lost = np.isin(episodes.change, (CHANGES.index(Change.DETERIORATED), CHANGES.index(Change.HARMED)))
    return _share(lost, episodes.change != _NO_CHANGE, episodes)


def _on_the_path(episodes: Episodes) -> Evidence:
    with np.errstate(invalid="ignore"):
        there = episodes.latest >= least_tenths(episodes.expected)
    return _share(there, episodes.track != _NO_TRACK, episodes)


def _ended_alone(episodes: Episodes) -> Evidence:
    return _share(episodes.ending == _UNPLANNED, episodes.in_state(State.CLOSED), episodes)


def _ended_alone_and(*, green: bool) -> Find:
    def find(episodes: Episodes) -> Evidence:
        hit = (episodes.ending == _UNPLANNED) & ((episodes.track == _GREEN) == green)
        return _share(hit, episodes.in_state(State.CLOSED) & (episodes.track != _NO_TRACK), episodes)

    return find


def _falls(episodes: Episodes) -> Evidence:
    """Falls among the ratings that have one before them: all but the first of each episode."""
    comparable = np.maximum(episodes.alliance_ratings - 1, 0)
    return SessionShare(hits=episodes.drops, trials=comparable, client=episodes.client)


def _with_both(episodes: Episodes) -> Evidence:
    """An imported record may know of fewer sessions than were rated; then the rated ones count."""
    held = np.maximum(episodes.sessions, episodes.both)
    return SessionShare(hits=episodes.both, trials=held, client=episodes.client)


def _undecided(episodes: Episodes) -> Evidence:
    waiting = episodes.dips - episodes.followed
    return Counted(n=int(waiting.sum()), client=episodes.client[waiting > 0])


_FIND: dict[str, Find] = {
    "clients": lambda of: _different(of.client),
    "episodes": lambda of: Counted(n=of.count, client=of.client),
    "intake_mean": lambda of: _mean(of.intake, of.on_points & (of.ratings > 0), of),
    "latest_mean": lambda of: _mean(of.latest, of.again, of),
    "gain_mean": lambda of: _mean(of.gain, of.again, of),
    "alliance_first_mean": lambda of: _mean(of.alliance_first, of.alliance_ratings > 0, of),
    "alliance_last_mean": lambda of: _mean(of.alliance_last, of.alliance_ratings > 1, of),
    "sessions_mean": lambda of: _mean(of.sessions, of.sessions > 0, of, divisor=1),
    "sessions_median": lambda of: Median(values=of.sessions[of.sessions > 0]),
    "days_mean": lambda of: _mean(of.days, of.days != UNKNOWN, of, divisor=1),
    "days_median": lambda of: Median(values=of.days[of.days != UNKNOWN]),
    "raw_effect_size": raw_effect_size,
    "relative_effect_size": relative_effect_size,
    "reached_session_target": _on_the_path,
    "reached_target": lambda of: _share(of.target_reached == 1, of.target_reached != UNKNOWN, of),
    "reliably_better": _better,
    "reliably_worse": _worse,
    **{str(change): _changed(change) for change in CHANGES if change != Change.NOT_ASSESSABLE},
    "unplanned": _ended_alone,
    "unplanned_in_green": _ended_alone_and(green=True),
    "unplanned_out_of_green": _ended_alone_and(green=False),
    "sessions_with_both": _with_both,
    "alliance_below_line": _of_sessions("below_line", "alliance_ratings"),
    "alliance_drops": _falls,
    "repaired": _of_sessions("repaired", "followed"),
    "undecided_dips": _undecided,
}
