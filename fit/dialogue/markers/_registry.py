"""Finds the markers: every <id>.py in this folder holds one function of that name, marked @marker(...)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from fit.dialogue.markers._marker import Marker
from fit.errors import DefinitionError

__all__ = ["markers"]


@cache
def markers() -> tuple[Marker, ...]:
    """All markers, in alphabetical order of their ids.

    Raises
    ------
    DefinitionError
        when a file holds no marker of its own name.
    """
    package = import_module(__package__)
    names = sorted(module.name for module in iter_modules(package.__path__) if not module.name.startswith("_"))
    return tuple(_marker_of(name) for name in names)


def _marker_of(name: str) -> Marker:
    found = getattr(import_module(f"{__package__}.{name}"), name, None)
    if not isinstance(found, Marker) or not (found.title and found.definition):
        raise DefinitionError(f"fit/dialogue/markers/{name}.py: no @marker function {name} with a docstring. Add it.")
    return found
