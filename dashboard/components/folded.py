"""Parts of a page that are drawn when somebody opens them: what nobody opens is neither made nor sent."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["folded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """How a part was when it was last drawn."""

    label: str
    expanded: bool
    """Whether it began open."""
    is_open: bool
    was_opened: bool


@contextmanager
def folded(
    label: str, key: str, *, at_once: bool = False, size: Literal["default", "compact"] = "default"
) -> Iterator[bool]:
    """Yield whether to draw what is within; once opened it stays drawn, closed or not: words may stand in it.

    `key` names the part and whose it is, for it is closed again on another client's page. `at_once` is for what is to
    be there also when nobody opens it, as on paper.
    """
    place = f"seen-{key}"
    seen: _Seen | None = st.session_state.get(place)
    expanded = _begins_open(seen, label)
    part = st.expander(label, expanded=expanded, key=f"folded-{key}", type=size, on_change="rerun")
    was_opened = bool(part.open) or (seen is not None and seen.was_opened)
    st.session_state[place] = _Seen(label=label, expanded=expanded, is_open=bool(part.open), was_opened=was_opened)
    with part:
        yield at_once or was_opened


def _begins_open(seen: _Seen | None, label: str) -> bool:
    """To Streamlit a part with another label is another part: it goes on as the one before was left."""
    if seen is None:
        return False
    return seen.expanded if seen.label == label else seen.is_open
