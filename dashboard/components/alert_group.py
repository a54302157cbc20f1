"""Alerts that come from the same rating of the same session, shown as one piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.casework.views import AlertState
from fit.policies import Severity
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework.views import AlertRow

__all__ = ["AlertGroup", "grouped"]

WORK = (AlertState.NEW, AlertState.SEEN, AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED)
"""The way of an open alert, in the order it usually goes."""
CAN_WAIT = frozenset({Severity.ACT, Severity.WATCH})
"""What is urgent cannot wait for the next session; a note or good news asks for nothing."""


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
        """The highest severity among them."""
        return min((alert.severity for alert in self.alerts), key=tuple(Severity).index)

    @property
    def state(self) -> AlertState:
        """How far the one that got least far has come."""
        return min((alert.state for alert in self.alerts), key=WORK.index)

    @property
    def snoozed(self) -> bool:
        """Whether all of them wait for the next session."""
        return all(alert.snoozed for alert in self.alerts)

    @property
    def talked_at(self) -> int | None:
        """The session up to which all of them were talked about; None while one was not."""
        talked = [alert.talked_at for alert in self.alerts if alert.talked_at is not None]
        return max(talked) if len(talked) == len(self.alerts) else None

    def awake(self) -> tuple[AlertRow, ...]:
        """Return the alerts that ask for something and can be put off."""
        return tuple(alert for alert in self.alerts if _is_awake(alert))

    def before(self, state: AlertState) -> tuple[AlertRow, ...]:
        """Return the alerts that have not come as far as this state."""
        return tuple(alert for alert in self.alerts if WORK.index(alert.state) < WORK.index(state))


def _is_awake(alert: AlertRow) -> bool:
    """Whether it can wait and does not: a fall of the alliance that was talked about waits for ratings anyway."""
    rests = alert.snoozed or (alert.kind == ScaleKind.ALLIANCE and alert.state in WORK[2:])
    return alert.severity in CAN_WAIT and not rests


def grouped(alerts: Iterable[AlertRow], asked: int | None = None) -> tuple[AlertGroup, ...]:
    """Put open alerts together by session and kind, the gravest first: in the order of `fit.assessment.gravity`.

    The session that is `asked` for stands before all others.
    """
    together: dict[tuple[int, str], list[AlertRow]] = {}
    for alert in sorted(alerts, key=lambda one: one.gravity):
        together.setdefault((alert.meeting, alert.kind), []).append(alert)
    groups = [AlertGroup(alerts=tuple(found)) for found in together.values()]
    return tuple(sorted(groups, key=lambda group: group.meeting != asked))
