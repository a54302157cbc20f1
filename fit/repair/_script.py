"""The guided script: what could really be said at each step, fitted to rupture, dimension, listener and setting."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import TYPE_CHECKING

from fit.dialogue import RuptureKind
from fit.errors import DefinitionError, UnknownNameError, in_file
from fit.repair._places import (
    ALSO,
    BY_DIMENSION,
    SAY,
    SCRIPT_KEYS,
    Path,
    Table,
    leaves,
    refuse_missing,
    refuse_unknown,
    whole_sentences,
)
from fit.repair._translation import adapted, translated
from fit.repair._words import SPOKEN_LANGUAGES, Dimension, Listener, Setting
from fit.wording import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path as Folder

Place = tuple[Step, str, Listener, str]
"""Step; dimension or setting; listener; language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to leave unsaid or for later, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedStep:
    """What a step is for, in one line, and what to avoid in it."""

    purpose: str
    avoid: tuple[Advice, ...]


# Compared by identity: a script is read once.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Script:
    """The script for one kind of rupture. The order of the steps is a habit, not a rule: free jumps are fine."""

    kind: RuptureKind
    title: str
    opening: str
    source: str
    not_now: tuple[Advice, ...]
    steps: Mapping[Step, ScriptedStep]
    sentences: Mapping[Place, tuple[str, ...]]

    def say(
        self, step: Step, dimension: Dimension, listener: Listener, setting: Setting, *, language: str = "en"
    ) -> tuple[str, ...]:
        """Sentences one could really say; empty where the script does not speak the language."""
        fitted = self.sentences.get((step, dimension, listener, language), ())
        return (*fitted, *self.sentences.get((step, setting, listener, language), ()))


@cache
def script(kind: RuptureKind) -> Script:
    """Return the script that comes with Mendline for a kind of rupture."""
    return _script(_shipped(kind), f"{kind}.toml")


def load_script(path: Traversable) -> Script:
    """Read a clinic's own script; `based_on = "withdrawal"` takes over what the file does not say.

    With `language = "de"` beside it the file holds sentences in that language alone.

    Raises
    ------
    DefinitionError
        when the file is no script; names file and key.
    """
    return _script(_on_base(_read(path, path.name), path.name, _shipped), path.name)


def scripts(own: Folder | None = None) -> Mapping[RuptureKind, Script]:
    """Return the script of each kind, a clinic's `own` files laid over it in the order of their names.

    Raises
    ------
    DefinitionError
        when there is no such folder, or a file in it is no script; names file and key.
    """
    found = {kind: script(kind) for kind in RuptureKind}
    if own is None:
        return found
    if not own.is_dir():
        raise DefinitionError(f"MENDLINE_REPAIR_SCRIPTS: {own} is no folder. Make it, or leave the setting out.")
    tables: dict[str, Table] = {kind.value: _shipped(kind) for kind in RuptureKind}
    for path in sorted(own.glob("*.toml")):
        table = _on_base(_read(path, path.name), path.name, tables.__getitem__)
        made = _script(table, path.name)
        tables[made.kind.value], found[made.kind] = table, made
    return found


def _read(path: Traversable, file_name: str) -> Table:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DefinitionError(f"{file_name}: cannot be read as a script ({wrong}).") from None


def _known(kind: str) -> str:
    if kind not in set(RuptureKind):
        raise UnknownNameError(f"There is no script {kind!r}. Known: {', '.join(RuptureKind)}.")
    return kind


def _shipped(kind: str) -> Table:
    folder = files("fit.repair") / "script"
    english = _read(folder / f"{kind}.toml", f"{kind}.toml")
    others = [language for language in SPOKEN_LANGUAGES if (folder / language / f"{kind}.toml").is_file()]
    return reduce(_merged, [_translated(folder, language, kind, english) for language in others], english)


def _translated(folder: Traversable, language: str, kind: str, english: Table) -> Table:
    file_name = f"{language}/{kind}.toml"
    table = _read(folder / language / f"{kind}.toml", file_name)
    with in_file(file_name):
        return translated(table, language=language, kind=kind, english=english)


def _on_base(table: Table, file_name: str, base_of: Callable[[str], Table]) -> Table:
    with in_file(file_name):
        own = adapted(table) if "language" in table else table
        return _merged(base_of(_known(own["based_on"])), own) if "based_on" in own else own


def _merged(base: Table, over: Table) -> Table:
    both = {
        key: _merged(base[key], value) if isinstance(value, dict) and key in base else value
        for key, value in over.items()
    }
    return {**base, **both}


def _script(table: Table, file_name: str) -> Script:
    with in_file(file_name):
        return _build(table)


def _build(table: Table) -> Script:
    refuse_unknown((path for path, _ in leaves(table)), SCRIPT_KEYS)
    return Script(
        kind=RuptureKind(table["kind"]),
        title=table["title"],
        opening=table["opening"],
        source=table["source"],
        not_now=tuple(Advice(what=one["what"], why=one["why"]) for one in table["not_now"]),
        steps={step: _step(table[step]) for step in Step},
        sentences=_sentences(table),
    )


def _step(table: Table) -> ScriptedStep:
    avoid = tuple(Advice(what=one["words"], why=one["why"]) for one in table["avoid"])
    return ScriptedStep(purpose=table["purpose"], avoid=avoid)


def _sentences(table: Table) -> dict[Place, tuple[str, ...]]:
    """Sentences by place and language: a clinic's additions after what stands there."""
    told = {path: whole_sentences(path, said) for path, said in leaves(table) if {*path[-2:-1]} & {SAY, ALSO}}
    for language in sorted({path[-1] for path in told} | {"en"}):
        refuse_missing((path[:-2] for path in told if path[-1] == language), BY_DIMENSION, language)
    places = dict.fromkeys((path[:-2], path[-1]) for path in told)
    return {
        _place(path, language): (*told.get((*path, SAY, language), ()), *told.get((*path, ALSO, language), ()))
        for path, language in places
    }


def _place(path: Path, language: str) -> Place:
    step, *_, about, listener = path
    return Step(step), about, Listener(listener), language
