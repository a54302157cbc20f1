"""Reads the file of one situation, and says file, key and remedy where it has a mistake in it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from fit.conversation._situation import Listener, Situation
from fit.conversation._when import When
from fit.errors import DefinitionError
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

Table = dict[str, Any]

SUFFIX = ".toml"
TEXTS = ("title", "purpose", "avoid", "source")
KEYS = frozenset({*TEXTS, "order", "when", "say"})
FEWEST_SENTENCES, MOST_SENTENCES = 2, 4
LISTENERS = tuple(listener.value for listener in Listener)


class Kind(NamedTuple):
    """What may stand behind a condition, and how that is asked for."""

    asked: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_word, value))


def _is_evidence(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_is_word, value.values()))


WORD = Kind("a word in quotes", _is_word)
WORDS = Kind('a list of words, such as ["drop"]', _are_words, tuple)
YES_NO = Kind("true or false", lambda value: isinstance(value, bool))
EVIDENCE = Kind('names with words, such as { stage = "consult" }', _is_evidence)
KIND = Kind('"outcome" or "alliance"', lambda value: value in set(ScaleKind))
COUNT = Kind("a whole number from 1", lambda value: type(value) is int and value > 0)

CONDITIONS: Mapping[str, Kind] = {
    "known": WORD,
    "rules": WORDS,
    "onset": YES_NO,
    "evidence": EVIDENCE,
    "on_any_scale": YES_NO,
    "none_of": WORDS,
    "item": WORD,
    "change": WORDS,
    "track": WORDS,
    "in_clinical_range": YES_NO,
    "first_session": YES_NO,
    "sessions_up_to": COUNT,
    "repaired": YES_NO,
    "informants_differ": YES_NO,
    "tag": WORD,
    "skipped": KIND,
}
OF_A_RULE = ("onset", "evidence", "on_any_scale")
"""These say more of the rules named, and mean nothing without."""


def load_situation(file: str, text: str) -> Situation:
    """Read one situation from the text of its file.

    Raises
    ------
    DefinitionError
        when it has a mistake in it; names file, key and remedy.
    """
    try:
        return _situation(file.removesuffix(SUFFIX), tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise DefinitionError(f"{file}: this is no TOML ({wrong}). Mend the line named.") from None
    except DefinitionError as wrong:
        raise DefinitionError(f"{file}: {wrong}") from None


def _situation(situation_id: str, table: Table) -> Situation:
    _refuse_unknown(table, KEYS, "")
    texts = {key: _text(table, key) for key in TEXTS}
    return Situation(
        id=situation_id, **texts, order=_order(table), when=tuple(_ways(table)), say=_say(table.get("say"))
    )


def _refuse_unknown(table: Table, known: Collection[str], within: str) -> None:
    for key in table:
        if key not in known:
            raise DefinitionError(f"the key {within}{key} is unknown. Use one of: {', '.join(sorted(known))}.")


def _text(table: Table, key: str) -> str:
    text = table.get(key)
    if not isinstance(text, str) or not text.strip():
        raise DefinitionError(f"the key {key} is missing or empty. Write it in one line.")
    return text


def _order(table: Table) -> int:
    order = table.get("order")
    if type(order) is not int:
        raise DefinitionError("the key order is missing or no whole number. Give a number; the lowest is shown first.")
    return order


def _ways(table: Table) -> Iterator[When]:
    ways = table.get("when")
    if not isinstance(ways, list) or not ways or not all(isinstance(way, dict) for way in ways):
        raise DefinitionError("the key when is missing. Add a table [[when]] with what must hold.")
    for way in ways:
        yield _way(way)


def _way(way: Table) -> When:
    _refuse_unknown(way, CONDITIONS, "when.")
    if not way.keys() - {"known", *OF_A_RULE}:
        raise DefinitionError("the key when asks for nothing. Name a condition, such as rules or first_session.")
    lonely = [key for key in OF_A_RULE if key in way and "rules" not in way]
    if lonely:
        raise DefinitionError(f"the key when.{lonely[0]} is about rules, and none is named. Add when.rules.")
    return When(**{key: _condition(key, value) for key, value in way.items()})


def _condition(key: str, value: object) -> Any:
    kind = CONDITIONS[key]
    if not kind.fits(value):
        raise DefinitionError(f"the key when.{key} cannot be {value!r}. Give {kind.asked}.")
    return kind.read(value)


def _say(table: object) -> dict[Listener, tuple[str, ...]]:
    if not isinstance(table, dict) or Listener.ADULT.value not in table:
        raise DefinitionError("the key say.adult is missing. Add a table [say] with at least adult = [two sentences].")
    _refuse_unknown(table, LISTENERS, "say.")
    return {Listener(name): _sentences(name, given) for name, given in table.items()}


def _sentences(name: str, given: Any) -> tuple[str, ...]:
    if not _are_words(given) or not FEWEST_SENTENCES <= len(given) <= MOST_SENTENCES:
        raise DefinitionError(
            f"the key say.{name} is no list of {FEWEST_SENTENCES} to {MOST_SENTENCES} sentences. Add some or leave out."
        )
    return tuple(given)
