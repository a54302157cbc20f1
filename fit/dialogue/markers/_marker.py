"""A marker: a sign in a client's turn, with definition, examples and source; and what it is given to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.dialogue._rupture import RuptureKind
    from fit.dialogue._said import Said
    from fit.dialogue.own_usual import OwnUsual

__all__ = ["Hit", "Marker", "Scene", "marker"]

SOURCE = "Eubanks, Muran and Safran 2015, Rupture Resolution Rating System; wording our own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """That a marker was seen: how surely (0 to 1), and the words that it rests on."""

    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A client's turn with everything before it, and what is usual for this client."""

    said: Said
    turns: Sequence[Said]
    usual: OwnUsual

    @property
    def before(self) -> Said | None:
        """Last thing that somebody else said before it, back-channels apart."""
        found = (one for one in reversed(self.turns[: self.said.index]) if one.role is not Role.CLIENT)
        return next((one for one in found if not one.is_listening), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A sign of withdrawal or confrontation, and how it is seen."""

    id: str
    version: str
    kind: RuptureKind
    title: str
    definition: str
    examples: tuple[str, ...]
    fine_examples: tuple[str, ...]
    """Near misses: said in the same words, and no sign."""
    source: str
    not_assessable: str
    """Reason why text cannot show it; empty where it can."""
    tells_kind: bool
    """Whether it shows in which of the two ways the client moves; a weighting of words tells only that something is
    complained of."""
    unanswered: bool
    """Whether it looks at a clinician who speaks again without an answer, and not at what a client says."""
    find: Callable[[Scene], Hit | None]


def marker(  # noqa: PLR0913  all that a marker's file says of itself
    *,
    kind: RuptureKind,
    definition: str,
    examples: tuple[str, ...] = (),
    fine_examples: tuple[str, ...] = (),
    source: str = SOURCE,
    version: str = "1",
    not_assessable: str = "",
    tells_kind: bool = True,
    unanswered: bool = False,
) -> Callable[[Callable[[Scene], Hit | None]], Marker]:
    """Make a marker of a function; its name is the marker's id, its docstring the title on screen."""

    def make(find: Callable[[Scene], Hit | None]) -> Marker:
        return Marker(
            id=find.__name__,
            version=version,
            kind=kind,
            title=(find.__doc__ or "").strip().rstrip("."),
            definition=definition,
            examples=examples,
            fine_examples=fine_examples,
            source=source,
            not_assessable=not_assessable,
            tells_kind=tells_kind,
            unanswered=unanswered,
            find=find,
        )

    return make
