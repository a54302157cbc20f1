"""Wording packs: the licensed words of a scale in one language, kept by the clinic outside of Mendline.

A pack is one TOML file, `<scale>.<language>.toml`. A folder of them is read once; a file with any mistake is left out
as a whole, and each mistake is named with file, key and remedy.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from fit.errors import DefinitionError
from fit.scales._registry import scale, scales
from fit.scales._scale import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fit.scales._scale import Choice, Item, Scale

    Table = Mapping[str, Any]

LANGUAGES: Final = ("ar", "da", "de", "en", "es", "fr", "nl", "zh-Hans")
"""The languages that a client's form has: a pack in any other would stand between buttons nobody there can read."""
REQUIRED: Final = ("scale", "language", "copyright", "intro", "items")
OPTIONAL: Final = ("title", "choices")
LONGEST_TEXT: Final = 1_000
"""[characters] Longer than any instruction of a scale; what is longer is no wording."""
SUFFIX: Final = ".toml"


class WordingSource(StrEnum):
    """Whose words a form shows."""

    NEUTRAL = "neutral"
    """Neutral prompts of our own, in place of a licensed wording."""
    PACK = "pack"
    """The clinic's own wording pack."""
    FREE = "free"
    """The published wording of a scale that is free to use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A scale in the words of one language: `scale` carries title, intro, prompts, ends, choices and copyright line."""

    scale: Scale
    language: str
    source: WordingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """The packs of a folder, by scale and language, and what was wrong with the files that were left out."""

    packs: Mapping[tuple[str, str], Wording] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()

    def find(self, scale_id: str, language: str) -> Wording | None:
        """Return the pack in that language; for de-AT the one in de will do."""
        return next((self.packs[scale_id, name] for name in _wider(language) if (scale_id, name) in self.packs), None)

    def languages(self, scale_id: str) -> tuple[str, ...]:
        """Languages in which there is a pack of that scale."""
        return tuple(language for name, language in sorted(self.packs) if name == scale_id)


def worded(scale_id: str, language: str, packs: Packs, *, is_licensed: bool) -> Wording:
    """Give a scale in the words to be shown to somebody who reads `language`.

    A pack comes first, where the wording is free or `is_licensed`. Else a free scale is given in English as published,
    and a licensed one in neutral prompts in the language asked for: neutral words that the client reads are
    better than licensed ones that they do not.

    Raises
    ------
    UnknownNameError
        when there is no such scale.
    """
    one = scale(scale_id)
    is_free = one.wording == WordingSource.FREE
    pack = packs.find(scale_id, language) if is_free or is_licensed else None
    if pack is not None:
        return pack
    if is_free:
        return Wording(scale=one, language="en", source=WordingSource.FREE)
    return Wording(scale=one, language=language, source=WordingSource.NEUTRAL)


def load_packs(folder: Path) -> Packs:
    """Read every pack of a folder; files with mistakes are left out and named.

    Raises
    ------
    DefinitionError
        when there is no such folder.
    """
    if not folder.is_dir():
        raise DefinitionError(f"There is no folder {folder}. Name the one with the wording packs, or leave it out.")
    packs: dict[tuple[str, str], Wording] = {}
    problems: list[str] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            pack = load_pack(path)
        except DefinitionError as wrong:
            problems += str(wrong).splitlines()
        else:
            packs[pack.scale.id, pack.language] = pack
    return Packs(packs=MappingProxyType(packs), problems=tuple(problems))


def load_pack(path: Path) -> Wording:
    """Read one pack.

    Raises
    ------
    DefinitionError
        when it has a mistake; a line for each, with file, key and remedy.
    """
    table = _table(path)
    problems = [f"{path.name}: {problem}" for problem in _problems(path.name, table)]
    if problems:
        raise DefinitionError("\n".join(problems))
    return Wording(scale=_in_words(scale(table["scale"]), table), language=table["language"], source=WordingSource.PACK)


def _wider(language: str) -> Iterator[str]:
    parts = language.replace("_", "-").split("-")
    return ("-".join(parts[:length]) for length in range(len(parts), 0, -1))


def _table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DefinitionError(f"{path.name}: cannot be read ({wrong}). Save it as TOML in UTF-8.") from None


