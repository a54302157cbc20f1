"""Where a sentence stands in a script file, and what to say when a place is missing or unknown."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from fit.errors import DefinitionError
from fit.repair._words import SPOKEN_LANGUAGES, Dimension, Listener, Setting
from fit.wording import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Table = dict[str, Any]
Path = tuple[str, ...]
"""Keys from the top of a file down to one entry."""

BY_DIMENSION: Final[tuple[Path, ...]] = tuple((*about,) for about in product(Step, Dimension, Listener))
BY_SETTING: Final[tuple[Path, ...]] = tuple(
    (step, "setting", setting, listener) for step, setting, listener in product(Step, Setting, Listener)
)
PLACES: Final = (*BY_DIMENSION, *BY_SETTING)

SAY, ALSO = "say", "also"
"""`say` takes the place of what stood there, `also` comes after it."""

_HEAD: Final = ("kind", "title", "opening", "source", "reviewed_on", "not_now", "based_on")
_OF_A_STEP: Final = ("purpose", "avoid")
SCRIPT_KEYS: Final[frozenset[Path]] = frozenset(
    {
        *((key,) for key in _HEAD),
        *product(Step, _OF_A_STEP),
        *((*place, verb, language) for place, verb, language in product(PLACES, (SAY, ALSO), SPOKEN_LANGUAGES)),
    }
)


def leaves(table: Table, above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every entry that is no table, with the keys that lead to it."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*above, key))
        else:
            yield (*above, key), value


def refuse_unknown(found: Iterable[Path], known: Iterable[Path]) -> None:
    """Refuse a key that nobody would ever read.

    Raises
    ------
    DefinitionError
        names the key and the nearest one that is known.
    """
    names = {".".join(path) for path in known}
    for name in (".".join(path) for path in found):
        if name not in names:
            nearest = get_close_matches(name, names, n=1)
            remedy = f"Did you mean {nearest[0]!r}?" if nearest else "Leave it out."
            raise DefinitionError(f"the key {name!r} is not known. {remedy}")


def refuse_missing(found: Iterable[Path], needed: Iterable[Path], language: str) -> None:
    """Refuse a script that would leave the clinician without words.

    Raises
    ------
    DefinitionError
        names the first place that has no sentences.
    """
    there = set(found)
    for path in needed:
        if path not in there:
            raise DefinitionError(f"[{'.'.join(path)}] has no sentences in {language!r}. Add two or three.")


def whole_sentences(path: Path, said: Any) -> tuple[str, ...]:
    """Return the sentences of one place.

    Raises
    ------
    DefinitionError
        when they are no list of sentences, or one of them is empty.
    """
    if isinstance(said, list) and said and all(isinstance(one, str) and one.strip() for one in said):
        return tuple(said)
    raise DefinitionError(f"{'.'.join(path)} must be a list of sentences, none of them empty.")
