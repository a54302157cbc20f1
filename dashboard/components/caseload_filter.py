"""Narrowing a caseload down: by status, text, tag, age band, informant; and keeping such a view under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.caseload_words import STATUS
from dashboard.plain_text import plain
from dashboard.words import AGE_BAND, INFORMANT
from fit.casework.clinician import remove_view, save_view
from fit.casework.views import CaseloadFilter, EpisodeStatus
from fit.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import Caseload, CaseloadRow, SavedView

__all__ = ["asks_for_closed", "clear_filter", "draw_filter"]

Choice = TypeVar("Choice")
KEPT: Final = "session"
"""The filter waits while another page is open."""
TEXT, STATUS_KEY, TAGS, AGE, WHO = (
    "caseload-text",
    "caseload-status",
    "caseload-tags",
    "caseload-age",
    "caseload-informant",
)


def asks_for_closed() -> bool:
    """Whether the closed episodes are asked for; known before anything is drawn."""
    return st.session_state.get(STATUS_KEY) == EpisodeStatus.CLOSED


def draw_filter(caseload: Caseload) -> Sequence[CaseloadRow]:
    """Draw the filters and return the rows that fit."""
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Find a client", placeholder="Name or code", key=TEXT, width=220, persist_state=KEPT)
        st.segmented_control(
            "Show",
            list(EpisodeStatus),
            format_func=_status(caseload),
            key=STATUS_KEY,
            required=True,
            default=EpisodeStatus.OPEN,
            wrap=True,
            persist_state=KEPT,
        )
        chosen = _chosen()
        with st.popover(_more_label(chosen), icon=":material/tune:"):
            _draw_more(caseload)
        with st.popover("Views", icon=":material/bookmark:"):
            _draw_views(caseload.views, chosen)
    chosen = _chosen()
    return [row for row in caseload.rows if chosen.fits(row) and _is_meant(row, text)]


def _status(caseload: Caseload) -> Callable[[EpisodeStatus], str]:
    def word(status: EpisodeStatus) -> str:
        counted_ones = f" ({caseload.closed_count})" if status is EpisodeStatus.CLOSED else ""
        return STATUS[status] + counted_ones

    return word


def _chosen() -> CaseloadFilter:
    """Read what the widgets say."""
    said = st.session_state
    return CaseloadFilter(
        status=said.get(STATUS_KEY) or EpisodeStatus.OPEN,
        tags=tuple(said.get(TAGS) or ()),
        age_band=said.get(AGE),
        informant=said.get(WHO),
    )


def _is_meant(row: CaseloadRow, text: str) -> bool:
    return text.strip().casefold() in row.client_label.casefold()


def _more_label(chosen: CaseloadFilter) -> str:
    """Say on the button how many of the filters behind it are set."""
    number = sum(bool(one) for one in (chosen.tags, chosen.age_band, chosen.informant))
    return f"More ({number})" if number else "More"


def _draw_more(caseload: Caseload) -> None:
    bands = [band for band in AGE_BAND if any(row.age_band is band for row in caseload.rows)]
    people = [who for who in INFORMANT if any(who in row.informants for row in caseload.rows)]
    st.multiselect("Tag", _with_chosen(caseload.tags), key=TAGS, placeholder="Any tag", persist_state=KEPT)
    st.pills("Age band", _and(bands, AGE), format_func=AGE_BAND.__getitem__, key=AGE, persist_state=KEPT)
    st.pills("Who rates", _and(people, WHO), format_func=INFORMANT.__getitem__, key=WHO, persist_state=KEPT)


def _with_chosen(tags: Sequence[str]) -> list[str]:
    """Offer also a tag that is chosen and that no client has any more, so that it can be let go."""
    return list(dict.fromkeys([*tags, *(st.session_state.get(TAGS) or ())]))


def _and(offered: list[Choice], key: str) -> list[Choice]:
    chosen = st.session_state.get(key)
    return offered if chosen is None or chosen in offered else [*offered, chosen]


def _draw_views(views: Sequence[SavedView], chosen: CaseloadFilter) -> None:
    for view in views:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.button(
                plain(view.name),
                key=f"view-{view.name}",
                on_click=_apply,
                args=(view.filter,),
                icon=":material/arrow_forward:",
            )
            st.button(
                f"Remove {plain(view.name)}",
                key=f"forget-{view.name}",
                icon=":material/delete:",
                on_click=_forget,
                args=(view.name,),
                type="tertiary",
            )
    with st.form("save-view", border=False, clear_on_submit=True):
        name = st.text_input(
            "Keep what is chosen now as a view", placeholder="A short name", key="view-name", max_chars=40
        )
        if st.form_submit_button("Keep this view"):
            with saying_why():
                save_view(current_clinic(), current_actor(), name, chosen)
                st.rerun()


def _forget(name: str) -> None:
    try:
        remove_view(current_clinic(), current_actor(), name)
    except NotFoundError as gone:
        st.toast(plain(str(gone)))


def clear_filter() -> None:
    """Show all open episodes again; only before the widgets are drawn."""
    _apply(CaseloadFilter())


def _apply(chosen: CaseloadFilter) -> None:
    """Set the widgets; only before they are drawn."""
    st.session_state[TEXT] = ""
    st.session_state[STATUS_KEY] = chosen.status
    st.session_state[TAGS] = list(chosen.tags)
    st.session_state[AGE] = chosen.age_band
    st.session_state[WHO] = chosen.informant
