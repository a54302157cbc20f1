"""Verdicts and reasons as sentences with their numbers, for the clinician: plain, short, without blame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.words import AGE_BAND, ALLIANCE, ATTENTION, CHANGE, TRACK
from fit.assessment import gravity, sharp_fall
from fit.casework.views import Attention
from fit.change import LOSSES, Change
from fit.policies import Severity
from fit.scales import Better, Score
from fit.trajectory import Track

if TYPE_CHECKING:
    from dashboard.words import Look
    from fit.assessment import EpisodeAssessment, Signal
    from fit.casework.views import ClientPage, RatingRow

__all__ = [
    "alliance_look",
    "alliance_sentence",
    "change_look",
    "change_sentence",
    "client_line",
    "counted",
    "gravest_first",
    "last_seen",
    "marked_after",
    "result",
    "signed",
    "track_look",
    "track_sentence",
]


def counted(number: int, one: str, many: str = "") -> str:
    """Say a number with its noun: "1 session", "4 sessions"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def signed(score: Score) -> str:
    """Write a change with its sign, with a true minus."""
    return f"+{score}" if score.tenths > 0 else str(score).replace("-", "\u2212")


def result(rating: RatingRow) -> str:
    """Say what a rating gave: its total, the face that was chosen, or that it was not given."""
    if rating.face:
        return f"face: {rating.face.replace('_', ' ')}"
    return "not given" if rating.total is None else str(rating.total)


def last_seen(days: int | None) -> str:
    """Say how long ago the last session was."""
    if days is None:
        return "no session yet"
    near = {0: "today", 1: "yesterday"}
    return near.get(days, f"{days} days ago")


def client_line(client: ClientPage) -> str:
    """Say in one line who this is: code beside a name, age band, sessions, last seen; all held count, as on lists.

    A session without a rating was held too: a note or a recording may have begun it.
    """
    days = [session.occurred_on for session in client.sessions if session.occurred_on is not None]
    seen = [f"last seen {last_seen((client.as_of - max(days)).days)}"] if days else []
    facts = client.episode
    code = [] if client.client_label == facts.client_code else [facts.client_code]
    return " · ".join([*code, AGE_BAND[facts.age_band], counted(len(client.sessions), "session"), *seen])


def alliance_look(one: EpisodeAssessment) -> Look:
    """Return the status of the alliance: the gravest thing found in the last session rating."""
    if one.alliance_latest is None:
        return ALLIANCE["unknown"]
    found = {one.policy.severity(signal.rule.id) for signal in one.latest_signals if signal.rule.kind == "alliance"}
    if found & {Severity.URGENT, Severity.ACT}:
        return ALLIANCE["ask"]
    return ALLIANCE["watch"] if Severity.WATCH in found else ALLIANCE["steady"]


def change_sentence(one: EpisodeAssessment) -> str:
    """Say how far the client has come since the first rating, and whether that is more than chance."""
    if one.intake is None or one.gain is None or one.latest is None:
        return "Two outcome ratings are needed to see a change."
    moved = f"{_moved(one, one.gain)} since the first rating ({one.intake} to {one.latest})."
    fall = sharp_fall(one)
    if fall is not None:
        return f"Fell {fall} points since the last rating, to {one.latest}: the lowest so far. {moved}"
    return moved if one.reliable_change is None else f"{moved} {_against_chance(one)}"


def _moved(one: EpisodeAssessment, gain: Score) -> str:
    if not _is_turned(one):
        return f"{signed(gain)} points"
    return f"{Score(abs(gain.tenths))} points {'better' if gain.tenths > 0 else 'worse' if gain.tenths else 'apart'}"


def _is_turned(one: EpisodeAssessment) -> bool:
    """Whether a lower score is the better one."""
    return one.outcome_scale is not None and one.outcome_scale.better is Better.LOWER


def change_look(one: EpisodeAssessment) -> Look:
    """Return the status of the change; where a higher score is worse, a loss is no fall."""
    look = CHANGE[one.change]
    if one.change not in LOSSES and sharp_fall(one) is not None:
        return ATTENTION[Attention.FALLEN]
    if not _is_turned(one):
        return look
    return replace(look, word=look.word.replace("Lower than", "Worse than").replace("Lower, and", "Worse, and"))


def track_look(one: EpisodeAssessment) -> Look:
    """Return the status against the expected path; under it and still within its range is said as such."""
    look = TRACK[one.track]
    is_under = one.latest is not None and one.expected_latest is not None and one.latest.points < one.expected_latest
    return replace(look, word=WITHIN_RANGE) if one.track is Track.GREEN and is_under else look


WITHIN_RANGE = "Under the path, within its range"


def _against_chance(one: EpisodeAssessment) -> str:
    line = one.reliable_change
    if one.change == Change.UNCHANGED:
        return f"That may still be chance: the line is {line} points."
    return f"That is more than chance explains: the line is {line} points."


def track_sentence(one: EpisodeAssessment) -> str:
    """Say where the client is against the path of people who began alike."""
    if one.latest is None or one.expected_latest is None:
        return _why_no_path(one)
    target = "" if one.target is None else f" The target is {one.target:.1f}."
    if one.track is Track.NOT_ASSESSABLE:
        return f"From the second rating on, compared with the expected path ({one.curve_set_label}).{target}"
    now = f"{one.latest} now; the expected path ({one.curve_set_label}) is at {one.expected_latest:.1f}."
    return f"{now}{_range(one)}{target}"


def _range(one: EpisodeAssessment) -> str:
    """Say how far below the path on track reaches, and how the last rating can lie under the path and be on track."""
    if track_look(one).word != WITHIN_RANGE:
        return ""
    gain = " The change so far may still be chance." if one.change is Change.UNCHANGED else ""
    return f" On track reaches down to {one.amber_line}, as clients differ.{gain}"


def _why_no_path(one: EpisodeAssessment) -> str:
    if one.high_start:
        return f"There is no expected path: the first rating ({one.intake}) is too high to expect a rise."
    if one.outcome_scale is not None and one.high_start is None:
        return f"There is no expected path for the {one.outcome_scale.title}."
    return "There is no expected path: too few ratings."


def alliance_sentence(one: EpisodeAssessment) -> str:
    """Say how the client rated the last session."""
    if one.alliance_latest is None:
        return "No session rating yet."
    found = [signal.rule.title for signal in gravest_first(one)]
    why = f" {found[0]}." if found else ""
    return f"{one.alliance_latest} at the last rated session; the line is {one.alliance_line}.{why}"


def gravest_first(one: EpisodeAssessment) -> list[Signal]:
    """What the last session rating says, the gravest first."""
    spoken = [signal for signal in one.latest_signals if signal.rule.kind == "alliance"]
    return sorted(
        spoken, key=lambda signal: gravity(signal.rule.id, one.policy.severity(signal.rule.id), signal.session)
    )


def marked_after(meeting: int | None) -> str:
    """Say when somebody noted a talk: after which session, as no day of it is kept; it may have been days later."""
    return f" (marked after session {meeting} had been held)" if meeting else ""
