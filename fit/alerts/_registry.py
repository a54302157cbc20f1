"""Finds the rules: every <id>.py in this folder holds one function of that name, marked @rule."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from fit.assessment import Axis, Columns, Found, Rule
from fit.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Callable

Find = "Callable[[Columns], Found]"


def rule(
    *,
    axis: Axis,
    formula: str,
    source: str,
    next_step: str,
    version: str = "1",
    kind: str = "",
    lasting: bool = False,
    bound: str = "",
) -> Callable[[Callable[[Columns], Found]], Rule]:
    """Make a rule of a function; its name is the rule's id, its docstring the title on screen.

    `lasting` rules state something that can go on: only its beginning is news. `bound` says the line of a rule that
    has no line of the policy: {names in braces} are its evidence, or counts of the policy.
    """

    def make(find: Callable[[Columns], Found]) -> Rule:
        return Rule(
            id=find.__name__,
            version=version,
            kind=kind or axis.value,
            axis=axis,
            title=(find.__doc__ or "").strip().rstrip("."),
            formula=formula,
            source=source,
            next_step=next_step,
            lasting=lasting,
            bound=bound,
            find=find,
        )

    return make


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in alphabetical order of their ids.

    Raises
    ------
    DefinitionError
        when a file holds no rule of its own name.
    """
    package = import_module(__package__)
    names = sorted(module.name for module in iter_modules(package.__path__) if not module.name.startswith("_"))
    return tuple(_rule_of(name) for name in names)


def _rule_of(name: str) -> Rule:
    found = getattr(import_module(f"{__package__}.{name}"), name, None)
    if not isinstance(found, Rule) or not found.title:
        raise DefinitionError(f"fit/alerts/{name}.py: no @rule function {name} with a docstring. Add it.")
    return found
