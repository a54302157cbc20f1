"""The course of an episode as a repair looks at it: the leading strand, and the lines of every session rating."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.casework._recording import method_of
from fit.change import Change
from fit.repair import find_falls, follow_up, leading_falls
from fit.scales import Informant, Score, scale
from fit.store.ratings import counted
from fit.store.standing import strands_by_episode
from fit.store.tables import ITEM_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.repair import FollowUp, ItemFall
    from fit.store.types import Record

Marks = dict[str, Score | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairCourse:
    """What the ratings of an episode say; `one` is None while there are none."""

    one: EpisodeAssessment | None
    marks: Mapping[int, Marks]
    """Lines of the strand's session rating by session."""
    rated: Mapping[int, frozenset[tuple[str, Informant]]]
    """By session: scale and informant of every rating that counts."""

    @property
    def change(self) -> Change:
        """How life has gone since intake."""
        return Change.NOT_ASSESSABLE if self.one is None else self.one.change

    def rules_at(self, meeting: int) -> frozenset[str]:
        """Ids of the rules that speak at a session."""
        return frozenset() if self.one is None else frozenset(one.rule.id for one in self.one.signals_at(meeting))

    def falls_at(self, meeting: int) -> tuple[ItemFall, ...]:
        """The lines that fell at a session since the rating before it."""
        if self.one is None:
            return ()
        before = max((at for at in self.marks if at < meeting), default=None)
        was = {} if before is None else self.marks[before]
        return find_falls(was, self.marks.get(meeting, {}), self.one.policy.alliance_item)

    def follow_up(self, meeting: int) -> FollowUp | None:
        """What the ratings since a session answer."""
        if self.one is None:
            return None
        return follow_up(self.one, meeting, marks=self.marks, falls=leading_falls(self.falls_at(meeting)))


def courses_of(
    clinic: Clinic,
    deed: Deed,
    episode_ids: Sequence[int],
    *,
    known: Mapping[int, tuple[EpisodeAssessment, ...]] | None = None,
) -> dict[int, RepairCourse]:
    """The courses of these episodes, in two queries however many there are; `known` is what was assessed already."""
    ids = sorted(set(episode_ids))
    strands = known or strands_by_episode(deed.connection, deed.clinic_id, ids, method_of(clinic))
    rows: dict[int, list[Record]] = defaultdict(list)
    for row in counted(deed.connection, deed.clinic_id, ids):
        rows[row.episode_id].append(row)
    return {one: _course(next(iter(strands.get(one, ())), None), rows[one]) for one in ids}


def _course(one: EpisodeAssessment | None, rows: Sequence[Record]) -> RepairCourse:
    scale_id = None if one is None or one.alliance_scale is None else one.alliance_scale.id
    informant = None if one is None else one.informant.value
    rated: dict[int, set[tuple[str, Informant]]] = defaultdict(set)
    for row in rows:
        rated[row.meeting].add((row.scale, Informant(row.informant)))
    return RepairCourse(
        one=one,
        marks={row.meeting: _marks(row) for row in rows if (row.scale, row.informant) == (scale_id, informant)},
        rated={meeting: frozenset(found) for meeting, found in rated.items()},
    )


def _marks(row: Record) -> Marks:
    """The lines by id; empty where only a total is known."""
    tenths = [getattr(row, name) for name in ITEM_COLUMNS]
    given = zip(scale(row.scale).items, tenths, strict=False)
    return {item.id: Score(value) for item, value in given if value is not None}
