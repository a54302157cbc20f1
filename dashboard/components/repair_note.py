"""The clinician's own feelings, for their own eyes: what was felt, and what that tells."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_writing import (
    begun,
    deed,
    draw_outcome,
    draw_theirs,
    field,
    looked_at,
    looks_at,
    typed,
)
from dashboard.dates import moment_said
from fit.casework.clinician import save_private_note, share_private_note

if TYPE_CHECKING:
    from fit.casework.views import PrivateNote, RepairPage

__all__ = ["draw_note"]

PLACE = "note"
PRIVATE = "Only you see this. A supervisor sees it only if you share it, and it is never in a report."
HELP = (
    "Boredom, heaviness or sleepiness often come when a client moves away; being thrown, anger or self-blame when a "
    "client moves against. They tell about the moment between you, not about how good you are."
)
LONGEST = 4_000
"""[characters] As the use case takes it."""


def draw_note(found: RepairPage) -> None:
    """Draw the private note behind one click; for a supervisor what was shared, and nothing otherwise."""
    if not found.can_write:
        _draw_shared(found.note)
        return
    is_shared = found.note is not None and found.note.shared
    who = "shared with your supervisor" if is_shared else "only for you"
    with st.expander(f"What did I feel, and what does that tell? ({who})", key="repair-note"):
        st.html(f'<p class="ml-quiet">{PRIVATE}</p><p>{HELP}</p>')
        felt, tells = _draw_fields(found)
        st.button("Keep it for myself", key="keep-note", on_click=_keep, args=(found, felt, tells))
        draw_outcome(PLACE)
        if found.note is not None:
            _draw_sharing(found, found.note)


def _draw_fields(found: RepairPage) -> tuple[str, str]:
    plan = found.plan.plan_id if found.plan else found.session_id
    kept = ("", "") if found.note is None else (found.note.felt, found.note.tells)
    felt, tells = field(f"felt-{plan}", kept[0]), field(f"tells-{plan}", kept[1])
    st.text_area("What did I feel?", key=felt, height=90, max_chars=LONGEST)
    draw_theirs(felt)
    st.text_area("What does that tell?", key=tells, height=90, max_chars=LONGEST)
    draw_theirs(tells)
    return felt, tells


def _keep(found: RepairPage, felt: str, tells: str) -> None:
    def work() -> None:
        said = {"felt": typed(felt), "tells": typed(tells)}
        plan_id = found.plan.plan_id if found.plan else begun(found)
        version = looked_at(f"note-{plan_id}")
        looks_at(
            f"note-{plan_id}", save_private_note(current_clinic(), current_actor(), plan_id, **said, version=version)
        )

    deed(PLACE, work, "Your note is kept, for your eyes only." if _is_private(found) else "Your note is kept.")


def _is_private(found: RepairPage) -> bool:
    return found.note is None or not found.note.shared


def _draw_sharing(found: RepairPage, note: PrivateNote) -> None:
    said = "Your supervisor can read it." if note.shared else "Nobody else can read it."
    st.html(f'<p class="ml-quiet">Kept {moment_said(note.written_at)}. {said}</p>')
    label = "Share it no longer" if note.shared else "Share it with my supervisor"
    st.button(label, key="share-note", on_click=_share, args=(found, not note.shared))


def _share(found: RepairPage, shared: bool) -> None:  # noqa: FBT001  a callback's arguments have no names
    plan = found.plan
    if plan is None:
        return
    name = f"note-{plan.plan_id}"

    def work() -> None:
        place = (current_clinic(), current_actor(), plan.plan_id)
        looks_at(name, share_private_note(*place, shared=shared, version=looked_at(name)))

    deed(PLACE, work, "Your supervisor can read your note now." if shared else "Your note is yours alone again.")


def _draw_shared(note: PrivateNote | None) -> None:
    if note is None:
        return
    with st.container(key="repair-note-shared", gap="small"):
        st.header("What the clinician felt, and shared with you", anchor=False)
        st.html(
            f'<blockquote class="repair-words"><p>{escape(note.felt)}</p></blockquote>'
            f'<blockquote class="repair-words"><p>{escape(note.tells)}</p></blockquote>'
        )
