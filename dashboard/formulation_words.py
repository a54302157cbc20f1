"""What belongs to a case formulation is called on screen: its sections, and on what a statement rests."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dashboard.dates import day_said
from dashboard.dialogue_words import MARKER_KIND
from fit.casework.views import EvidenceKind, EvidenceStanding, FormulationSection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.views import EvidenceRow
    from fit.dialogue import RuptureKind

__all__ = ["ASK", "SECTION", "STANDING", "evidence_said", "kind_said", "shortened"]

_S = FormulationSection
SECTION: Final[Mapping[FormulationSection, str]] = MappingProxyType(
    {
        _S.PRESENTING: "Presenting problem",
        _S.GOALS: "Goals in the client's words",
        _S.RATINGS: "What the ratings show",
        _S.ALLIANCE: "The alliance so far",
        _S.HELPED: "What helped before",
        _S.HYPOTHESES: "Hypotheses",
        _S.STRENGTHS: "Strengths and resources",
        _S.FOCUS: "Next focus",
    }
)
ASK: Final[Mapping[FormulationSection, str]] = MappingProxyType(
    {
        _S.PRESENTING: "What brings the client, as the client tells it?",
        _S.GOALS: "What do these goals mean to the client?",
        _S.RATINGS: "How do you read these numbers with the client?",
        _S.ALLIANCE: "What have you learnt about working together?",
        _S.HELPED: "What else helped before, here or elsewhere?",
        _S.HYPOTHESES: "What may keep the problem going? A guess can be taken back.",
        _S.STRENGTHS: "What does the client bring, and who is there?",
        _S.FOCUS: "What comes next, and how will you know?",
    }
)
STANDING: Final[Mapping[EvidenceStanding, str]] = MappingProxyType(
    {
        EvidenceStanding.CHANGED: "What this rests on was corrected after it was written. Look at it again.",
        EvidenceStanding.GONE: "What this rested on is not there any more: it was withdrawn, removed or corrected. "
        "Look whether the statement still holds.",
    }
)
SHOWN = 160
"""[characters] Of what was said, in one line; the whole is where the link leads."""


BACK: Final = (
    "\u201cBack\u201d: one of the next {within} session ratings was in this client\u2019s own usual range again, or "
    "above the line; after a mere fall above the line, near the level before. \u201cPartly back\u201d: the newest of "
    "them rose by as much as counts as a fall, or the lines that fell are where they were, but the whole is not back. "
    "\u201cNot yet back\u201d: neither, so far."
)
"""What the answers of the ratings mean: docs/methods.md, and decision 0014 for "partly"."""


def shortened(words: str) -> str:
    """Return words in one line, cut at a word where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]} …"


def evidence_said(one: EvidenceRow) -> str:
    """Name a piece of evidence in one line."""
    when = f", {day_said(one.occurred_on)}" if one.occurred_on else ""
    session = f"session {one.meeting}{when}"
    return {
        EvidenceKind.SESSION: f"Ratings of {session}",
        EvidenceKind.ALERT: f"Alert at {session}: {one.said.rstrip('.')}",
        EvidenceKind.EXCERPT: f"Said in {session}: “{shortened(one.said)}”",
        EvidenceKind.REPAIR: f"Repair after {session}",
        EvidenceKind.GOAL: f"Goal: “{shortened(one.said)}”",
        EvidenceKind.NOTE: f"Note of {session}",
    }[one.ref.kind]


def kind_said(kind: RuptureKind) -> str:
    """Name a kind of moment."""
    return MARKER_KIND[kind]
