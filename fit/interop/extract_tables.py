"""What an extract for analysts holds, column by column, where each comes from, and what is never in it and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEFT_OUT", "TABLES", "ExtractColumn", "Kind", "Treatment"]


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    WHOLE = "whole number"
    DAY = "day"
    FLAG = "yes or no"


class Treatment(StrEnum):
    """What happens to a value before it leaves."""

    AS_IT_IS = "as it is"
    SALTED = "salted number"
    SHIFTED = "shifted by the client's secret weeks"
    COARSE = "told less exactly where it is rare"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractColumn:
    """One column: its name, the column of the database it comes from, and what it says."""

    name: str
    source: str
    kind: Kind = Kind.TEXT
    treatment: Treatment = Treatment.AS_IT_IS
    meaning: str


def _salted(name: str, source: str, meaning: str) -> ExtractColumn:
    return ExtractColumn(name=name, source=source, treatment=Treatment.SALTED, meaning=meaning)


def _word(name: str, source: str, meaning: str) -> ExtractColumn:
    return ExtractColumn(name=name, source=source, meaning=meaning)


def _whole(name: str, source: str, meaning: str) -> ExtractColumn:
    return ExtractColumn(name=name, source=source, kind=Kind.WHOLE, meaning=meaning)


def _day(name: str, source: str, meaning: str) -> ExtractColumn:
    return ExtractColumn(name=name, source=source, kind=Kind.DAY, treatment=Treatment.SHIFTED, meaning=meaning)


def _flag(name: str, source: str, meaning: str) -> ExtractColumn:
    return ExtractColumn(name=name, source=source, kind=Kind.FLAG, meaning=meaning)


def _coarse(name: str, source: str, meaning: str) -> ExtractColumn:
    return ExtractColumn(name=name, source=source, treatment=Treatment.COARSE, meaning=meaning)


EPISODE = _salted("episode_id", "episode.id", "The episode of care; the same in every table.")
SESSION = _salted("session_id", "session.id", "The session; the same in every table.")
ITEMS: Final = range(1, 11)

TABLES: Final[Mapping[str, tuple[ExtractColumn, ...]]] = {
    "episodes": (
        EPISODE,
        _salted(
            "client_id", "episode.client_id", "The client; a number for each episode where they are rare together."
        ),
        _word("age_band", "episode.age_band", "adult, adolescent or child, as it was when the episode began."),
        _word("informants", "rating.informant", "Who rated in this episode, joined by +; empty where nobody did."),
        ExtractColumn(
            name="team",
            source="clinic_user.team",
            treatment=Treatment.COARSE,
            meaning="The clinician's team as a salted number; empty: none, or not told.",
        ),
        _coarse("programme", "episode.programme_id", "The programme as a salted number; empty: none, or not told."),
        _coarse("ending", "episode.ending", "open, or how it ended; closed where the kind of ending is not told."),
        _coarse("year", "episode.opened_on", "Year of the shifted beginning; empty: not told, and days begin in 2000."),
        _day("opened_on", "episode.opened_on", "First day."),
        _day("closed_on", "episode.closed_on", "Last day; empty while open."),
        ExtractColumn(
            name="sessions",
            source="session.id",
            kind=Kind.WHOLE,
            treatment=Treatment.COUNTED,
            meaning="Sessions held.",
        ),
    ),
    "sessions": (
        SESSION,
        EPISODE,
        _whole("meeting", "session.meeting", "Number of the session in its episode; 1 is the first."),
        _day("occurred_on", "session.occurred_on", "Day; empty where nobody noted it."),
        _flag("below_line", "session.below_line", "The session rating was below the policy's line."),
        _flag("dropped", "session.dropped", "The session rating fell since the session before."),
    ),
    "ratings": (
        _salted("rating_id", "rating.id", "The rating."),
        SESSION,
        EPISODE,
        _word("scale", "rating.scale", "Id of the scale."),
        _word("scale_version", "rating.scale_version", "Version of its published numbers."),
        _word("informant", "rating.informant", "Who filled it in."),
        _whole("total_tenths", "rating.total", "Total [tenths of a point]; empty: skipped, or not scored."),
        *(
            _whole(f"item_{one}_tenths", f"rating.item_{one}", f"Item {one} [tenths of a point], in the scale's order.")
            for one in ITEMS
        ),
        _word("status", "rating.status", "active or skipped; superseded ratings are left out."),
        _word("skip_reason", "rating.skip_reason", "Why it was skipped, as a choice."),
        _word("mode", "rating.mode", "On what it was given, such as tablet or paper."),
    ),
    "alerts": (
        _salted("alert_id", "alert.id", "The alert."),
        EPISODE,
        SESSION,
        _word("rule", "alert.rule", "Id of the rule."),
        _word("rule_version", "alert.rule_version", "Its version."),
        _word("kind", "alert.kind", "outcome, alliance or other axis of the rule."),
        _word("severity", "alert.severity", "How soon it deserved a look."),
        _word("scale", "alert.scale", "Id of the scale that raised it."),
        _word("informant", "alert.informant", "Whose rating raised it."),
        _word("state", "alert.state", "What has become of it."),
        _whole("talked_at", "alert.talked_at", "Session when it was talked about."),
        _whole("closed_after_days", "alert.closed_at", "Days from its finding to its end; empty while open."),
    ),
    "repairs": (
        _salted("repair_id", "repair_plan.id", "The repair plan."),
        EPISODE,
        SESSION,
        _salted("alert_id", "repair_plan.alert_id", "The alert it answers; empty for none."),
        _word("kind", "repair_plan.kind", "How the clinician read the strain: withdrawal, confrontation and so on."),
        _word("dimension", "repair_plan.dimension", "What it was about: bond, goals, approach and so on."),
        _word("state", "repair_plan.state", "Where the plan stands."),
        _day("said_on", "repair_plan.said_on", "Day on which it is to be said; empty: at the next session."),
        _whole("talked_at", "repair_plan.talked_at", "Session when it was talked about."),
    ),
}
"""Every file of an extract, and its columns in order."""

_WORDS: Final = "free text: it may say anything"
_WHO: Final = "a person of the clinic; few clients of one person would be found by it"
_MOMENT: Final = "a moment of the clinic, which would tell the secret weeks"
_CLINIC: Final = "names the clinic or its own files"
_LINKED: Final = "the same as in the table it belongs to"
_WORK: Final = "for the work of the program alone"

LEFT_OUT: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("session.comparable", "session.dip", "session.followed", "session.repaired", "session.with_both"),
        "Follows from the ratings: `mendline assess` works it out of them.",
    ),
    **dict.fromkeys(
        [f"{table}.clinic_id" for table in ("episode", "session", "rating", "alert", "repair_plan")], _CLINIC
    ),
    **dict.fromkeys(["alert.policy", "alert.policy_version", "alert.trajectory", "alert.trajectory_version"], _CLINIC),
    **dict.fromkeys(
        ["episode.clinician_id", "session.clinician_id", "rating.taken_out_by", "rating.recorded_by"], _WHO
    ),
    **dict.fromkeys(["alert.answered_by", "repair_plan.created_by", "repair_plan.updated_by"], _WHO),
    **dict.fromkeys(
        ["rating.recorded_at", "rating.taken_out_at", "alert.raised_at", "repair_plan.created_at"], _MOMENT
    ),
    **dict.fromkeys(["repair_plan.updated_at", "repair_plan.ended_at"], _MOMENT),
    **dict.fromkeys(["rating.superseded_reason", "alert.reason", "alert.why", "alert.evidence"], _WORDS),
    **dict.fromkeys([f"repair_plan.{one}" for one in ("check_by", "agreed_change", "happened", "client_said")], _WORDS),
    **dict.fromkeys(["alert.title", "alert.line", "alert.source", "alert.next_step"], "follows from the rule"),
    **dict.fromkeys(["rating.occurred_on", "session.alliance_tenths", "alert.scale_version"], _LINKED),
    **dict.fromkeys([f"{table}.episode_id" for table in ("session", "rating", "alert", "repair_plan")], _LINKED),
    **dict.fromkeys([f"{table}.session_id" for table in ("rating", "alert", "repair_plan")], _LINKED),
    **dict.fromkeys(["episode.import_key", "rating.idempotency_key", "rating.superseded_by"], _WORK),
    **dict.fromkeys(
        ["rating.line_length_px", "rating.calibrated", "alert.snoozed_after", "repair_plan.version"], _WORK
    ),
}
"""Columns of the same tables of the database that never leave, each with the reason."""
