"""When an open alert waits for a look, and when it rests: put off to the next session, or talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.policies import Severity
from fit.store.states import AlertState

if TYPE_CHECKING:
    from fit.store.types import Record

__all__ = ["TALKED_ABOUT", "is_snoozed", "rests", "waits"]

TALKED_ABOUT = frozenset({AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED})


CONCERN = frozenset({Severity.ACT, Severity.WATCH})


def waits(alert: Record, latest: int) -> bool:
    """Whether an alert asks for a look now, `latest` being the episode's last meeting; what is urgent never rests."""
    if not AlertState(alert.state).is_open:
        return False
    severity = Severity(alert.severity)
    return severity is Severity.URGENT or (severity in CONCERN and not rests(alert, latest))


def rests(alert: Record, latest: int) -> bool:
    """Whether an alert waits: put off to the next session, or talked about with the client.

    A fall of the alliance that was talked about waits for the ratings to answer it. How life goes is looked at anew
    at the next session: who stays off track must not stay out of sight.
    """
    if is_snoozed(alert, latest):
        return True
    if AlertState(alert.state) not in TALKED_ABOUT:
        return False
    return alert.kind == "alliance" or alert.talked_at is None or latest <= alert.talked_at


def is_snoozed(alert: Record, latest: int) -> bool:
    """Whether an alert was put off, and the next session is not there yet."""
    return alert.snoozed_after is not None and latest <= alert.snoozed_after
