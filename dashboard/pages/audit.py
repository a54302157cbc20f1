"""The audit for the administrator: who did what, when and from which address; checked, narrowed down, and taken out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.audit import AUDIT_CSV, AUDIT_JSON
from dashboard.audit_words import KIND
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.audit_rows import draw_audit_rows
from dashboard.dates import moment_said
from fit.casework.administrator import last_audit_check, list_users, open_audit, verify_audit
from fit.casework.views import AuditAsked, AuditKind
from fit.errors import InputError

if TYPE_CHECKING:
    from fit.casework.views import AuditCheck

__all__ = ["page"]

LEAD = (
    "Who looked at, made, changed or took out what, and when. The address says from which machine of the network a "
    "browser came; this machine: the server itself, by a command. No name of a client stands here and nothing that was "
    "said. A look at the same record has one line in a quarter of an hour."
)
NOTE = (
    "Keep this note elsewhere, on paper or in another safe: with it, `mendline audit verify --note` also finds an "
    "audit that was shortened or written anew as a whole."
)


def page() -> None:
    """Draw the check, the filters, and the lines."""
    st.title("Audit", anchor=False)
    st.html(f'<p class="ml-lead">{LEAD}</p>')
    _draw_check()
    asked = _asked()
    with saying_why():
        if asked.begins and asked.ends and asked.begins > asked.ends:
            raise InputError("The first day lies behind the last one. Choose them the other way round.")
        draw_audit_rows(
            lambda before, count: open_audit(current_clinic(), current_actor(), asked, before=before, count=count),
            asked=repr(asked),
            with_source=True,
        )
        _draw_files(asked)


def _draw_check() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="audit-check"):
        pressed = st.button("Check the audit now", icon=":material/fact_check:")
        told = st.empty()
    if pressed:
        _draw_checked(verify_audit(current_clinic(), current_actor()))
    last = last_audit_check(current_clinic(), current_actor())
    if last is None:
        told.caption("Not checked here yet.")
    else:
        how = "a break was found" if last.broken else "whole"
        told.caption(f"Last checked here {moment_said(last.at)} by {last.who}: {how}.")


def _draw_checked(found: AuditCheck) -> None:
    if found.is_whole:
        st.success(f"All {found.rows:,} lines are there, in order, as they were written.")
        st.code(found.end, language=None, wrap_lines=True)
        st.caption(NOTE)
    else:
        st.error(
            f"The audit is broken at line {found.broken_at}: {found.what}. Tell whoever runs the machine at once: stop "
            "the server, keep a copy of the database, and follow docs/audit.md."
        )


def _asked() -> AuditAsked:
    """Ask for person, kind, period and client; a client by code, never by name."""
    people = {person.user_id: person.display_name for person in list_users(current_clinic(), current_actor())}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="audit-filters"):
        user_id = st.selectbox(
            "Person", list(people), index=None, format_func=people.__getitem__, placeholder="Everybody", width=220
        )
        kind = st.selectbox(
            "What", list(AuditKind), index=None, format_func=KIND.__getitem__, placeholder="Everything", width=220
        )
        begins = st.date_input("First day", None, format="DD.MM.YYYY", width=150)
        ends = st.date_input("Last day", None, format="DD.MM.YYYY", width=150)
        code = st.text_input("Client's code", max_chars=100, autocomplete="off", width=180)
    return AuditAsked(user_id=user_id, kind=kind, begins=begins, ends=ends, client_code=code.strip())


def _draw_files(asked: AuditAsked) -> None:
    query = {
        "person": asked.user_id,
        "kind": asked.kind and asked.kind.value,
        "from": asked.begins and asked.begins.isoformat(),
        "to": asked.ends and asked.ends.isoformat(),
        "client": asked.client_code,
    }
    named = escape(urlencode({name: value for name, value in query.items() if value}))
    st.html(
        f'<p class="ml-next">Take these lines out: <a href="{AUDIT_CSV}?{named}" download>as a table (CSV)</a> · '
        f'<a href="{AUDIT_JSON}?{named}" download>for a program (JSON lines)</a></p>'
        '<p class="ml-quiet">That you took them out is noted in the audit.</p>'
    )
