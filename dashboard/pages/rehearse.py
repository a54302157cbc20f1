"""Practising a repair before it is real: a scene with client lines of our own, in writing or aloud."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import components
from dashboard.components.links import page_link
from dashboard.components.rehearsal_feedback import draw_feedback
from dashboard.components.rehearsal_menu import draw_scenes, repair_asked
from dashboard.components.rehearsal_play import draw_answer, draw_line
from dashboard.components.rehearsal_state import begin_again, forget, go_on_with, practice_of
from dashboard.components.rehearsal_words import LENGTH
from fit.errors import UnknownNameError
from fit.repair import closest_rehearsals, rehearsal_named, take_back_answer

if TYPE_CHECKING:
    from dashboard.components.rehearsal_state import UnderWay
    from fit.repair import Rehearsal

__all__ = ["page"]

STYLE: Final = Path(components.__file__).parent / "rehearsal.css"
LEAD = (
    "The difficult conversation, before it is real. An invented client speaks, you answer in writing or aloud, and the "
    "client opens or closes as people do. At the end you see what helped, and one thing to try."
)
NOTHING_KEPT = (
    "Nothing that you practise is stored, counted or shown to anybody; it is gone when you go back to all scenes, "
    "close the page or sign out. The client lines and the check are in English only for now."
)


def page() -> None:
    """Draw the scenes, or the one that the address names."""
    st.html(STYLE)
    # a link to another state of the same page leaves the browser's address behind, and the next click would go back
    st.query_params.from_dict(st.query_params.to_dict())
    scene = _asked_for(st.query_params.get("scene", ""))
    if back := repair_asked(st.query_params.to_dict()):
        page_link("Back to the repair", "repair", back, icon=":material/arrow_back:")
    if scene is None:
        forget()
        st.title("Rehearse", anchor=False)
        st.html(f'<p class="ml-lead">{LEAD}</p><p class="ml-quiet rehearse-kept">{NOTHING_KEPT}</p>')
        draw_scenes(st.query_params.to_dict())
        st.stop()
    _draw_scene(practice_of(scene))


def _asked_for(scene_id: str) -> Rehearsal | None:
    try:
        return rehearsal_named(scene_id)
    except UnknownNameError:
        return None


def _draw_scene(now: UnderWay) -> None:
    page_link("All scenes", "rehearse", repair_asked(st.query_params.to_dict()), icon=":material/arrow_back:")
    scene = now.practice.scene
    st.title(scene.title, anchor=False)
    if not now.practice.exchanges:
        st.html(f'<p class="rehearse-before">{escape(scene.before)}</p>')
    draw_line(now)
    if now.practice.line.is_end:
        _draw_end(now)
    else:
        draw_answer(now)
        _draw_way_back(now)
    st.html(f'<p class="ml-quiet rehearse-kept">{NOTHING_KEPT}</p>')


def _draw_end(now: UnderWay) -> None:
    draw_feedback(now.practice)
    with st.container(horizontal=True):
        st.button("Practise it again", type="primary", on_click=begin_again, args=(now.practice.scene,))
        _draw_way_back(now)
    scene = now.practice.scene
    near = next(one for one in closest_rehearsals(kind=scene.kind, dimension=scene.dimension) if one is not scene)
    st.html(f'<p class="ml-label">Of the same kind, {LENGTH[near.length]}</p>')
    page_link(near.title, "rehearse", {"scene": near.id, **repair_asked(st.query_params.to_dict())})


def _draw_way_back(now: UnderWay) -> None:
    practice = now.practice
    if practice.exchanges and not practice.unclear and st.button("Take my last answer back", key=f"back-{now.turn}"):
        go_on_with(take_back_answer(practice), draft=practice.exchanges[-1].answer.said)
