"""What the ratings of a session say of the strain: which lines of the session rating fell, and which most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.alliance import fallen_lines
from fit.casework._rows import rating_row
from fit.casework.views import RatingStatus
from fit.excerpts import FallenItem
from fit.scales import Informant, ScaleKind
from fit.store.queries import client as queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.alliance import FallenLine
    from fit.casework._deed import Deed
    from fit.casework.views import RatingRow
    from fit.store.types import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Strained:
    """The ratings of a session that count, the lines that fell, and the line that the strain may be about."""

    ratings: tuple[RatingRow, ...]
    fallen: tuple[FallenLine, ...]
    about: FallenItem | None


def strained_by(deed: Deed, session: Record) -> Strained:
    """Compare the client's session rating with the one before, line by line."""
    connection, clinic_id, episode_id = deed.connection, deed.clinic_id, deed.episode.id
    meetings = {row.id: row.meeting for row in queries.sessions(connection, clinic_id, episode_id)}
    counting = [row for row in queries.ratings(connection, clinic_id, episode_id) if row.status == RatingStatus.ACTIVE]
    by_meeting = sorted(counting, key=lambda row: meetings[row.session_id])
    until = [rating_row(row) for row in by_meeting if meetings[row.session_id] < session.meeting]
    here = tuple(rating_row(row) for row in by_meeting if row.session_id == session.id)
    now = next((one for one in here if _is_own_alliance(one)), None)
    if now is None:
        return Strained(ratings=here, fallen=(), about=None)
    before = next((one for one in reversed(until) if _is_own_alliance(one) and one.scale_id == now.scale_id), None)
    fallen = () if before is None else fallen_lines(before.answers, now.answers)
    return Strained(ratings=here, fallen=fallen, about=_most_fallen(fallen) if before else _lowest(now))


def _is_own_alliance(rating: RatingRow) -> bool:
    return rating.kind is ScaleKind.ALLIANCE and rating.informant is Informant.CLIENT


def _most_fallen(fallen: Sequence[FallenLine]) -> FallenItem | None:
    """The line that fell further than every other; None where several fell alike."""
    furthest = [line.item for line in fallen if line.fall == fallen[0].fall]
    return _item(furthest[0]) if len(furthest) == 1 else None


def _lowest(rating: RatingRow) -> FallenItem | None:
    """At a first rating: the one line that lies below all others."""
    given = {item: mark for item, mark in rating.answers.items() if mark is not None}
    lowest = [item for item, mark in given.items() if mark == min(given.values())]
    return _item(lowest[0]) if len(lowest) == 1 < len(given) else None


def _item(item: str) -> FallenItem | None:
    return FallenItem(item) if item in set(FallenItem) else None
