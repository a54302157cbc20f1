"""Handing a client to a colleague: whom to, with a note, and what will be, said in words before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, say_next, saying_why
from dashboard.components.links import go_to
from dashboard.components.second_look import asks_again, chosen_before, draw_second_look, forget, look_again
from dashboard.plain_text import plain
from dashboard.shell.menu import menu_of
from fit.casework.clinician import list_colleagues, transfer_episode
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.views import ClientPage

__all__ = ["draw_handing_over"]

LONGEST_NOTE = 1_000
NO_NOTE = "No note goes along."
WITH_NOTE = "Your note goes along, and stays with the hand-over."
WHAT_HAPPENS = (
    "Your colleague sees this client from now on: ratings, alerts, repairs under way, goals and the record. You do not "
    "see the client any more. Sessions you held stay yours in every count, and your private notes and what you learnt "
    "stay for your eyes alone. A form that is out can still be answered."
)
WHAT_HAPPENS_CARE = (
    "The colleague sees this client from now on: ratings, alerts, repairs under way, goals and the record; the "
    "clinician of now does not any more. Sessions held stay in the counts of who held them, and private notes stay "
    "their author's. A form that is out can still be answered."
)
WAY_BACK = "There is no way back by a press here: {name} or an administrator would have to hand the client back."


def draw_handing_over(client: ClientPage) -> None:
    """Ask for the colleague and a note, and say before what becomes of what; then ask once more by name."""
    facts = client.episode
    colleagues = {
        one.user_id: f"{one.name} · {one.team}" if one.team else one.name
        for one in list_colleagues(current_clinic(), current_actor())
        if one.user_id != facts.clinician_id
    }
    if not colleagues:
        st.markdown("Nobody else in this clinic holds clients.")
        return
    st.markdown(WHAT_HAPPENS if client.can_mark_alerts else WHAT_HAPPENS_CARE)
    chosen = chosen_before(_place(client))
    if asks_again(_place(client)) and chosen["to"] in colleagues:
        _draw_once_more(client, chosen, colleagues)
    else:
        _draw_form(client, chosen, colleagues)


def _place(client: ClientPage) -> str:
    return f"hand-over-{client.episode.episode_id}"


def _draw_form(client: ClientPage, before: Mapping[str, str], colleagues: Mapping[str, str]) -> None:
    names = list(colleagues)
    index = names.index(before["to"]) if before.get("to") in colleagues else None
    with st.form(_place(client), border=False, width=FORM_WIDTH):
        to = st.selectbox("To whom", names, index=index, format_func=colleagues.__getitem__)
        note = st.text_area(
            "A note for your colleague",
            before.get("note", ""),
            placeholder="What helps, what to ask first, what was agreed. It may stay empty.",
            max_chars=LONGEST_NOTE,
            help="Read by whoever sees this client, and kept with the hand-over.",
        )
        if st.form_submit_button("Hand over this client"):
            with saying_why():
                if to is None:
                    raise InputError("Choose the colleague first.")
                look_again(_place(client), to=to, note=note)


def _draw_once_more(client: ClientPage, chosen: Mapping[str, str], colleagues: Mapping[str, str]) -> None:
    name = colleagues[chosen["to"]].partition(" · ")[0]
    told = tuple(_told(client, name, chosen["note"]))
    draw_second_look(_place(client), told, f"Yes, hand over to {plain(name)}", lambda: _hand(client, chosen, name))


def _told(client: ClientPage, name: str, note: str) -> Iterator[str]:
    yield f"{client.client_label} goes to {name} at once, and leaves {_whose(client)} list."
    yield f"{WITH_NOTE} It says: \u201c{note.strip()}\u201d" if note.strip() else NO_NOTE
    yield WAY_BACK.format(name=name)


def _whose(client: ClientPage) -> str:
    return "your" if client.can_mark_alerts else f"{client.episode.clinician_name}'s"


def _hand(client: ClientPage, chosen: Mapping[str, str], name: str) -> None:
    transfer_episode(current_clinic(), current_actor(), client.episode.episode_id, chosen["to"], note=chosen["note"])
    forget(_place(client))
    say_next(f"{plain(client.client_label)} is with {plain(name)} now.")
    go_to(menu_of(current_actor().role)[0].address)
