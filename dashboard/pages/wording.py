"""Whose words stand on the forms: the wording packs that were found, and the licences the clinic says it holds."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import done, draw_done, saying_why
from dashboard.dates import day_said
from dashboard.plain_text import plain
from fit.casework.administrator import confirm_licence, open_wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import FamilyWording, WordingPage

__all__ = ["page"]

SHOWN_PROBLEMS = 100
"""Nobody mends more at once."""
NO_FOLDER = (
    '<div class="ml-empty"><h2>No wording packs yet</h2><p>Forms of the ORS and SRS family show neutral prompts that '
    "come with Mendline, and say so. A clinic with a licence for the original wording puts it into a folder, one file "
    "a scale and language, and names the folder in the setting <code>MENDLINE_WORDING</code>.</p></div>"
)


def page() -> None:
    """Draw what is licensed, what is free, and what is wrong."""
    found = open_wording(current_clinic(), current_actor())
    st.title("Wording", anchor=False)
    draw_done()
    if not found.folder:
        st.html(NO_FOLDER)
    else:
        st.html(f'<p class="ml-lead">{escape(_summary(found))}</p>')
        _draw_problems(found.problems)
    for family in found.families:
        if family.needs_licence:
            _draw_licensed(family, found.statement_version)
    _draw_free([family for family in found.families if not family.needs_licence])


def _summary(found: WordingPage) -> str:
    packs = sum(len(one.languages) for family in found.families for one in family.scales)
    files = "1 wording pack is" if packs == 1 else f"{packs} wording packs are"
    return f"{files} here, as the folder was when the server started. Start it again after a change."


def _draw_problems(problems: Sequence[str]) -> None:
    if not problems:
        return
    st.warning("A file with a mistake is left out as a whole. Mend it, then start the server again.")
    for problem in problems[:SHOWN_PROBLEMS]:
        # as text: a file's own words never become markup
        st.text(problem)
    if len(problems) > SHOWN_PROBLEMS:
        st.text(f"and {len(problems) - SHOWN_PROBLEMS} more")


def _draw_licensed(family: FamilyWording, version: str) -> None:
    with st.container(border=True, key=f"family-{family.family}"):
        st.header(f"{family.title} and its relatives", anchor=False)
        _draw_scales([family])
        if family.confirmed_at is not None:
            day = day_said(family.confirmed_at.astimezone().date())
            st.success(
                f"{plain(family.confirmed_by)} confirmed the licence on {day} (statement {family.confirmed_version})."
            )
        elif family.has_packs:
            _draw_statement(family, version)
        else:
            st.caption("Neutral prompts are shown. There is no wording pack to confirm a licence for.")


def _draw_statement(family: FamilyWording, version: str) -> None:
    st.info("Until somebody confirms the licence, the packs are not used and neutral prompts are shown.")
    read = st.checkbox(family.statement, key=f"read-{family.family}")
    if st.button("Confirm the licence", key=f"confirm-{family.family}", type="primary", disabled=not read):
        with saying_why():
            confirm_licence(current_clinic(), current_actor(), family.family, statement_version=version)
            done(f"licence-{family.family}", f"The {family.title} forms now show the words of your packs.")


def _draw_free(families: Sequence[FamilyWording]) -> None:
    with st.container(border=True, key="family-free"):
        st.header("Free to use", anchor=False)
        st.caption("In English as published. A pack brings another language, without any confirmation.")
        _draw_scales(families)


def _draw_scales(families: Sequence[FamilyWording]) -> None:
    rows = "".join(_row(one.title, one.languages, family) for family in families for one in family.scales)
    st.html(
        '<table class="ml-table"><thead><tr><th scope="col">Scale</th><th scope="col">Words on the form</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _row(title: str, languages: Sequence[str], family: FamilyWording) -> str:
    is_used = family.confirmed_at is not None or not family.needs_licence
    packs = f"pack: {', '.join(languages)}" + ("" if is_used else " (not used yet)") if languages else ""
    own = "neutral prompts" if family.needs_licence else "English as published"
    said = f"{packs}; otherwise {own}" if packs else own
    return f'<tr><th scope="row">{escape(title)}</th><td>{escape(said)}</td></tr>'
