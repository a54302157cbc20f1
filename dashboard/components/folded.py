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
class _Opened:
    """How a part that was opened once was when it was last drawn."""

    label: str
    expanded: bool
    """Whether it began open."""
    is_open: bool


@contextmanager
def folded(
    label: str, key: str, *, at_once: bool = False, size: Literal["default", "compact"] = "default"
) -> Iterator[bool]:
    """Yield whether to draw what is within; once opened it stays drawn, closed or not: words may stand in it.

    `key` names the part and whose it is, for it is closed again on another client's page. `at_once` is for what is to
    be there also when nobody opens it, as on paper.
    """
    place = f"opened-{key}"
    opened: _Opened | None = st.session_state.get(place)
    expanded = _begins_open(opened, label)
    part = st.expander(label, expanded=expanded, key=f"folded-{key}", type=size, on_change="rerun")
    if part.open or opened is not None:  # of what nobody opened nothing is kept
        st.session_state[place] = _Opened(label=label, expanded=expanded, is_open=bool(part.open))
    with part:
        yield at_once or place in st.session_state


def _begins_open(opened: _Opened | None, label: str) -> bool:
    """To Streamlit a part with another label is another part: it goes on as the one before was left."""
    if opened is None:
        return False
    return opened.expanded if opened.label == label else opened.is_open
