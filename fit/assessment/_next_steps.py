"""What people usually do next after a verdict, in words of our own."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from fit.change import Change
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AFTER_CHANGE", "AFTER_TRACK"]

LOOK_TOGETHER = "Look at the curve together today, ask what has changed, and bring it to a colleague this week."

AFTER_CHANGE: Mapping[Change, str] = MappingProxyType(
    {
        Change.NOT_ASSESSABLE: "Ask for the rating at the next session; from the second one on there is a direction.",
        Change.RECOVERED: "Say so, ask what made it possible, and talk about spacing sessions out and ending well.",
        Change.IMPROVED: "Name the gain, and ask what made the difference and what would keep it going.",
        Change.UNCHANGED: "Ask whether you work on the right thing in the right way, and agree what to change.",
        Change.DETERIORATED: LOOK_TOGETHER,
        Change.HARMED: LOOK_TOGETHER,
    }
)
AFTER_TRACK: Mapping[Track, str] = MappingProxyType(
    {
        Track.NOT_ASSESSABLE: "Read the course by the cutoff and the band round the first rating instead.",
        Track.GREEN: "Go on, and ask what is working.",
        Track.AMBER: "Ask what is missing: goals, method, or frequency.",
        Track.RED: "Say openly that things move less than hoped, and agree on another goal, method or frequency.",
    }
)
