"""What clinicians say in a case formulation: read, written, changed, set aside with a reason, and its history."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.formulation_writing import (
    SAVED,
    close_button,
    draw_set_aside,
    draw_writing,
    is_open,
    open_button,
    take_up,
    was_done,
)
from dashboard.components.links import page_link
from dashboard.dates import moment_said
from dashboard.formulation_words import ASK, SECTION, STANDING, evidence_said
from dashboard.sentences import counted
from fit.casework.views import EvidenceKind, EvidenceStanding

if TYPE_CHECKING:
    from fit.casework.views import EvidenceRow, FormulationPage, FormulationSection, StatementRow, StatementVersion

__all__ = ["draw_statements"]

PAGE_OF = {
    EvidenceKind.SESSION: "reading",
    EvidenceKind.ALERT: "reading",
    EvidenceKind.EXCERPT: "reading",
    EvidenceKind.REPAIR: "repair",
    EvidenceKind.GOAL: "goals",
    EvidenceKind.NOTE: "note",
}


def draw_statements(found: FormulationPage, section: FormulationSection) -> None:
    """Draw the statements of a section, what was set aside folded away, and room for another one."""
    mine = [one for one in found.statements if one.newest.section is section]
    for one in mine:
        if not one.newest.set_aside:
            _draw(found, one)
    place = f"{found.client.episode.episode_id}-{section.value}"
    if found.can_write:
        if is_open(place, found.client.episode.episode_id):
            draw_writing(found, place, ASK[section], section)
        else:
            open_button(f"Write here: {SECTION[section].lower()}", place)
        was_done(f"{SAVED}-{place}")
    _draw_set_aside(found, [one for one in mine if one.newest.set_aside])


def _draw(found: FormulationPage, one: StatementRow) -> None:
    place = one.statement_id
    with st.container(key=f"said-{place}", gap="small"):
        st.html(_statement_html(one.newest) + _on_paper(one))
        _draw_evidence(found, one)
        if found.can_write:
            if is_open(place, found.client.episode.episode_id):
                draw_writing(found, place, "Your statement", one.newest.section, one)
            elif is_open(f"aside-{place}"):
                draw_set_aside(found, one)
                close_button(f"aside-{place}")
            else:
                with st.container(horizontal=True):
                    open_button("Change", place)
                    open_button("Set aside", f"aside-{place}")
            was_done(f"{SAVED}-{place}")
        _draw_history(one)


def _statement_html(said: StatementVersion) -> str:
    who = f"{said.written_by}, {moment_said(said.written_at)}"
    version = f" · version {said.version}" if said.version > 1 else ""
    return f'<p class="ml-written">{escape(said.words)}</p><p class="ml-as-of">{escape(who)}{version}</p>'


def _draw_evidence(found: FormulationPage, one: StatementRow) -> None:
    """Draw on what it rests, with the way there; and say so where that was corrected or has gone."""
    if one.standing is not None and one.standing in STANDING:
        st.html(f'<p class="ml-evidence-gone" role="note">{STANDING[one.standing]}</p>')
    if one.evidence is not None and one.standing is not EvidenceStanding.GONE:
        _draw_way(found, one.evidence)


def _on_paper(one: StatementRow) -> str:
    """A link is not printed; on what it rests is."""
    if one.evidence is None or one.standing is EvidenceStanding.GONE:
        return ""
    return f'<p class="ml-as-of ml-on-paper-only">Rests on: {escape(evidence_said(one.evidence))}</p>'


def _draw_way(found: FormulationPage, evidence: EvidenceRow) -> None:
    said = f"Rests on: {evidence_said(evidence)}"
    if evidence.ref.kind is EvidenceKind.REPAIR and not found.can_open_repairs:
        st.html(f'<p class="ml-as-of">{escape(said)}</p>')
        return
    query = {"episode": found.client.episode.episode_id}
    if evidence.ref.kind is EvidenceKind.REPAIR:
        query |= {"plan": evidence.ref.evidence_id}
    elif evidence.ref.kind is not EvidenceKind.GOAL:
        query |= {"session": evidence.session_id}
    page_link(said, PAGE_OF[evidence.ref.kind], query, icon=":material/link:")


def _draw_history(one: StatementRow) -> None:
    if not one.earlier:
        return
    with st.expander(f"History ({counted(len(one.earlier), 'earlier version')})", type="compact"):
        st.html("".join(map(_earlier_html, one.earlier)))


def _earlier_html(said: StatementVersion) -> str:
    aside = f'<p class="ml-as-of">Set aside: {escape(said.reason)}</p>' if said.set_aside else ""
    return f'<article class="ml-note">{_statement_html(said)}{aside}</article>'


def _draw_set_aside(found: FormulationPage, aside: list[StatementRow]) -> None:
    if not aside:
        return
    with st.expander(f"Set aside ({len(aside)})", type="compact"):
        for one in aside:
            with st.container(key=f"said-aside-{one.statement_id}", gap="small"):
                st.html(f'{_statement_html(one.newest)}<p class="ml-as-of">Why: {escape(one.newest.reason)}</p>')
                if found.can_write:
                    st.button("Take it up again", key=f"up-{one.statement_id}", on_click=take_up, args=(found, one))
                _draw_history(one)
