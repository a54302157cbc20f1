"""What clinician and supervisor say to each other, about an alert or a plan: the thread, and a field to add to it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_writing import deed, draw_outcome, typed
from dashboard.dates import moment_said
from dashboard.plain_text import plain
from dashboard.sentences import counted
from fit.casework.clinician import take_back_comment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import CommentRow

__all__ = ["LONGEST", "comments_html", "comments_said", "draw_thread", "draw_writing"]

LONGEST = 4_000
"""[characters] As the use case takes it."""
NOTHING = '<p class="ml-quiet">Nothing is said yet.</p>'


def draw_thread(key: str, comments: Sequence[CommentRow], say: Callable[[str], object], *, label: str) -> None:
    """Draw what was said, the oldest first, each of one's own with the way to take it back, and a field to write in."""
    with st.container(key=f"thread-{key}", gap="small"):
        if not comments:
            st.html(NOTHING)
        for one in comments:
            st.html(_comment_html(one))
            if one.is_own and one.taken_back_at is None:
                st.button(
                    "Take back",
                    key=f"take-back-{one.comment_id}",
                    type="tertiary",
                    on_click=_take_back,
                    args=(_field(key), one.comment_id),
                    help="Your words go, and a note that you took them back stays in their place.",
                )
        draw_writing(key, say, label=label)


def draw_writing(key: str, say: Callable[[str], object], *, label: str, button: str = "Send") -> None:
    """Draw a field and what sends it; the field is empty again once it is said."""
    field = _field(key)
    st.text_area(label, key=field, height=90, max_chars=LONGEST)
    st.button(button, key=f"send-{field}", on_click=_send, args=(field, say))
    draw_outcome(field)


def _field(key: str) -> str:
    return f"comment-{key}"


def _take_back(field: str, comment_id: str) -> None:
    deed(field, lambda: take_back_comment(current_clinic(), current_actor(), comment_id))


def _send(field: str, say: Callable[[str], object]) -> None:
    if deed(field, lambda: say(typed(field)), "It is said."):
        st.session_state[field] = ""


def comments_html(comments: Sequence[CommentRow]) -> str:
    """Return a thread that is only read."""
    return "".join(map(_comment_html, comments))


def comments_said(comments: Sequence[CommentRow]) -> str:
    """Say how many there are, and who spoke last, for a label: "2 comments, the last from you"."""
    last = comments[-1]
    return f"{counted(len(comments), 'comment')}, the last from {'you' if last.is_own else plain(last.author_name)}"


def _comment_html(one: CommentRow) -> str:
    who = "You" if one.is_own else escape(one.author_name)
    role = " (supervisor)" if one.by_supervisor and not one.is_own else ""
    said = f"<p>{escape(one.said)}</p>"
    if one.taken_back_at is not None:
        said = f'<p class="ml-quiet">Taken back on {moment_said(one.taken_back_at)}.</p>'
    return (
        f'<article class="ml-comment"><p class="ml-quiet">{who}{role}, {moment_said(one.said_at)}</p>{said}</article>'
    )
