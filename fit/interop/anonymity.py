"""Nobody stands alone in an extract: what is rare is told less exactly, or left out, until each has company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

__all__ = ["CLOSED", "LEAST", "OPEN", "Anonymity", "Known", "checked", "made_rare_less_exact", "smallest_group"]

Combination = tuple[str, str, str, str, str, str]
LEAST: Final = 5
"""[clients] that share every combination; as few as the pages show figures of."""
OPEN, CLOSED, ANY = "open", "closed", ""
"""An ending that is not told, and a programme, team or year that is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What somebody who knows a client might know of an episode, and so find it by."""

    client: Hashable
    age_band: str
    informants: str
    """Who rated, in order of the alphabet, joined by +."""
    team: str
    programme: str
    ending: str
    year: str

    @property
    def combination(self) -> Combination:
        """All of it but whose it is."""
        return (self.age_band, self.informants, self.team, self.programme, self.ending, self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymity:
    """Episodes as they may be told, by their key, and what it took.

    `alone` are episodes that stand under a client's number of their own, because the client's episodes together are
    rare.
    """

    told: Mapping[Hashable, Known]
    alone: frozenset[Hashable]
    left_out: int
    less_exact: int
    smallest: int
    """[clients] the smallest group that shares a combination."""


def made_rare_less_exact(episodes: Mapping[Hashable, Known]) -> Anonymity:
    """Tell rare episodes less exactly, step by step, and leave out what is rare even so.

    The programme goes first, then the team, then the year, then the kind of ending. Age band and informants are never
    hidden: the scales in the ratings would tell them.

    Raises
    ------
    InputError
        when nothing is left.
    """
    told = dict(episodes)
    for step in STEPS:
        _take(step, told)
    rare = _rare(told)
    while rare:
        told = {key: one for key, one in told.items() if key not in rare}
        rare = _rare(told)
    if not told:
        raise InputError(
            f"Nothing can be told: no combination of age band, informants and open or closed is shared by {LEAST} "
            "clients. Wait until the clinic has more episodes."
        )
    return Anonymity(
        told=told,
        alone=_alone(told),
        left_out=len(episodes) - len(told),
        less_exact=sum(one != episodes[key] for key, one in told.items()),
        smallest=smallest_group(told.values()),
    )


def _take(step: Step, told: dict[Hashable, Known]) -> None:
    """Tell rare episodes less exactly, and where they are too few even so, the smallest group that joins them then."""
    for key in _rare(told):
        told[key] = step(told[key])
    for lonely in {told[key].combination for key in _rare(told)}:
        for key in _company(step, told, lonely):
            told[key] = step(told[key])


def _company(step: Step, told: Mapping[Hashable, Known], lonely: Combination) -> Sequence[Hashable]:
    groups: dict[Combination, list[Hashable]] = defaultdict(list)
    for key, one in told.items():
        if one.combination != lonely and step(one).combination == lonely:
            groups[one.combination].append(key)
    return min(groups.values(), key=len, default=[])


def _without_programme(one: Known) -> Known:
    return replace(one, programme=ANY)


def _without_team(one: Known) -> Known:
    return replace(one, programme=ANY, team=ANY)


def _without_year(one: Known) -> Known:
    return replace(one, programme=ANY, team=ANY, year=ANY)


def _without_kind_of_ending(one: Known) -> Known:
    return replace(one, programme=ANY, team=ANY, year=ANY, ending=OPEN if one.ending == OPEN else CLOSED)


Step = Callable[[Known], Known]
STEPS: Final[Sequence[Step]] = (_without_programme, _without_team, _without_year, _without_kind_of_ending)


def smallest_group(episodes: Iterable[Known]) -> int:
    """How many different clients share the rarest combination; 0 where there is no episode."""
    return min((len(clients) for clients in _clients(episodes).values()), default=0)


def checked(episodes: Iterable[Known], least: int = LEAST) -> int:
    """Refuse episodes of which a combination is shared by too few; returns the smallest group.

    Raises
    ------
    InputError
        when a combination is shared by fewer clients.
    """
    smallest = smallest_group(episodes)
    if smallest < least:
        raise InputError(f"A combination is shared by {smallest} of at least {least} clients. Nothing was written.")
    return smallest


def _clients(episodes: Iterable[Known]) -> dict[Combination, set[Hashable]]:
    found: dict[Combination, set[Hashable]] = defaultdict(set)
    for one in episodes:
        found[one.combination].add(one.client)
    return found


def _rare(told: Mapping[Hashable, Known]) -> frozenset[Hashable]:
    clients = _clients(told.values())
    return frozenset(key for key, one in told.items() if len(clients[one.combination]) < LEAST)


def _alone(told: Mapping[Hashable, Known]) -> frozenset[Hashable]:
    """Episodes of clients whose episodes together are shared by too few: several episodes are a combination too."""
    together: dict[Hashable, list[Combination]] = defaultdict(list)
    for one in told.values():
        together[one.client].append(one.combination)
    shapes = {client: tuple(sorted(all_of_them)) for client, all_of_them in together.items()}
    clients: dict[tuple[Combination, ...], int] = defaultdict(int)
    for shape in shapes.values():
        clients[shape] += 1
    return frozenset(key for key, one in told.items() if clients[shapes[one.client]] < LEAST)
