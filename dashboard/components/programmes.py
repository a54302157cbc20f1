"""The programmes of the clinic, for the administrator: made, renamed, retired; and the choice of one for a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.plain_text import plain
from fit.casework.administrator import add_programme, rename_programme, set_programme_active

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import ProgrammeRow

__all__ = ["draw_programme_choice", "draw_programmes"]

FORM = "programmes"
NONE = ""
"""In a choice: no programme. Not None, which Streamlit takes for nothing chosen yet."""
ABOUT = (
    "What the clinic offers, such as an outpatient clinic or a service for young people. A client may belong to one "
    "programme: figures can then be read by programme."
)


def draw_programmes(programmes: Sequence[ProgrammeRow]) -> None:
    """Draw the programmes with what can be changed, and the form for another one."""
    number = form_number(FORM)
    with st.expander("Programmes", icon=":material/category:", key=f"programmes-{number}"), st.container(width=720):
        st.markdown(ABOUT)
        for one in programmes:
            _draw_row(one, number)
        _draw_new(number)


def _draw_row(one: ProgrammeRow, number: int) -> None:
    with st.container(key=f"programme-{one.programme_id}", horizontal=True, vertical_alignment="bottom"):
        label = one.name if one.active else f"{one.name} (retired)"
        name = st.text_input(label, one.name, max_chars=60, key=f"rename-{one.programme_id}-{number}", width=320)
        if st.button(f"Rename {plain(one.name)}", key=f"do-rename-{one.programme_id}"):
            with saying_why():
                rename_programme(current_clinic(), current_actor(), one.programme_id, name)
                done(FORM, f"{one.name} is called {name.strip()} from now on.")
        does = "Retire" if one.active else "Take up again:"
        if st.button(f"{does} {plain(one.name)}", key=f"retire-{one.programme_id}"):
            with saying_why():
                set_programme_active(current_clinic(), current_actor(), one.programme_id, active=not one.active)
                done(FORM, f"{one.name} {RETIRED if one.active else TAKEN_UP}")


RETIRED = "takes no new clients any more. Those in it stay in it."
TAKEN_UP = "takes new clients again."


def _draw_new(number: int) -> None:
    with st.form(f"new-programme-{number}", width=FORM_WIDTH, border=False):
        name = st.text_input(
            "New programme", placeholder="such as Adult outpatient", max_chars=60, key=f"programme-name-{number}"
        )
        if st.form_submit_button("Add this programme"):
            with saying_why():
                added = add_programme(current_clinic(), current_actor(), name)
                done(FORM, f"Clients can be in {added.name} now.")


def draw_programme_choice(
    programmes: Sequence[ProgrammeRow],
    key: str,
    *,
    now: str | None = None,
    changed: Callable[[], None] | None = None,
    width: int = 320,
) -> str | None:
    """Ask for a programme or none; one that is retired is there only for who is in it already."""
    names = {NONE: "No programme"} | {
        one.programme_id: one.name if one.active else f"{one.name} (retired)"
        for one in programmes
        if one.active or one.programme_id == now
    }
    chosen = st.selectbox(
        "Programme",
        list(names),
        index=list(names).index(now or NONE),
        format_func=names.__getitem__,
        key=key,
        on_change=changed,
        width=width,
    )
    return chosen or None
