"""By the SD of whose first ratings a director's raw effect size is divided: the episodes and the words for them.

The page of outcomes and the service report take other ones, so that each must be able to say which.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from fit.service.suppression import clinic_sd

if TYPE_CHECKING:
    from fit.service.episodes import Episodes

__all__ = ["Spread"]

TENTHS = 10


class Spread(StrEnum):
    """Whose first ratings; the value says it."""

    RATED = "all episodes of the whole clinic and the whole time that were rated on the ORS family at least once"
    REPORTED = "all episodes of the whole clinic in the report that were rated on the ORS family at least twice"

    def sd(self, clinic: Episodes) -> float | None:
        """That SD [points] in half points; None where it would rest on too few.

        Parameters
        ----------
        clinic : of the whole clinic, before any filter
        """
        mine = clinic.again if self is Spread.REPORTED else clinic.on_points & (clinic.ratings > 0)
        return clinic_sd(clinic.intake[mine] / TENTHS)
