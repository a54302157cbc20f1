"""What the client's screen says to the clinician who takes it back: in English, as on all pages of theirs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = ["CLINICIAN_WORDS", "SHARED_WORDS", "pin_wait", "wait_key"]

CLINICIAN_WORDS: Final = {
    "for_clinician": "For the clinician",
    "pin_title": "Take the tablet back",
    "pin_unfinished": "The form is not finished. The client's page ends it: marks that were not sent are forgotten.",
    "pin": "Your PIN",
    "pin_open": "To the client's page",
    "pin_resume": "Go on with the form",
    "pin_erase": "Erase",
    "pin_back": "Back",
    "pin_wrong": "That PIN did not fit. Please try once more.",
    "pin_wait": "Too many tries. Please wait about a minute, then try again.",
    "pin_locked": "This PIN opens nothing here any more. Please sign in again.",
    "pin_offline": "No connection just now. Please try again in a moment.",
    "sign_in": "Sign in again",
}
SHARED_WORDS: Final = {
    "pin_unfinished": "The form is not finished. Taking the tablet back ends it: marks not sent are forgotten.",
    "pin_open": "To the page of all of you",
}
"""Instead of these, where several sit beside the tablet: no page of one of them opens then."""
STEP_S: Final = 5
MINUTE_S: Final = 60
SECONDS_UP_TO_S: Final = 50
LONGEST_BY_KEY: Final = (("wait_half_minute", 40), ("wait_minute", 90), ("wait_minutes", 10 * MINUTE_S))
"""Up to how many seconds each of the client's texts holds; they have no numbers."""


def pin_wait(wait: timedelta) -> str:
    """Say about how long the next try of a PIN must wait."""
    left = wait.total_seconds()
    if left <= SECONDS_UP_TO_S:
        about = f"{max(STEP_S, STEP_S * math.ceil(left / STEP_S))} seconds"
    else:
        minutes = math.ceil(left / MINUTE_S)
        about = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many tries. Please wait about {about}, then try again."


def wait_key(wait: timedelta) -> str:
    """Name the client's text that says about how long to wait."""
    left = wait.total_seconds()
    return next((key for key, longest in LONGEST_BY_KEY if left <= longest), "wait_quarter_hour")
