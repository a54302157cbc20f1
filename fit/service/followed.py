"""How far a curve by sessions is told: only where enough episodes are still followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from fit.service.figure import NotAssessable
from fit.service.survival import Incidence, SurvivalCurve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Curve = TypeVar("Curve", SurvivalCurve, Incidence)

__all__ = ["FEWEST_FOLLOWED", "followed_until", "while_followed"]

FEWEST_FOLLOWED = 10
"""[episodes] A curve ends where fewer are still followed: among nine, one ending more moves it by a ninth and more.
That a curve is to be stopped where few are left is the advice of Pocock, Clayton & Altman 2002, Lancet 359(9318),
1686-1689, doi:10.1016/S0140-6736(02)08594-X (not read in the paper itself); the number is a choice of this project."""
TOO_FEW_FOLLOWED = f"fewer than {FEWEST_FOLLOWED} episodes are followed, too few for a curve"


def followed_until(session: NDArray[np.int64]) -> int:
    """Last session to which ten episodes at least are followed; 0 where there are fewer of them at all."""
    if session.size < FEWEST_FOLLOWED:
        return 0
    return int(np.partition(session, -FEWEST_FOLLOWED)[-FEWEST_FOLLOWED])


def while_followed(curve: Curve | NotAssessable, session: NDArray[np.int64]) -> Curve | NotAssessable:
    """End a curve where fewer than ten episodes are still followed.

    Parameters
    ----------
    session : [episodes] to which session each is followed, as the curve was made from
    """
    if isinstance(curve, NotAssessable):
        return curve
    until = followed_until(session)
    if not until:
        return NotAssessable(reason=TOO_FEW_FOLLOWED)
    if isinstance(curve, Incidence):
        told = curve.session <= until
        return replace(
            curve, session=curve.session[told], events=curve.events[told], share=curve.share[told], until=until
        )
    return _cut(curve, until)


def _cut(curve: SurvivalCurve, until: int) -> SurvivalCurve:
    told = curve.session <= until
    names = ("session", "at_risk", "events", "survival", "standard_error", "lower", "upper")
    kept = {name: getattr(curve, name)[told] for name in names}
    return replace(curve, **kept, until=until, censored=curve.n - int(kept["events"].sum()))
