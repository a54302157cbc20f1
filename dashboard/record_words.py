"""What belongs to the record is called on screen: consents, speakers, what a file tells of times, sessions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.dates import day_said
from fit.casework.views import ConsentKind, RecordingState
from fit.transcripts import Level, Role, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = [
    "CONSENT",
    "CONSENT_MEANS",
    "LEVEL",
    "RECORDING_STATE",
    "SPEAKER",
    "clock_said",
    "session_said",
    "speaker_said",
]

CONSENT: Mapping[ConsentKind, str] = MappingProxyType(
    {ConsentKind.TRANSCRIPT: "Transcript", ConsentKind.RECORDING: "Recording"}
)
CONSENT_MEANS: Mapping[ConsentKind, str] = MappingProxyType(
    {
        ConsentKind.TRANSCRIPT: "What is said may be kept as text, on the clinic's own machine.",
        ConsentKind.RECORDING: "Sessions may be recorded as sound, to be turned into text on the clinic's own machine.",
    }
)
SPEAKER: Mapping[Role | None, str] = MappingProxyType(
    {Role.CLINICIAN: "Clinician", Role.CLIENT: "Client", Role.OTHER: "Somebody else", None: "Not known who"}
)
LEVEL: Mapping[Level, str] = MappingProxyType(
    {
        Level.WORDS: "words only, no times",
        Level.STARTS: "when turns start",
        Level.ENDS: "when turns start and end",
        Level.AUDIO: "times measured in the sound",
    }
)
RECORDING_STATE: Mapping[RecordingState, str] = MappingProxyType(
    {
        RecordingState.WAITING: "Waits to be written down",
        RecordingState.RUNNING: "Is being written down",
        RecordingState.WRITTEN: "Written down: please say who speaks",
        RecordingState.FAILED: "Could not be written down",
        RecordingState.CANCELLED: "Stopped",
        RecordingState.KEPT: "Its sound is kept",
    }
)


def session_said(meeting: int, day: date | None) -> str:
    """Name a session: "Session 3, 12 Nov 2026"."""
    return f"Session {meeting}, {day_said(day, 'day not known')}"


def speaker_said(label: str, role: Role | None) -> str:
    """Name who spoke: the role, and the file's own name where it says more."""
    return SPEAKER[role] if not label else f"{SPEAKER[role]} ({label})"


def clock_said(milliseconds: int | None) -> str:
    """Write a time of a session as 12:04, from an hour on as 1:02:04; empty where it is unknown."""
    if milliseconds is None:
        return ""
    whole = shown(milliseconds).partition(".")[0]
    return whole.removeprefix("00:").removeprefix("0")
