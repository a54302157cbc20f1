"""What a file of a course says about itself: whose it is by code, which days, what age, which scales, as of when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.charts.titles import alliance_title, by_whom, outcome_title
from dashboard.charts.trend import rates_sessions
from dashboard.dates import day_said
from dashboard.words import AGE_BAND

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage

__all__ = ["course_facts", "file_name", "heading"]

UNSAFE = re.compile(r"[^A-Za-z0-9]+")
LONGEST = 40
"""Characters of a code in a file name."""


def file_name(page: ClientPage) -> str:
    """Name a file by the client's code and the day, in characters that every system takes; a name is never in it."""
    code = UNSAFE.sub("-", page.episode.client_code).strip("-")[:LONGEST]
    return "-".join(part for part in ("course", code, page.as_of.isoformat()) if part)


def course_facts(page: ClientPage, one: EpisodeAssessment) -> dict[str, str]:
    """Return by name what the file tells of itself; a day that nobody noted is left empty."""
    days = [session.occurred_on for session in page.sessions if session.occurred_on is not None]
    return {
        "Client code": page.episode.client_code,
        "Age band": AGE_BAND[page.episode.age_band],
        "Rated by": by_whom(one) or "client",
        "Scales": " and ".join([outcome_title(one), *([alliance_title(one)] if rates_sessions(one) else [])]),
        "First session": day_said(min(days, default=None)),
        "Last session": day_said(max(days, default=None)),
        "As of": day_said(page.as_of),
    }


def heading(page: ClientPage, one: EpisodeAssessment) -> str:
    """Return the title of a picture that lies in a record on its own."""
    facts = course_facts(page, one)
    days = " to ".join(dict.fromkeys(filter(None, (facts["First session"], facts["Last session"]))))
    said = (facts["Client code"], facts["Age band"], f"{facts['Scales']} by the {facts['Rated by']}", days)
    return " \u00b7 ".join(filter(None, (*said, f"as of {facts['As of']}")))
