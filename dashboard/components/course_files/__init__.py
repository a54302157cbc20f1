"""The course as a file: a table, a drawing, a picture. Each is asked for from a route of ours that is authorised."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard.api.course import COURSE_CSV, COURSE_SVG
from dashboard.components._packaged import packaged_component

if TYPE_CHECKING:
    from collections.abc import Collection

    from dashboard.charts.page_overlay import View

__all__ = ["course_files"]


def course_files(episode_id: str, *, strand: int, views: Collection[View], theme: str) -> None:
    """Draw the three ways to take the course along, as it is seen just now."""
    draw = packaged_component("course_files", script="course_files.js", style="course_files.css")
    asked = {"episode": episode_id, "strand": strand, "show": ",".join(sorted(views)), "theme": theme}
    query = urlencode(asked)
    draw(key=f"course-files.{episode_id}", data={"csv": f"{COURSE_CSV}?{query}", "svg": f"{COURSE_SVG}?{query}"})
