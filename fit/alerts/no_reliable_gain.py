"""No reliable gain by now."""

from __future__ import annotations

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, counts, points, words
from fit.trajectory import least_tenths


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="gain since intake within reliable change at the policy's check-in session or later; from the consult "
    "session on, time to ask a colleague. Not said of clients whose start leaves no room to grow, nor at the target: "
    "for a start near the line the target itself lies less than reliable change away.",
    source="ICCE manual 4: clients who gain mostly begin to by the third session, and few do after the sixth",
    bound="from rated session {check_in} on, a gain that is not {reliable bound} {reliable change} "
    "points; consult from {consult} on",
    next_step="At the check-in talk about it with the client; from the consult session on take it to a colleague.",
)
def no_reliable_gain(columns: Columns) -> Found:
    """No reliable gain by now."""
    outcome, policy = columns.outcome, columns.policy
    rated = outcome.runs.place + 1
    strand = outcome.runs.strand
    with np.errstate(invalid="ignore"):
        at_target = outcome.score >= least_tenths(columns.strand.target[strand])
    mask = (rated >= policy.check_in) & ~outcome.reliable_gain & ~outcome.high_start[strand] & ~at_target
    stage = np.where(rated >= policy.consult, 1, 0)
    return Found(
        mask=mask,
        evidence={
            "rated sessions": counts(rated),
            "gain": points(outcome.gain),
            "reliable change": points(columns.strand.reliable_change[strand]),
            "stage": words(stage, ("check-in", "consult").__getitem__),
        },
    )
