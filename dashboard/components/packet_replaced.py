"""What was replaced in a packet: every place with its reason, to undo, to accept, to add to."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.components.packet_work import decide, keep
from dashboard.plain_text import plain
from dashboard.sentences import counted
from fit.deidentify import Added

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fit.casework.views import PacketPage, PacketReplacement

__all__ = ["draw_replaced"]

FORM = "packet-added"
RULES = (
    "Found by rules on this machine. A rule can miss a name, most of all one that your clinic's data does not know, "
    "and none tells people by what they did: read the packet once more before you pass it on."
)


def draw_replaced(page: PacketPage) -> None:
    """Draw doubtful words first, then all that was replaced, then words of one's own."""
    with st.container(key="packet-replaced", gap="small"):
        st.header("What was replaced", anchor=False)
        st.html(f'<p class="ml-quiet">{RULES}</p>')
        doubtful = [one for one in page.replacements if one.is_doubtful]
        if doubtful:
            st.html("<p><strong>Please decide</strong>: a common word here, or a name that your data knows?</p>")
            _draw_groups(page, doubtful)
            st.html("<p><strong>Replaced</strong></p>")
        sure = [one for one in page.replacements if not one.is_doubtful]
        _draw_groups(page, sure)
        if not sure:
            st.html('<p class="ml-quiet">Nothing was found to replace.</p>')
        _draw_added(page)


def _draw_groups(page: PacketPage, rows: Iterable[PacketReplacement]) -> None:
    ordered = sorted(rows, key=_same)
    for place, (_, group) in enumerate(groupby(ordered, key=_same)):
        _draw_group(page, list(group), place)


def _same(one: PacketReplacement) -> tuple[str, str, str]:
    return one.label, one.words.casefold(), one.why


def _draw_group(page: PacketPage, group: Sequence[PacketReplacement], place: int) -> None:
    # a sentence that stands in two texts is one replacement in two places
    key = f"{group[0].replacement_id}-{place}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"found-{key}"):
        st.html(_group_html(group))
        _draw_button(page, group, f"all-{key}")
    with st.expander(f"Where: {counted(len(group), 'place')}", type="compact", key=f"where-{key}"):
        for number, one in enumerate(group):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(_place_html(one))
                if len(group) > 1:
                    _draw_button(page, [one], f"one-{key}-{number}")


def _group_html(group: Sequence[PacketReplacement]) -> str:
    one, made = group[0], sum(each.is_made for each in group)
    words = escape(one.words)
    if made == len(group):
        said = f"<del>{words}</del> is <strong>{escape(one.label)}</strong>"
    elif made:
        said = f"{words} is <strong>{escape(one.label)}</strong> in {made} of {len(group)} places"
    else:
        said = f"<strong>{words}</strong> stays"
    return f'<p class="ml-found">{said} <span class="ml-quiet">{escape(one.why)}</span></p>'


def _place_html(one: PacketReplacement) -> str:
    words = f"<del>{escape(one.words)}</del> <strong>{escape(one.label)}</strong>" if one.is_made else escape(one.words)
    around = f"\u2026{escape(one.before)}{words}{escape(one.after)}\u2026"
    return f'<p class="ml-found"><span class="ml-quiet">{escape(one.where)}:</span> {around}</p>'


def _draw_button(page: PacketPage, group: Sequence[PacketReplacement], key: str) -> None:
    undo = all(one.is_made for one in group)
    words = plain(group[0].words)
    st.button(
        f"Leave \u201c{words}\u201d in" if undo else f"Replace \u201c{words}\u201d",
        key=f"{'undo' if undo else 'redo'}-{key}",
        on_click=_turn,
        args=(page, group, not undo),
    )


def _turn(page: PacketPage, group: Sequence[PacketReplacement], made: bool) -> None:  # noqa: FBT001  by place
    """Make these replacements, or leave their words in: doubtful ones are accepted, the others undone."""
    choices = page.written.choices
    sure = {one.replacement_id for one in group if not one.is_doubtful}
    doubtful = {one.replacement_id for one in group if one.is_doubtful}
    undone = choices.undone - sure if made else choices.undone | sure
    also = choices.also | doubtful if made else choices.also - doubtful
    decide(page, replace(page.written, choices=replace(choices, undone=undone, also=also)))


def _draw_added(page: PacketPage) -> None:
    st.html("<p><strong>Words of your own</strong>, in all texts of the packet</p>")
    for place, (one, times) in enumerate(zip(page.written.choices.added, page.added, strict=True)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            found = counted(times, "place") if times else "not found in this packet"
            said = f"<del>{escape(one.words)}</del> is <strong>{escape(one.written)}</strong>"
            st.html(f'<p class="ml-found">{said} <span class="ml-quiet">{found}</span></p>')
            st.button(
                f"Put \u201c{plain(one.words)}\u201d back", key=f"added-{place}", on_click=_take_back, args=(page, one)
            )
    with st.form(f"{FORM}-{form_number(FORM)}", border=False, width=FORM_WIDTH):
        words = st.text_input("Words to take out", max_chars=200, placeholder="a nickname, a school, a rare illness")
        label = st.text_input("Write instead", max_chars=40, placeholder="her brother")
        if st.form_submit_button("Take these words out"):
            with saying_why():
                added = (*page.written.choices.added, Added(words=words, label=label))
                keep(page, replace(page.written, choices=replace(page.written.choices, added=added)))
                done(FORM, "The words are taken out.")


def _take_back(page: PacketPage, one: Added) -> None:
    left = tuple(each for each in page.written.choices.added if each is not one)
    decide(page, replace(page.written, choices=replace(page.written.choices, added=left)))
