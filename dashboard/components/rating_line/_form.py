"""Draws a scale as a form and hands back what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components._packaged import packaged_component
from dashboard.components.filled_form import read_sent_form
from dashboard.components.form_words import form_content
from fit.scales import AgeBand, Informant

if TYPE_CHECKING:
    from datetime import date

    from dashboard.components.filled_form import FilledForm, SkippedForm
    from fit.scales import Scale


def form_key(episode_id: str, scale_id: str, day: date) -> str:
    """Name one form of one day, so that a mark made before a reload finds its own form again, and no other."""
    return f"room.{episode_id}.{scale_id}.{day.isoformat()}"


def rating_form(
    scale: Scale,
    *,
    key: str,
    language: str = "en",
    stored: bool = False,
    age_band: AgeBand = AgeBand.ADULT,
    informant: Informant = Informant.CLIENT,
    crisis: tuple[str, str] | None = None,
    can_skip: bool = True,
) -> FilledForm | SkippedForm | None:
    """Draw the form; return what was sent once it was sent, None before.

    Marks are kept in the browser until the page says that they are `stored`; then the form goes and they are forgotten.
    `crisis` is the title and text shown over the page to a client who marks a risk answer. With `can_skip` there is a
    quiet way not to answer.

    Raises
    ------
    RatingError
        when what came back is no filled form.
    """
    draw = packaged_component("rating_line", script="in_streamlit.js", style="rating_form.css")
    content = form_content(scale, language, age_band=age_band, informant=informant, crisis=crisis)
    data = {"content": None if stored else {**content, "skip": can_skip}, "draft": key, "stored": stored}
    result = draw(key=key, data=data, on_sent_change=_nothing)
    return read_sent_form(result.sent)[1] if result.sent else None


def _nothing() -> None:
    """Streamlit keeps a value only for which there is a callback."""
