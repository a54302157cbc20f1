"""Finds the markers: every <id>.toml in this folder is one, and every <id>.py with a function of that name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files

from fit.dialogue.markers._marker import Marker
from fit.dialogue.markers._phrases import load_marker
from fit.errors import DefinitionError

__all__ = ["markers"]


@cache
def markers() -> tuple[Marker, ...]:
    """All markers, in alphabetical order of their ids.

    Raises
    ------
    DefinitionError
        when a file holds no marker of its own name, or a broken one.
    """
    found = [path for path in files(__package__).iterdir() if not path.name.startswith("_")]
    heard = [load_marker(path) for path in found if path.name.endswith(".toml")]
    seen = [_marker_of(path.name.removesuffix(".py")) for path in found if path.name.endswith(".py")]
    return tuple(sorted((*heard, *seen), key=lambda one: one.id))


def _marker_of(name: str) -> Marker:
    found = getattr(import_module(f"{__package__}.{name}"), name, None)
    if not isinstance(found, Marker) or not (found.title and found.definition):
        raise DefinitionError(f"fit/dialogue/markers/{name}.py: no @marker function {name} with a docstring. Add it.")
    return found
