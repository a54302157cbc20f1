"""The working relation in the ratings: the client's own usual range and level, and whether a dip was repaired."""

from fit.alliance.own_level import OwnLevels, own_levels
from fit.alliance.repaired import REPAIRS, Repair, find_repairs
from fit.alliance.usual_range import UsualRange, usual_range

__all__ = [
    "REPAIRS",
    "OwnLevels",
    "Repair",
    "UsualRange",
    "find_repairs",
    "own_levels",
    "usual_range",
]
