"""What ratings are judged by, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from fit.policies import Policy
    from fit.trajectory import CurveSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The clinic's policy, its curves, the moment."""

    policy: Policy
    curves: CurveSet
    now: datetime
    today: date

    @property
    def versions(self) -> str:
        """What a summary was made with, so that it can be known to be stale."""
        return f"{self.policy.id} {self.policy.version}; {self.curves.id} {self.curves.version}"
