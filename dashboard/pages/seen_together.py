"""Couples, families and groups: all of them, or the people of one beside each other and the tablet going round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.links import page_link
from dashboard.components.shared_changes import draw_changes
from dashboard.components.shared_people import draw_apart, draw_people
from dashboard.components.tablet_round import draw_round
from dashboard.plain_text import plain
from dashboard.sentences import counted
from dashboard.words import SHARED_KIND
from fit.casework.clinician import open_shared_case, open_shared_cases
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import SharedPage, SharedRow

__all__ = ["page"]


def page() -> None:
    """Draw the one that the address names; else all of them."""
    asked_for = st.query_params.get("case", "")
    if not asked_for:
        _draw_all()
        return
    page_link("All couples, families and groups", "seen-together", icon=":material/arrow_back:")
    found = _asked_for(asked_for)
    if found is None:
        st.title("None of this address here", anchor=False)
        st.markdown("The address names no couple, family or group with somebody in your care.")
        return
    st.title(plain(found.name), anchor=False)
    st.html(f'<p class="ml-quiet">{SHARED_KIND[found.kind]} · each person rates for themselves</p>')
    draw_done()
    draw_round(found)
    draw_people(found)
    draw_apart(found.apart)
    draw_changes(found)


def _asked_for(case_id: str) -> SharedPage | None:
    try:
        return open_shared_case(current_clinic(), current_actor(), case_id)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_all() -> None:
    st.title("Seen together", anchor=False)
    found = open_shared_cases(current_clinic(), current_actor())
    if not found:
        st.html(
            '<div class="ml-empty"><h2>No couple, family or group yet</h2><p>Open a client who comes with others, and '
            "choose <em>Seen together with others</em> there. Each person keeps an episode of their own.</p></div>"
        )
        return
    for one in found:
        with st.container(key=f"shared-{one.case_id}", gap=None):
            page_link(f"{SHARED_KIND[one.kind]}: {one.name}", "seen-together", {"case": one.case_id})
            st.markdown(_people(one))


def _people(one: SharedRow) -> str:
    others = [f"{counted(one.others, 'person')} seen by a colleague"] if one.others == 1 else []
    others += [f"{one.others} people seen by colleagues"] if one.others > 1 else []
    return plain(", ".join([*one.people, *others]))
