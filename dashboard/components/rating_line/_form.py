"""Draws a scale as a form and hands back what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components._packaged import packaged_component
from dashboard.components.filled_form import read_filled_form
from dashboard.components.form_words import form_content

if TYPE_CHECKING:
    from datetime import date

    from dashboard.components.filled_form import FilledForm
    from fit.scales import Scale


def form_key(episode_id: str, scale_id: str, day: date) -> str:
    """Name one form of one day, so that a mark made before a reload finds its own form again, and no other."""
    return f"room.{episode_id}.{scale_id}.{day.isoformat()}"


def rating_form(scale: Scale, *, key: str, language: str = "en", stored: bool = False) -> FilledForm | None:
    """Draw the form; return the marks once they were sent, None before.

    Marks are kept in the browser until the page says that they are `stored`; then the form goes and they are forgotten.

    Raises
    ------
    RatingError
        when what came back is no filled form.
    """
    draw = packaged_component("rating_line", script="rating_form.js", style="rating_form.css")
    content = None if stored else form_content(scale, language)
    result = draw(key=key, data={"content": content, "draft": key, "stored": stored}, on_sent_change=_nothing)
    return read_filled_form(result.sent) if result.sent else None


def _nothing() -> None:
    """Streamlit keeps a value only for which there is a callback."""
