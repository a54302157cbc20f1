"""The working relation in the ratings: the client's own usual range, and whether a dip was repaired."""

from fit.alliance.repaired import REPAIRS, Repair, find_repairs
from fit.alliance.usual_range import UsualRange, usual_range

__all__ = ["REPAIRS", "Repair", "UsualRange", "find_repairs", "usual_range"]
