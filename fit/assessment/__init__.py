"""The one engine: ratings, a policy and a curve set in; change, track, alliance and signals out.

Page, batch, report and heatmap all call `assess`. One episode is a series of one.
"""

from fit.assessment._columns import Columns, beyond
from fit.assessment._engine import Assessment, assess
from fit.assessment._explain import Explanation, explain
from fit.assessment._gravity import RELIABLE_LOSSES, SHARP_FALL, gravity, sharp_fall, weight
from fit.assessment._own_level import OwnLevel
from fit.assessment._signal import CURVE_SET, Axis, Evidence, Found, Rule, Signal, counts, points, words
from fit.assessment._verdict import EpisodeAssessment

__all__ = [
    "CURVE_SET",
    "RELIABLE_LOSSES",
    "SHARP_FALL",
    "Assessment",
    "Axis",
    "Columns",
    "EpisodeAssessment",
    "Evidence",
    "Explanation",
    "Found",
    "OwnLevel",
    "Rule",
    "Signal",
    "assess",
    "beyond",
    "counts",
    "explain",
    "gravity",
    "points",
    "sharp_fall",
    "weight",
    "words",
]
