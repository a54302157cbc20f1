"""Finds the rehearsals: every <id>.toml in `fit/repair/rehearsal/` is one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fit.dialogue import RuptureKind
from fit.errors import DefinitionError, UnknownNameError, in_file
from fit.repair._scene import ClientLine, OfferedAnswer, Openness, Rehearsal, RehearsalLength, Sound
from fit.repair._words import Dimension, Listener, Setting
from fit.wording import Step

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Table = dict[str, Any]
SUFFIX = ".toml"
CLIENT = "The client"


@cache
def rehearsals() -> tuple[Rehearsal, ...]:
    """All scenes to practise with, in alphabetical order of their ids."""
    found = (path for path in (files("fit.repair") / "rehearsal").iterdir() if path.name.endswith(SUFFIX))
    return tuple(load_rehearsal(path) for path in sorted(found, key=lambda path: path.name))


def rehearsal_named(rehearsal_id: str) -> Rehearsal:
    """Return the scene of that id.

    Raises
    ------
    UnknownNameError
        when there is none.
    """
    for one in rehearsals():
        if one.id == rehearsal_id:
            return one
    raise UnknownNameError(
        f"There is no rehearsal {rehearsal_id!r}. Known: {', '.join(one.id for one in rehearsals())}."
    )


def closest_rehearsals(
    *, kind: RuptureKind | None = None, dimension: Dimension | None = None, listener: Listener | None = None
) -> tuple[Rehearsal, ...]:
    """All scenes, those first that fit what is being prepared: kind of rupture before dimension before listener."""

    def unlike(one: Rehearsal) -> tuple[bool, bool, bool]:
        asked = ((kind, one.kind), (dimension, one.dimension), (listener, one.listener))
        by_kind, by_dimension, by_listener = (wanted is not None and wanted is not has for wanted, has in asked)
        return by_kind, by_dimension, by_listener

    return tuple(sorted(rehearsals(), key=unlike))


def load_rehearsal(path: Traversable) -> Rehearsal:
    """Read one scene; its id is the file's name.

    Raises
    ------
    DefinitionError
        when the file is no rehearsal that can be played to its end; names file and key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DefinitionError(f"{path.name}: cannot be read as a rehearsal ({wrong}).") from None
    with in_file(path.name):
        return _rehearsal(path.name.removesuffix(SUFFIX), table)


def _rehearsal(rehearsal_id: str, table: Table) -> Rehearsal:
    speaker = table.get("speaker", CLIENT)
    return Rehearsal(
        id=rehearsal_id,
        title=table["title"],
        before=table["before"],
        kind=RuptureKind(table["kind"]),
        dimension=Dimension(table["dimension"]),
        listener=Listener(table["listener"]),
        setting=Setting(table["setting"]),
        length=RehearsalLength(table["length"]),
        next_time=table["next_time"],
        source=table["source"],
        start=table["start"],
        lines={name: _line(name, one, speaker) for name, one in table["line"].items()},
    )


def _line(name: str, table: Table, speaker: str) -> ClientLine:
    with in_file(f"line.{name}"):
        is_end = "to" not in table
        return ClientLine(
            id=name,
            speaker=table.get("speaker", speaker),
            seen=table["seen"],
            said=table["said"],
            openness=_openness(table["openness"]),
            step=None if is_end else Step(table["step"]),
            leads_to={} if is_end else {sound: table["to"][sound.value] for sound in Sound},
            offers={} if is_end else {sound: _offer(table[sound.value]) for sound in Sound},
        )


def _offer(table: Table) -> OfferedAnswer:
    return OfferedAnswer(kind=table["kind"], say=table["say"])


def _openness(word: str) -> Openness:
    named = {one.name.lower(): one for one in Openness}
    if word not in named:
        raise DefinitionError(f"openness is {word!r}. Write one of {', '.join(named)}.")
    return named[word]
