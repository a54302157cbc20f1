"""The guided script: what could really be said at each step, fitted to rupture, dimension, listener and setting."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fit.dialogue import RuptureKind
from fit.errors import DefinitionError, UnknownNameError, in_file
from fit.repair._words import Dimension, Listener, Setting
from fit.wording import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

Table = dict[str, Any]
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

    Raises
    ------
    DefinitionError
        when the file is no script; names file and key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DefinitionError(f"{path.name}: cannot be read as a script ({wrong}).") from None
    return _script(_on_base(table, path.name), path.name)


def _shipped(kind: str) -> Table:
    if kind not in set(RuptureKind):
        raise UnknownNameError(f"There is no script {kind!r}. Known: {', '.join(RuptureKind)}.")
    # by way of the parent: importing the folder would put it in the place of the function of that name
    return tomllib.loads((files("fit.repair") / "script" / f"{kind}.toml").read_text("utf-8"))


def _on_base(table: Table, file_name: str) -> Table:
    if "based_on" not in table:
        return table
    try:
        return _merged(_shipped(table["based_on"]), table)
    except UnknownNameError as unknown:
        raise DefinitionError(f"{file_name}: {unknown}") from None


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
    return Script(
        kind=RuptureKind(table["kind"]),
        title=table["title"],
        opening=table["opening"],
        source=table["source"],
        not_now=tuple(Advice(what=one["what"], why=one["why"]) for one in table["not_now"]),
        steps={step: _step(table[step]) for step in Step},
        sentences={place: said for step in Step for place, said in _sentences(step, table[step])},
    )


def _step(table: Table) -> ScriptedStep:
    avoid = tuple(Advice(what=one["words"], why=one["why"]) for one in table["avoid"])
    return ScriptedStep(purpose=table["purpose"], avoid=avoid)


def _sentences(step: Step, table: Table) -> list[tuple[Place, tuple[str, ...]]]:
    """Sentences by dimension, and after them those that a setting adds."""
    by_dimension = [(dimension.value, table[dimension]) for dimension in Dimension]
    by_setting = [(Setting(setting).value, added) for setting, added in table.get("setting", {}).items()]
    return [
        ((step, about, Listener(listener), language), tuple(said))
        for about, by_listener in (*by_dimension, *by_setting)
        for listener, entry in by_listener.items()
        for language, said in entry["say"].items()
    ]
