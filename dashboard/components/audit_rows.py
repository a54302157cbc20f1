"""Lines of the audit in plain words, a page of the store at a time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.audit_words import deed_said, who_said
from dashboard.dates import moment_said
from dashboard.sentences import counted
from dashboard.words import ROLE
from fit.casework.actor import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import AuditRow

__all__ = ["draw_audit_rows"]

ROWS_A_PAGE: Final = 50


def draw_audit_rows(read: Callable[[int | None, int], Sequence[AuditRow]], *, asked: str, with_source: bool) -> None:
    """Draw the lines that are turned to, the newest first; `asked` says what they answer, and begins anew with it.

    `read` gives so many lines before the one of that number, or the newest.
    """
    turned = _turned(asked)
    # one more than is shown tells whether there are older ones
    found = read(turned[-1] if turned else None, ROWS_A_PAGE + 1)
    if not found:
        st.html('<div class="ml-empty"><h2>Nothing here</h2><p>No line of the audit answers to this.</p></div>')
        return
    rows = found[:ROWS_A_PAGE]
    st.html(_table(rows, with_source=with_source))
    with st.container(horizontal=True, vertical_alignment="center", key="audit-pages"):
        st.button("Newer", key="audit-newer", disabled=not turned, on_click=_newer, icon=":material/chevron_left:")
        older = len(found) > ROWS_A_PAGE
        go_on = (rows[-1].sequence,)
        st.button(
            "Older", key="audit-older", disabled=not older, on_click=_older, args=go_on, icon=":material/chevron_right:"
        )
        st.caption(_how_many(len(rows), all_of_them=not turned and not older))
        if with_source:
            st.caption(f"Numbers {rows[0].sequence:,} to {rows[-1].sequence:,} of the audit")


def _how_many(lines: int, *, all_of_them: bool) -> str:
    """Count what is shown: the numbers of the audit count what was done with everybody, and tell nothing of one."""
    shown = counted(lines, "line")
    return f"{shown}, the newest first" if all_of_them else f"{shown} on this page, the newest first"


def _turned(asked: str) -> list[int]:
    """Where one has turned to, as long as the same is asked for."""
    if st.session_state.get("audit-asked") != asked:
        st.session_state["audit-asked"], st.session_state["audit-turned"] = asked, []
    turned: list[int] = st.session_state["audit-turned"]
    return turned


def _older(before: int) -> None:
    st.session_state["audit-turned"] = [*st.session_state["audit-turned"], before]


def _newer() -> None:
    st.session_state["audit-turned"] = st.session_state["audit-turned"][:-1]


def _table(rows: Sequence[AuditRow], *, with_source: bool) -> str:
    heads = ("When", "Who", "What", *(("Address",) if with_source else ()))
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(_row(row, with_source=with_source) for row in rows)
    return (
        '<div class="ml-table" role="region" aria-label="Lines of the audit" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: AuditRow, *, with_source: bool) -> str:
    role = f", {ROLE[Role(row.role)].lower()}" if row.role in set(Role) else ""
    cells = [moment_said(row.at), f"{escape(who_said(row))}{role}", escape(deed_said(row))]
    if with_source:
        cells.append(escape(row.source) or "this machine")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
