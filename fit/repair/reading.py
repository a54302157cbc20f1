"""Reading a strain: which kind it may be and what it may be about, each with its evidence. The clinician decides.

"Not sure" is a good answer, and the usual one: docs/decisions/0014-reading-and-closing-a-repair.md says how often.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.change import Change
from fit.dialogue import RuptureKind, markers
from fit.excerpts import ABOUT, FallenItem
from fit.repair._words import Dimension, KindSeen
from fit.repair.falls import leading_falls

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from fit.dialogue import Moment, Sign
    from fit.repair.falls import ItemFall

__all__ = [
    "DimensionReading",
    "Evidence",
    "KindReading",
    "Source",
    "suggest_dimension",
    "suggest_kind",
]

CLEAR = 0.7
# [confidence] From which a sign counts: fainter ones stand in ordinary sessions as often as in strained ones.

SHARE = 0.75
# Of the weight of all clear signs that one kind must have to stand alone: three to one. Less is both.

UNSAID = frozenset({"alliance_missing", "flat_40"})
"""Rules whose fact may be a way of moving away: the session was not rated, or rated full every time."""

MOVEMENT = frozenset({Change.IMPROVED, Change.RECOVERED})
"""Reliable gain: movement has begun."""

DIMENSION_OF = {
    FallenItem.RELATIONSHIP: Dimension.RELATIONAL_BREACH,
    FallenItem.GOALS: Dimension.GOALS_OR_METHOD,
    FallenItem.APPROACH: Dimension.GOALS_OR_METHOD,
    FallenItem.OVERALL: Dimension.NOT_SURE,
}
"""What each line of the session rating points to (rupture_and_repair.md section 3); all in all: ask."""


class Source(StrEnum):
    """Where a piece of evidence comes from."""

    SIGN = "sign"
    """What was said in the session."""
    ITEM = "item"
    """A line of the session rating."""
    RULE = "rule"
    """A fact found in the ratings."""
    CHANGE = "change"
    """How life has gone since intake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact that points somewhere: `of` is the id of marker, item, rule or change."""

    source: Source
    of: str
    sign: Sign | None = None
    fall: ItemFall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindReading:
    """The kind that is likely, and what speaks for each."""

    likely: KindSeen
    evidence: Mapping[RuptureKind, tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionReading:
    """What the strain is likely about, what else is possible, and what speaks for each.

    Fear of change is never likely, only possible, and never to be interpreted on the spot.
    """

    likely: Dimension
    possible: tuple[Dimension, ...]
    evidence: Mapping[Dimension, tuple[Evidence, ...]]


def suggest_kind(moments: Sequence[Moment] = (), rules: Collection[str] = ()) -> KindReading:
    """Suggest withdrawal, confrontation or both, from the possible moments of a session and the rules that spoke at it.

    One kind is likely when it has three quarters of the weight of the clear signs; both, when neither has. Without a
    clear sign it is not sure: ratings alone tell that something fell, not how it showed.
    """
    telling = {one.id for one in markers() if one.tells_kind}
    signs = [sign for sign in _clear(moments) if sign.marker in telling]
    weights = {kind: sum(sign.confidence for sign in signs if sign.kind is kind) for kind in RuptureKind}
    said = {kind: _of_signs(sign for sign in signs if sign.kind is kind) for kind in RuptureKind}
    unsaid = tuple(Evidence(source=Source.RULE, of=rule) for rule in sorted(UNSAID & set(rules)))
    evidence = {**said, RuptureKind.WITHDRAWAL: (*said[RuptureKind.WITHDRAWAL], *unsaid)}
    return KindReading(likely=_kind(weights), evidence=evidence)


def _clear(moments: Sequence[Moment]) -> tuple[Sign, ...]:
    """The clear signs of all moments, each once, the surest first."""
    found = dict.fromkeys(sign for moment in moments for sign in moment.signs if sign.confidence >= CLEAR)
    return tuple(sorted(found, key=lambda sign: (-sign.confidence, sign.turn)))


def _kind(weights: Mapping[RuptureKind, float]) -> KindSeen:
    total = sum(weights.values())
    if not total:
        return KindSeen.NOT_SURE
    alone = [kind for kind, weight in weights.items() if weight >= SHARE * total]
    return KindSeen(alone[0].value) if alone else KindSeen.BOTH


def suggest_dimension(
    falls: Sequence[ItemFall] = (), moments: Sequence[Moment] = (), change: Change = Change.NOT_ASSESSABLE
) -> DimensionReading:
    """Suggest what the strain is about: first by the lines of the rating that fell most, else by what was said.

    Fear of change is offered as possible only once movement has begun.
    """
    items = tuple(Evidence(source=Source.ITEM, of=fall.item.value, fall=fall) for fall in leading_falls(falls))
    signs = _of_signs(_clear(moments))
    by_item = {one: DIMENSION_OF[FallenItem(one.of)] for one in items}
    by_sign = {one: about for one in signs if (about := _about(one.of)) is not None}
    moved = (Evidence(source=Source.CHANGE, of=change.value),) if change in MOVEMENT else ()
    found = _grouped([*by_item.items(), *by_sign.items(), *((one, Dimension.FEAR_OF_CHANGE) for one in moved)])
    likely = _one(by_item.values()) or (_one(by_sign.values()) if _points_nowhere(by_item.values()) else None)
    return DimensionReading(
        likely=likely or Dimension.NOT_SURE,
        possible=tuple(about for about in Dimension if about in found and about not in {likely, Dimension.NOT_SURE}),
        evidence=found,
    )


def _about(marker: str) -> Dimension | None:
    """What a marker points to; None when it points to both or to neither."""
    return _one(DIMENSION_OF[item] for item, markers in ABOUT.items() if marker in markers)


def _one(pointed: Iterable[Dimension]) -> Dimension | None:
    """The only dimension among these, beside "all in all"; None when there is none or more than one."""
    named = set(pointed) - {Dimension.NOT_SURE}
    return named.pop() if len(named) == 1 else None


def _points_nowhere(pointed: Iterable[Dimension]) -> bool:
    return set(pointed) <= {Dimension.NOT_SURE}


def _of_signs(signs: Iterable[Sign]) -> tuple[Evidence, ...]:
    return tuple(Evidence(source=Source.SIGN, of=sign.marker, sign=sign) for sign in signs)


def _grouped(found: Iterable[tuple[Evidence, Dimension]]) -> dict[Dimension, tuple[Evidence, ...]]:
    pairs = list(found)
    return {about: got for about in Dimension if (got := tuple(one for one, where in pairs if where is about))}
