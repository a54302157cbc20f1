"""A client's own line, to be looked at with the clinician: only what the client may see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fit.casework._deed import looking
from fit.casework._recording import method_of
from fit.casework.views import Move, OwnLine, Together
from fit.scales import AgeBand, Better, Informant
from fit.store.queries import client as queries
from fit.store.standing import strands_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.scales import Scale, Score
    from fit.store.types import Record

OWN_VOICES = frozenset({Informant.CLIENT, Informant.GROUP})
SAME_WITHIN = 40
"""Marks nearer than one part in so many of the line are about the same: less than one point of forty."""


def open_together(clinic: Clinic, actor: Actor, episode_id: str) -> Together:
    """A client's own marks over time, as a client may see them.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """
    with looking(clinic, actor, "open_together", episode_id=episode_id) as deed:
        strands = strands_of(deed.connection, deed.clinic_id, deed.episode.id, method_of(clinic))
        sessions = queries.sessions(deed.connection, deed.clinic_id, deed.episode.id)
    return together_of(clinic, deed, own_strand(strands), sessions)


def together_of(clinic: Clinic, deed: Deed, one: EpisodeAssessment | None, sessions: Sequence[Record]) -> Together:
    """What a client may see of the strand in their own voice."""
    today = {row.meeting for row in sessions if row.occurred_on == clinic.today()}
    with_cutoff = clinic.settings.look_together_cutoff
    return Together(
        language=deed.episode.language,
        age_band=AgeBand(deed.episode.age_band),
        outcome=_outcome(one, today, with_cutoff=with_cutoff) if one else None,
        alliance=_line(one, one.alliance, one.alliance_scale, today) if one else None,
    )


def own_strand(strands: Sequence[EpisodeAssessment]) -> EpisodeAssessment | None:
    """The first strand in the client's (or the group's) own voice."""
    return next((one for one in strands if one.informant in OWN_VOICES), None)


def _outcome(one: EpisodeAssessment, today: set[int], *, with_cutoff: bool) -> OwnLine | None:
    line, scale = _line(one, one.outcome, one.outcome_scale, today), one.outcome_scale
    if line is None or scale is None or one.clinical_cutoff is None or not with_cutoff:
        return line
    return replace(line, cutoff=_share(one.clinical_cutoff, scale))


def _line(
    one: EpisodeAssessment, scores: Sequence[Score | None], scale: Scale | None, today: set[int]
) -> OwnLine | None:
    given = [(meeting, score) for meeting, score in zip(one.meetings, scores, strict=True) if score is not None]
    if scale is None or not given:
        return None
    return OwnLine(
        shares=tuple(None if score is None else _share(score, scale) for score in scores),
        move=_move([score for _, score in given], scale),
        is_todays=given[-1][0] in today,
        cutoff=None,
    )


def _share(score: Score, scale: Scale) -> float:
    share = score.tenths / scale.maximum.tenths
    return share if scale.better is Better.HIGHER else 1 - share


def _move(given: Sequence[Score], scale: Scale) -> Move:
    if len(given) == 1:
        return Move.FIRST
    step = given[-1].tenths - given[-2].tenths
    gain = step if scale.better is Better.HIGHER else -step
    if abs(gain) * SAME_WITHIN < scale.maximum.tenths:
        return Move.SAME
    return Move.UP if gain > 0 else Move.DOWN
