"""The scenes to practise with: what went before, who is there, and how long it takes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from dashboard.components.links import linked_row_html, rows_html
from dashboard.components.rehearsal_words import LENGTH
from dashboard.guide_words import ABOUT, KIND_SEEN, LISTENER, SETTING
from fit.repair import Dimension, KindSeen, Listener, RehearsalLength, RuptureKind, Setting, closest_rehearsals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.repair import Rehearsal

__all__ = ["draw_scenes", "repair_asked"]

Word = TypeVar("Word", RuptureKind, Dimension, Listener)
NEAREST: Final = 2
"""[scenes] Shown first to somebody who comes from a repair: as a rule a whole one and a short one."""
REPAIR: Final = ("episode", "plan")
"""What names a repair in an address: both, or neither."""


def draw_scenes(asked: Mapping[str, str]) -> None:
    """Draw all scenes, first those nearest to the kind, dimension and listener that the address names, if any."""
    kind, dimension = _known(RuptureKind, asked.get("kind", "")), _known(Dimension, asked.get("dimension", ""))
    listener = _known(Listener, asked.get("listener", ""))
    scenes = closest_rehearsals(kind=kind, dimension=dimension, listener=listener)
    nearest = scenes[:NEAREST] if kind or dimension or listener else ()
    back = repair_asked(asked)
    _draw_section("Nearest to what you prepare", nearest, back)
    rest = [scene for scene in scenes if scene not in nearest]
    _draw_section("Two minutes", [one for one in rest if one.length is RehearsalLength.TWO_MINUTES], back)
    _draw_section("Whole conversations", [one for one in rest if one.length is RehearsalLength.FULL], back)


def repair_asked(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the repair that one came from, as its address names it; nothing where one came from elsewhere."""
    return {name: asked[name] for name in REPAIR} if all(asked.get(name) for name in REPAIR) else {}


def _known(words: type[Word], asked: str) -> Word | None:
    """An address is typed by people: what it names is known, or it is no wish."""
    return words(asked) if asked in set(words) else None


def _draw_section(title: str, scenes: Sequence[Rehearsal], back: Mapping[str, str]) -> None:
    if not scenes:
        return
    st.header(title, anchor=False)
    st.html(rows_html(_row_html(scene, back) for scene in scenes))


def _row_html(scene: Rehearsal, back: Mapping[str, str]) -> str:
    return linked_row_html(scene.title, "rehearse", {"scene": scene.id, **back}, _seen_html(scene))


def _seen_html(scene: Rehearsal) -> str:
    setting = () if scene.setting is Setting.INDIVIDUAL else (SETTING[scene.setting],)
    seen = KIND_SEEN[KindSeen(scene.kind)]
    about = " · ".join((seen, ABOUT[scene.dimension].lower(), LISTENER[scene.listener], *setting))
    return (
        f'<div class="rehearse-scene"><p><strong aria-hidden="true">{escape(scene.title)}</strong>'
        f'<span class="ml-quiet">{escape(LENGTH[scene.length])}</span></p>'
        f'<p>{escape(scene.before)}</p><p class="ml-quiet">{escape(about)}</p></div>'
    )
