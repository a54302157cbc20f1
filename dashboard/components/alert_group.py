"""Alerts that come from the same rating of the same session, shown as one piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from fit.casework.views import AlertState
from fit.policies import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework.views import AlertRow

__all__ = ["GRAVEST_FIRST", "AlertGroup", "grouped"]

WORK = (AlertState.NEW, AlertState.SEEN, AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED)
"""The way of an open alert, in the order it usually goes."""
GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertGroup:
    """One session's alerts about one kind of rating, the gravest first. Never empty."""

    alerts: tuple[AlertRow, ...]

    @property
    def key(self) -> str:
        """Name this group within a page."""
        return f"{self.alerts[0].kind}-{self.alerts[0].meeting}"

    @property
    def meeting(self) -> int:
        """The session they point at."""
        return self.alerts[0].meeting

    @property
    def severity(self) -> Severity:
        """The severity of the gravest."""
        return self.alerts[0].severity

    @property
    def state(self) -> AlertState:
        """How far the one that got least far has come."""
        return min((alert.state for alert in self.alerts), key=WORK.index)

    def before(self, state: AlertState) -> tuple[AlertRow, ...]:
        """Return the alerts that have not come as far as this state."""
        return tuple(alert for alert in self.alerts if WORK.index(alert.state) < WORK.index(state))


def grouped(alerts: Iterable[AlertRow]) -> tuple[AlertGroup, ...]:
    """Put open alerts together by session and kind; the gravest first, and of these the newest session."""
    newest_first = sorted(alerts, key=_place)
    runs = groupby(newest_first, key=lambda alert: (alert.meeting, alert.kind))
    groups = [AlertGroup(alerts=tuple(run)) for _, run in runs]
    return tuple(sorted(groups, key=lambda group: GRAVEST_FIRST.index(group.severity)))


def _place(alert: AlertRow) -> tuple[int, str, int]:
    return -alert.meeting, alert.kind, GRAVEST_FIRST.index(alert.severity)
