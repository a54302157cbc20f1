"""What a clinician does with a packet: the question, what goes in, the PDF, sharing. Each step is saved at once."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.packet import PACKET_PDF
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, say_next, saying_why
from dashboard.components.links import page_link
from dashboard.components.packet_text import Marker, text_html
from dashboard.components.packet_view import draw_excerpt, part
from dashboard.dates import moment_said
from dashboard.plain_text import plain
from dashboard.record_words import clock_said
from dashboard.sentences import counted
from fit.casework.clinician import save_packet, share_packet
from fit.errors import ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import ExcerptChoice, PacketPage, PacketWritten, SavedPacket

__all__ = ["decide", "draw_actions", "draw_excerpts", "draw_question", "keep"]

PLACEHOLDER = "What do I want to understand, or do differently?"


def draw_actions(page: PacketPage) -> None:
    """Draw the way out: the file, and the supervisor's screen."""
    about = {"plan": page.plan_id} if page.plan_id else {"session": page.session_id}
    address = f"{PACKET_PDF}?{urlencode({'episode': page.episode_id} | about)}"
    with st.container(key="packet-actions", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<a class="ml-packet-pdf" href="{escape(address)}" download>Make the PDF</a>', width="content")
        if page.supervisors:
            label = "Share again as it is now" if page.shared_at else "Share with my supervisor"
            st.button(label, key="share", icon=":material/group:", on_click=_share, args=(page, True))
        if page.shared_at:
            st.button("Stop sharing", key="unshare", on_click=_share, args=(page, False))
    st.html(f'<p class="ml-quiet" role="status">{escape(_shared_said(page))}</p><p>{_replaced_said(page)}</p>')


def _replaced_said(page: PacketPage) -> str:
    """Say how much was replaced, and what waits for a decision: the list itself may stand further down."""
    made = sum(one.is_made for one in page.replacements) + sum(page.added)
    waiting = {one.words.casefold() for one in page.replacements if one.is_doubtful and not one.is_made}
    asked = f" <strong>{counted(len(waiting), 'word')} to decide on.</strong>" if waiting else ""
    if not made and not waiting:
        return "Nothing is replaced so far. Names may still be in it: read it once before you pass it on."
    return f"Replaced in {counted(made, 'place')}: look under \u201cWhat was replaced\u201d.{asked}"


def _shared_said(page: PacketPage) -> str:
    names = " and ".join(page.supervisors)
    if page.shared_at:
        return (
            f"Shared on {moment_said(page.shared_at)}: {names or 'whoever supervises you'} can read it here as it "
            "stands, without names, and comment. Memories that you write later stay yours until you share it again."
        )
    if names:
        return f"Only you see it. Shared, {names} would read it here, without names, and could comment."
    return "Only you see it. No supervisor is noted for you; your administrator can do that."


def _share(page: PacketPage, shared: bool) -> None:  # noqa: FBT001  handed over by Streamlit by place
    try:
        stands = keep(page, page.written) if page.packet_id is None else None
        packet_id, version = (stands.packet_id, stands.version) if stands else (page.packet_id or "", page.version)
        share_packet(current_clinic(), current_actor(), packet_id, shared=shared, version=version)
    except (ConflictError, InputError, NotFoundError) as refused:
        st.toast(plain(str(refused)))


def keep(page: PacketPage, written: PacketWritten) -> SavedPacket:
    """Keep what was written and decided; a refusal goes to whoever asked."""
    return save_packet(
        current_clinic(),
        current_actor(),
        page.episode_id,
        page.session_id,
        plan_id=page.plan_id,
        written=written,
        version=page.version,
    )


def decide(page: PacketPage, written: PacketWritten) -> None:
    """Keep a decision; say why not, when it could not be."""
    try:
        keep(page, written)
    except (ConflictError, InputError, NotFoundError) as refused:
        st.toast(plain(str(refused)))


def draw_question(page: PacketPage) -> None:
    """Draw the question as it will be read, and where it is written."""
    with part("question", "My question"):
        if page.packet.question or not page.can_write:
            st.html(text_html(page.packet.question, Marker(page)))
        if page.can_write:
            _draw_question_form(page)


def _draw_question_form(page: PacketPage) -> None:
    with st.form(f"question-{page.session_id}", border=False, width=FORM_WIDTH):
        text = st.text_area(
            "Your question for supervision",
            value=page.written.question,
            height=110,
            max_chars=4_000,
            placeholder=PLACEHOLDER,
            key=f"question-text-{page.session_id}",
        )
        if st.form_submit_button("Keep the question"):
            with saying_why():
                keep(page, replace(page.written, question=text))
                say_next("Your question is kept.")
                st.rerun()


def draw_excerpts(page: PacketPage) -> None:
    """Draw what was said, with the choice of what goes in."""
    if not page.can_write and not page.packet.excerpts:
        return
    with part("excerpts", "What was said"):
        if not page.excerpts and page.can_write:
            st.html(f'<p class="ml-quiet">{_nothing(page)}</p>')
        if any(one.has_memory for one in page.excerpts):
            _draw_memory_choice(page)
        shown = 0
        for one in page.excerpts:
            _draw_choice(page, one)
            if one.included:
                draw_excerpt(page, shown)
                shown += 1
        for place in () if page.can_write else range(len(page.packet.excerpts)):
            draw_excerpt(page, place)
        if page.can_write and page.has_record:
            query = {"episode": page.episode_id, "session": page.session_id}
            page_link("Look back at the session, and write how you remember it", "reading", query)


def _nothing(page: PacketPage) -> str:
    if page.has_record:
        return "No stretch stands out by its words or its silences."
    return "Nothing was written down of this session, so no words of it go in."


def _draw_memory_choice(page: PacketPage) -> None:
    st.checkbox(
        "My own memory stands beside the record",
        value=page.written.with_memory,
        key=f"with-memory-{page.version}",
        on_change=decide,
        args=(page, replace(page.written, with_memory=not page.written.with_memory)),
        help="What you wrote before you looked at the record. Elsewhere only you see it; here you can leave it out.",
    )


def _draw_choice(page: PacketPage, one: ExcerptChoice) -> None:
    when = f" at {clock_said(one.start)}" if one.start is not None else f", turn {one.turn + 1}"
    st.checkbox(
        f"{one.heading}{when}",
        value=one.included,
        key=f"excerpt-{one.turn}-{page.version}",
        on_change=decide,
        args=(page, replace(page.written, excerpts=_turned(page, one))),
    )


def _turned(page: PacketPage, one: ExcerptChoice) -> tuple[int, ...]:
    """The excerpts that go in when this one's choice is turned round."""
    return tuple(each.turn for each in page.excerpts if each.included != (each is one))
