"""Silences, how long somebody took to answer, and where two spoke at once: only where the file knows ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.dialogue._said import Said

__all__ = ["Latency", "Overlap", "Silence", "latencies", "overlaps", "silences"]

SILENCE_MS = 1_500
# From here on a gap is a silence: the pause at which transcripts part the turns of one speaker (speech_and_text.md).

OVERLAP_MS = 300
# Shorter overlaps are how people take turns, and within what recognisers get wrong.

SECOND_MS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nobody speaks: from when [ms], how long [ms], between which turns."""

    start: int
    length: int
    before_turn: int
    after_turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Somebody begins while another speaks: in which turn, how long [ms], by whom, only listening or not."""

    turn: int
    length: int
    role: Role | None
    is_back_channel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How long one role took to answer the other [ms]; starts before the other ended are overlaps, not answers."""

    median: float
    p90: float
    n: int


def silences(turns: Sequence[Said]) -> tuple[Silence, ...]:
    """Find every silence between two turns, in the order of the session."""
    return tuple(
        Silence(start=end, length=gap, before_turn=one.before.index, after_turn=one.index)
        for one, end, gap in _gaps(turns)
        if gap >= SILENCE_MS and one.before
    )


def overlaps(turns: Sequence[Said]) -> tuple[Overlap, ...]:
    """Find every place where somebody begins before another has ended."""
    return tuple(
        Overlap(turn=one.index, length=-gap, role=one.role, is_back_channel=one.is_listening)
        for one, _, gap in _gaps(turns)
        if -gap >= OVERLAP_MS and one.before and one.before.turn.speaker != one.turn.speaker
    )


def latencies(turns: Sequence[Said]) -> dict[Role, Latency]:
    """How long clinician and client took to answer each other; a role without an answer is left out."""
    waits: dict[Role, list[int]] = {Role.CLINICIAN: [], Role.CLIENT: []}
    for one, _, gap in _gaps(turns):
        if gap >= 0 and one.role in waits and _answers(one):
            waits[one.role].append(gap)
    return {role: _latency(found) for role, found in waits.items() if found}


def _answers(one: Said) -> bool:
    """Whether a turn answers the other person, and not a mere sound of listening, nor is one itself."""
    before = one.before
    return (
        before is not None
        and before.role in (Role.CLINICIAN, Role.CLIENT)
        and before.role is not one.role
        and not one.is_back_channel
        and not before.is_back_channel
    )


def _latency(waits: list[int]) -> Latency:
    return Latency(median=float(np.median(waits)), p90=float(np.percentile(waits, 90)), n=len(waits))


def _gaps(turns: Sequence[Said]) -> Iterator[tuple[Said, int, int]]:
    """Every turn with known start, the end of all before it [ms] and the gap between [ms].

    A turn of unknown end hides the gap after it: then there is none to tell.
    """
    latest: int | None = None
    for one in turns:
        start, end = one.turn.start, one.turn.end
        if latest is not None and start is not None:
            yield one, latest, start - latest
        latest = None if end is None else max(end, latest or 0)
