"""How a cell of the alliance grid is worked out for who may not see the clients, as `published_grid` does it."""

from __future__ import annotations

from typing import Final

from fit.errors import DefinitionError
from fit.service.alliance_grid import Measure
from fit.service.definitions import definition
from fit.service.explained import UPPER_ALONE, WIDENED, Explained
from fit.service.explained_means import RULE
from fit.service.grid_scale import FEWEST_FOR_A_NUMBER
from fit.service.intervals import Z_95
from fit.service.published_grid import MEAN_AS, TOLD_PER_POINT
from fit.service.suppression import LEAST_COUNT, SLACK, SMALLEST_GROUP, base_of

__all__ = ["COUNTED", "explained_cell"]

COUNTED: Final = {
    Measure.MEAN: "session rating",
    Measure.BELOW_LINE: "session rating",
    Measure.DROP: "session rating",
    Measure.UNRATED: "session",
    Measure.REPAIRED: "dip",
}
"""One of what a cell counts."""
ONLY: Final = {
    Measure.DROP: " that has one before it in its episode",
    Measure.REPAIRED: " that three more session ratings followed",
}
"""Which of them."""
HITS: Final = {
    Measure.BELOW_LINE: "session ratings below the line",
    Measure.DROP: "session ratings that fell since the one before by as much as the policy calls a fall",
    Measure.UNRATED: "sessions without a session rating",
    Measure.REPAIRED: "dips after which one of the next three session ratings was back",
}
WITHHELD: Final = (
    f"nothing of fewer than {LEAST_COUNT} or of fewer than {SMALLEST_GROUP} clients, perhaps none, nor where a smaller "
    "cell beside it could be worked out"
)
EACH: Final = (
    "each {one} the same, so that it is another number than the mean over episodes that stands among the figures"
)


def explained_cell(measure: Measure) -> Explained:
    """One cell of this measure: a row and a week, month or quarter."""
    return _mean() if measure == Measure.MEAN else _share(measure)


def _share(measure: Measure) -> Explained:
    return Explained(
        formula=f"{HITS[measure]}; their rounded number by the rounded number of all counted",
        counted=f"every {COUNTED[measure]} of the row and period{ONLY.get(measure, '')}",
        weighs=EACH.format(one=COUNTED[measure]),
        interval=f"{WIDENED}; as if each stood for itself. {UPPER_ALONE}",
        rounding=f"both numbers to the nearest {SMALLEST_GROUP}; {WITHHELD}",
        source=RULE.format(what="Wilson 1927 for the interval before it is widened; rounding and withholding:"),
    )


def _mean() -> Explained:
    meaning = definition(MEAN_AS)
    span = meaning.span
    if span is None:
        raise DefinitionError(f"{MEAN_AS}: the mean of a cell needs bounds. Add span.")
    return Explained(
        formula=(
            f"mean of the session ratings; from rounded numbers: how far each lies from "
            f"{span.centre:g} points is added up, and the rounded sum divided by the rounded number of ratings, "
            f"counted from {span.centre:g} points"
        ),
        counted=f"every {COUNTED[Measure.MEAN]} of the row and period",
        weighs=EACH.format(one=COUNTED[Measure.MEAN]),
        interval=(
            f"{Z_95:.2f} times a fixed standard deviation of {span.sd:g} points (a usual one, set by us), divided by "
            f"the root of the rounded number less {SLACK}; wider on both sides by what rounding may have moved the "
            "mean; as if each rating stood for itself"
        ),
        rounding=(
            f"the sum to multiples of {base_of(meaning, span):g} points, the number to the nearest {SMALLEST_GROUP}, "
            f"the mean to {1 / TOLD_PER_POINT:g} points; of fewer than about {FEWEST_FOR_A_NUMBER} ratings, and near "
            f"{span.high:g}, it is told between which whole points the mean lies that rounding leaves open; {WITHHELD}"
        ),
        source=RULE.format(what="the whole of it:"),
    )