def _problems(name: str, table: Table) -> Iterator[str]:
    yield from (f"{key} is missing. Add it." for key in REQUIRED if key not in table)
    yield from _unknown_keys("", table, (*REQUIRED, *OPTIONAL))
    yield from (fault for key in ("copyright", "intro", "title") if key in table for fault in _no_text(key, table[key]))
    yield from _of_name(name, table)
    if _name(table, "scale") in scales():
        yield from _of_items(scale(_name(table, "scale")), table)


def _name(table: Table, key: str) -> str:
    """What stands there if it is a text; else nothing that is known."""
    return table[key] if isinstance(table.get(key), str) else ""


def _of_name(name: str, table: Table) -> Iterator[str]:
    if "scale" in table and _name(table, "scale") not in scales():
        yield f"scale = {table['scale']!r} is unknown. Use one of: {', '.join(scales())}."
    if "language" in table and table["language"] not in LANGUAGES:
        yield f"language = {table['language']!r} is unknown. Use one of: {', '.join(LANGUAGES)}."
    right = f"{table.get('scale')}.{table.get('language')}{SUFFIX}"
    if {"scale", "language"} <= table.keys() and name != right:
        yield f"scale and language say {right}. Rename the file, or correct them."


def _unknown_keys(where: str, table: Table, known: tuple[str, ...]) -> Iterator[str]:
    for key in table:
        if key not in known:
            yield f"{where}{key} is unknown. Remove it, or use one of: {', '.join(known)}."


def _no_text(key: str, text: object) -> Iterator[str]:
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT:
        yield f"{key} is no text of 1 to {LONGEST_TEXT} characters. Write the words between quotation marks."


def _of_items(one: Scale, table: Table) -> Iterator[str]:
    given = table.get("items", {})
    if not isinstance(given, dict):
        yield "items is no table. Write [items.<id>] for each item."
        return
    known = ", ".join(item.id for item in one.items)
    yield from (f"items.{key} is no item of {one.title}. It has: {known}." for key in given if not _has(one, key))
    for item in one.items:
        if isinstance(given.get(item.id), dict):
            yield from _of_item(one, item, given[item.id], table)
        else:
            yield f"items.{item.id} is missing. Write [items.{item.id}] with its words."


def _has(one: Scale, item_id: str) -> bool:
    return item_id in {item.id for item in one.items}


def _of_item(one: Scale, item: Item, words: Table, table: Table) -> Iterator[str]:
    where = f"items.{item.id}."
    needed = ("prompt", "low", "high") if one.layout is Layout.LINES else ("prompt",)
    yield from _unknown_keys(where, words, needed if one.layout is Layout.LINES else (*needed, "choices"))
    for key in needed:
        yield from _no_text(where + key, words[key]) if key in words else [f"{where}{key} is missing. Add it."]
    if one.layout is not Layout.LINES:
        own = "choices" in words
        yield from _of_choices(item, f"{where}choices" if own else "choices", (words if own else table).get("choices"))


def _of_choices(item: Item, key: str, texts: object) -> Iterator[str]:
    if not isinstance(texts, list):
        yield f"{key} is missing. Write a list of {len(item.choices)} texts."
    elif len(texts) != len(item.choices):
        yield f"{key} has {len(texts)} texts. {item.id} has {len(item.choices)} choices; write one text for each."
    else:
        yield from (fault for place, text in enumerate(texts, 1) for fault in _no_text(f"{key}, text {place},", text))


def _in_words(one: Scale, table: Table) -> Scale:
    return replace(
        one,
        title=table.get("title", one.title),
        intro=table["intro"],
        copyright=table["copyright"],
        wording=WordingSource.PACK.value,
        items=tuple(_item(item, table["items"][item.id], table) for item in one.items),
    )


def _item(item: Item, words: Table, table: Table) -> Item:
    return replace(
        item,
        prompt=words["prompt"],
        low=words.get("low", ""),
        high=words.get("high", ""),
        choices=_choices(item, words.get("choices", table.get("choices", ()))),
        asked_of=(),
    )


def _choices(item: Item, texts: list[str]) -> tuple[Choice, ...]:
    return tuple(replace(choice, text=text) for choice, text in zip(item.choices, texts, strict=False))
