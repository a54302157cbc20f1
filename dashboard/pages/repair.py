"""The repair guide of a strained session: what is known, how to read it, what to say, the plan, and the answer."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import components
from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.repair_answer import draw_answer, next_said
from dashboard.components.repair_comments import draw_comments
from dashboard.components.repair_known import draw_known
from dashboard.components.repair_moves import draw_moves
from dashboard.components.repair_note import draw_note
from dashboard.components.repair_plan import draw_plan
from dashboard.components.repair_reading import draw_reading
from dashboard.components.repair_script import draw_script
from dashboard.components.repair_talk import draw_talk
from dashboard.components.repair_writing import look, looked_through
from dashboard.guide_words import STATE
from dashboard.plain_text import plain
from dashboard.record_words import session_said
from fit.casework.clinician import open_repair
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import RepairPage

__all__ = ["page"]

STYLE: Final = Path(components.__file__).parent / "repair.css"
BEGIN = (
    "A strain is part of the work, and noticing it is the first half of mending it. Take what helps, in any order; "
    "nothing here has to be filled in."
)
PLACES: Final = {
    "reading": "The reading",
    "words": "What to say",
    "plan": "The plan",
    "talk": "After the talk",
    "answer": "The answer",
}
"""Parts of this page by the name that an address jumps to."""
JUMPS: Final = (
    '<nav class="repair-jumps" aria-label="Parts of this page">'
    + "".join(f'<a href="#repair-{place}" target="_self">{name}</a>' for place, name in PLACES.items())
    + "</nav>"
)


def page() -> None:
    """Draw the guide for the session, alert or plan that the address names."""
    found = _repair_asked_for()
    if found is None:
        st.title("Repair", anchor=False)
        st.info("Choose a session first; a repair begins from an alert, or from the session itself.")
        page_link("Back to your list", "")
        st.stop()
    look(found)
    st.html(STYLE)
    page_link("To the client's page", "client", {"episode": found.episode_id}, icon=":material/arrow_back:")
    st.title(f"{plain(found.client_label)}: repair", anchor=False)
    st.html(_stands_html(found) + JUMPS)
    with st.container(key="repair-guide"):
        with st.container(key="repair-evidence"):
            draw_known(found)
            draw_reading(found)
            draw_note(found)
        draw_script(found)
    with st.container(key="repair-after"):
        draw_plan(found)
        draw_talk(found)
        draw_answer(found)
        draw_moves(found)
        draw_comments(found)
    looked_through(found)


def _repair_asked_for() -> RepairPage | None:
    asked = {name: st.query_params.get(name) or None for name in ("session", "alert", "plan")}
    try:
        return open_repair(
            current_clinic(),
            current_actor(),
            st.query_params.get("episode", ""),
            session_id=asked["session"],
            alert_id=asked["alert"],
            plan_id=asked["plan"],
        )
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _stands_html(found: RepairPage) -> str:
    """Say of which session this is, where its plan stands, and what is next."""
    session = f'<p class="ml-quiet">About {escape(session_said(found.meeting, found.occurred_on))}</p>'
    if found.plan is None:
        said = BEGIN if found.can_write else "There is no plan about this session yet."
        return f'{session}<p class="ml-lead">{said}</p>'
    step = "" if found.next_step is None else f" {escape(next_said(found.next_step))}"
    return f'{session}<p class="ml-lead"><strong>{STATE[found.plan.plan.state]}.</strong>{step}</p>'
