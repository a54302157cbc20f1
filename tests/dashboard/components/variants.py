"""The form in all its kinds, as the server describes it."""

from __future__ import annotations

from typing import Any

from dashboard.components.form_words import form_content
from fit.scales import AgeBand, scale

CRISIS = ("Please tell somebody now", "You do not have to carry it alone.\nCall somebody you trust.")
SHOWN = {"faces": "ycors"}
"""Kinds of form that are no scale's own name."""


def content_of(
    scale_id: str = "ors", *, language: str = "en", child: bool = False, skip: bool = True, **more: Any
) -> dict[str, Any]:
    """Describe a scale for a client of that language and age."""
    band = AgeBand.CHILD if child else AgeBand.ADULT
    crisis = CRISIS if scale_id == "phq9" else None
    content = form_content(scale(SHOWN.get(scale_id, scale_id)), language, age_band=band, crisis=crisis)
    return content | {"skip": skip, **more}


_ARABIC = content_of(language="ar")["items"]
PROMPTS = tuple(item["prompt"] for item in _ARABIC)
LOW, HIGH = _ARABIC[0]["low"], _ARABIC[0]["high"]
