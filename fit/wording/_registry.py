"""Finds the kinds: every <kind>.toml in this folder is one, with its phrases, reasons and examples."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fit.errors import in_file
from fit.wording._any_of import any_of
from fit.wording._phrase import listed
from fit.wording._rule import Kind, Rule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from fit.wording._any_of import AnyOf

Table = dict[str, Any]


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds of findings and good moves, in alphabetical order of their ids."""
    found = (path for path in files(__package__).iterdir() if path.name.endswith(".toml"))
    return tuple(load_kind(path) for path in sorted(found, key=lambda path: path.name) if path.name[0] != "_")


def load_kind(path: Traversable) -> Kind:
    """Read one kind of finding or good move; its id is the file's name.

    Raises
    ------
    DefinitionError
        when a key is missing or a phrase cannot be read; names the file.
    """
    with in_file(path.name):
        return _kind(path.name.removesuffix(".toml"), tomllib.loads(path.read_text("utf-8")))


def _kind(kind_id: str, table: Table) -> Kind:
    good = bool(table["good"])
    return Kind(
        id=kind_id,
        good=good,
        gives_way_to=frozenset(table.get("gives_way_to", ())),
        title=table["title"],
        source=table["source"],
        examples=tuple(table["examples"]),
        fine_examples=tuple(table.get("fine_examples", ())),
        rules=tuple(_rule(one, table) for one in table["rule"]),
        shield=_expression(("" if good else _shields()["every"]) + _shields().get(kind_id, "")),
    )


def _rule(table: Table, kind: Table) -> Rule:
    return Rule(
        name=table["name"],
        why=table.get("why") or kind["why"],
        instead=table.get("instead") or kind["instead"],
        phrases=any_of(listed(table["phrases"])),
        unless=_expression(table.get("unless")),
        then=_expression(table.get("then")),
        then_unless=_expression(table.get("then_unless")),
        question=table.get("question"),
        fine_in=frozenset(table.get("fine_in", ())),
        only_in=frozenset(table.get("only_in", ())),
        shielded=table.get("shielded", True),
        weak=table.get("weak", False),
    )


def _expression(phrases: str | None) -> AnyOf | None:
    return any_of(listed(phrases)) if phrases else None


@cache
def _shields() -> dict[str, str]:
    table = tomllib.loads((files(__package__) / "_shields.toml").read_text("utf-8"))
    return {name: str(phrases) for name, phrases in table.items()}
