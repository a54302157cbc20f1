"""Keep and erase in words: plain, and exact about what cannot be undone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.sentences import counted
from dashboard.words import Look, Shape, Tone
from fit.casework.views import ConsentKind, ErasureReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.views import KeepingPage, RetentionDue, RetentionRule

__all__ = ["AGREED_TO", "CAREFULLY", "HELD", "NOT_HELD", "REASON", "due_said", "kept_said", "rule_said"]

REASON: Mapping[ErasureReason, str] = MappingProxyType(
    {
        ErasureReason.ASKED: "The client asked for it",
        ErasureReason.KEPT_LONG_ENOUGH: "It was kept long enough",
        ErasureReason.MISTAKE: "It was entered by mistake",
    }
)
AGREED_TO: Mapping[ConsentKind, str] = MappingProxyType(
    {ConsentKind.RATINGS: "Ratings", ConsentKind.TRANSCRIPT: "Transcript", ConsentKind.RECORDING: "Recording"}
)
HELD = Look(word="Under a legal hold", tone=Tone.WATCH, shape=Shape.DIAMOND)
NOT_HELD = Look(word="No legal hold", tone=Tone.CALM, shape=Shape.RING)
CAREFULLY = (
    "This erases, at once and for good: every rating, session and note of this client, all transcripts and recordings, "
    "goals, plans, packets, and what colleagues wrote about the work with this client, in all episodes. Figures of the "
    "clinic are worked out anew without them. Nobody can bring it back. What remains is one line of the audit, which "
    "says that it was done, by whom and why. Backups made before keep the records until they run out."
)
PARTS = (
    (("rating",), "rating"),
    (("session",), "session"),
    (("transcript",), "transcript"),
    (("repair_plan",), "repair plan"),
    (("client_goal",), "goal"),
    (("memory", "debrief", "learning_point", "repair_private_note", "comment", "episode_event"), "written note"),
)


def kept_said(kept: KeepingPage) -> str:
    """How much there is of a client, without a word of it."""
    found = [(sum(kept.rows.get(name, 0) for name in names), said) for names, said in PARTS]
    found.append((kept.recordings, "recording"))
    told = [counted(number, said) for number, said in found if number]
    return f"{', '.join(told)}." if told else "Nothing but the client's code and what was agreed."


def rule_said(rule: RetentionRule) -> tuple[str, ...]:
    """The rule as sentences."""
    lines = (
        rule.years_after_ending
        and f"Records of a client go {counted(rule.years_after_ending, 'year')} after their last episode ended.",
        rule.until_age and f"None go before the client has reached the age of {rule.until_age}.",
        rule.recordings_days and f"Recordings go {counted(rule.recordings_days, 'day')} after they came in.",
        rule.audit_years and f"Lines of the audit go after {counted(rule.audit_years, 'year')}.",
    )
    said = tuple(line for line in lines if line)
    return said or (
        "Everything is kept until somebody asks for its erasure. The setting MENDLINE_RETENTION names a rule.",
    )


def due_said(due: RetentionDue) -> str:
    """What is due now, and how it is done."""
    if not (due.clients or due.recordings or due.audit_rows):
        held = f" {counted(due.held_back, 'client')} whose time is over stay because of a legal hold."
        return "Nothing is due today." + (held if due.held_back else "")
    parts = (
        (due.clients, "client"),
        (due.recordings, "recording"),
        (due.audit_rows, "line of the audit"),
    )
    told = [
        counted(number, said, "lines of the audit") if said == "line of the audit" else counted(number, said)
        for number, said in parts
        if number
    ]
    return f"Due today: {', '.join(told)}. Whoever looks after the machine erases them with: mendline retention --erase"
