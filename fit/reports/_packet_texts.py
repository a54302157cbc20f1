"""Walks through every text of a packet: whatever field is added later is walked through too."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PUBLISHED", "PacketText", "rebuilt", "texts_in"]

PUBLISHED: Final = MappingProxyType({"published": True})
"""Marks a field that holds the product's own text and is passed over."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketText:
    """A text and where it stands, in words: "Excerpt 2, turn 5"."""

    where: str
    text: str


def texts_in(value: Any, path: tuple[str, ...] = ()) -> Iterator[PacketText]:
    """Give every text inside of a value, in order."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield PacketText(where=", ".join(path).capitalize(), text=value)
    elif isinstance(value, tuple):
        for number, one in enumerate(value, 1):
            yield from texts_in(one, (*path[:-1], f"{path[-1].removesuffix('s')} {number}"))
    elif is_dataclass(value):
        for name in _walked(value):
            yield from texts_in(getattr(value, name), _further(path, name))


def rebuilt(value: _Value, texts: Iterator[str]) -> _Value:
    """Give the same value with other texts, taken in the order of `texts_in`."""
    changed: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        changed = next(texts)
    elif isinstance(value, tuple):
        changed = tuple(rebuilt(one, texts) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(value, **{name: rebuilt(getattr(value, name), texts) for name in _walked(value)})
    return changed  # type: ignore[no-any-return]


def _walked(value: Any) -> list[str]:
    return [one.name for one in fields(value) if "published" not in one.metadata]


def _further(path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Say where: the word "text" says nothing new."""
    return path if name == "text" else (*path, name.replace("_", " "))
