"""What supervisees bring to supervision: a link to each packet, without the client's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import page_link
from dashboard.dates import moment_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import SharedPacket

__all__ = ["draw_shared_packets"]


def draw_shared_packets(packets: Sequence[SharedPacket]) -> None:
    """Draw the packets, the newest first; nothing where nobody shares one."""
    if not packets:
        return
    with st.container(key="shared-packets", gap="small"):
        st.header("Packets for supervision", anchor=False)
        for one in packets:
            query = {"episode": one.episode_id, "packet": one.packet_id}
            page_link(_said(one), "packet", query, icon=":material/folder_shared:")


def _said(one: SharedPacket) -> str:
    question = ", with a question" if one.has_question else ""
    return f"{one.clinician_name}, session {one.meeting}{question}: shared on {moment_said(one.shared_at)}"
