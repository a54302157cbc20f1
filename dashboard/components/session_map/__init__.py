"""The session in one picture: who spoke, silences, signs, answers, feeling, topics; all of it leads to its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.session_map import session_map
from dashboard.components._packaged import packaged_component

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.charts.session_map import Feeling, MarkRow, SessionMap, Stretch
    from fit.casework.views import ReadingPage

__all__ = ["draw_session_map", "map_content"]

DRAWN_BY: Final[Mapping[str, str]] = {
    "time": "Drawn by time, from the first to the last turn.",
    "starts": "Drawn by time. The file tells when turns start, not when they end: each is drawn until the next starts.",
    "words": "The file has no times: turns are drawn by their words, from the first to the last.",
}
ROW: Final[Mapping[str, tuple[str, str]]] = {
    "withdrawal": ("Moves away", "Possible withdrawal, moves away"),
    "confrontation": ("Moves against", "Possible confrontation, moves against"),
    "receiving": ("Receiving", "The answer may be heard as receiving"),
    "defending": ("Defending", "The answer may be heard as defending"),
}
"""By key of a row: its name beside the picture, and what its marks say when they are pointed at."""
NONE_SEEN: Final = "none recognised"


def draw_session_map(page: ReadingPage) -> None:
    """Draw the picture of the transcript that the page shows; nothing where there is none, or nobody spoke."""
    laid_out = None if page.dialogue is None else session_map(page.dialogue)
    if laid_out is None or page.facts is None:
        return
    st.header("The session in one picture", anchor=False)
    draw = packaged_component("session_map", script="session_map.js", style="session_map.css")
    draw(key=f"map.{page.facts.transcript_id}", data=map_content(laid_out, page))


def map_content(one: SessionMap, page: ReadingPage) -> dict[str, Any]:
    """Return the picture as arrays of whole numbers, and the few words that belong to it."""
    transcript = "" if page.facts is None else page.facts.transcript_id
    places, titles = one.along, _titles(one)
    return {
        "address": f"/transcript?{urlencode({'episode': page.episode_id, 'transcript': transcript})}&turn=",
        "axis": places.axis.value,
        "drawnBy": DRAWN_BY[places.axis],
        "whole": places.whole,
        "ticks": [list(tick) for tick in places.ticks],
        "starts": list(places.starts),
        "lengths": [end - start for start, end in zip(places.starts, places.ends, strict=True)],
        "lanes": list(one.lanes),
        "untimed": list(one.untimed),
        "ids": list(page.turn_ids),
        "titles": titles,
        "rows": [_row(row, titles) for row in one.rows],
        "silences": [_stretch(each) for each in one.silences],
        "silencesUnknown": _why(one.silences_unknown, one.silences),
        "feeling": _feeling(one.feeling),
        "topics": [[*_stretch(each), " ".join(each.words)] for each in one.topics],
        "topicsUnknown": "" if one.topics else "no words set one stretch apart",
    }


def _titles(one: SessionMap) -> list[str]:
    return sorted({title for row in one.rows for mark in row.marks for title in mark.titles})


def _row(row: MarkRow, titles: list[str]) -> dict[str, Any]:
    name, long_name = ROW[row.key]
    return {
        "key": row.key,
        "name": name,
        "says": long_name,
        "marks": [[mark.turn, int(mark.is_faint), *map(titles.index, mark.titles)] for mark in row.marks],
        "unknown": _why(row.unknown, row.marks),
    }


def _why(reason: str, found: tuple[object, ...]) -> str:
    """Say why a row is empty: it cannot be told, or nothing was found."""
    return f"not assessable: {reason}" if reason else "" if found else NONE_SEEN


def _stretch(one: Stretch) -> list[int]:
    return [one.start, one.end - one.start, one.turn]


def _feeling(one: Feeling) -> dict[str, Any]:
    return {
        "tenths": [_stretch(each) for each in one.tenths],
        "clinician": list(one.values[0]),
        "client": list(one.values[1]),
        "most": one.most,
        "unknown": f"not assessable: {one.unknown}" if one.unknown else "",
    }
