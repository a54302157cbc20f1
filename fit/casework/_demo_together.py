"""A couple and a family at the first desk of the demo clinic, so that being seen together can be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework import clinician
from fit.casework.views import SharedKind
from fit.scales import AgeBand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode
    from fit.casework.actor import Actor

COUPLE, FAMILY = "Sim. pair A", "Sim. household B"


def bring_together(clinic: Clinic, actor: Actor, own: Sequence[DemoEpisode], found: Mapping[str, str]) -> None:
    """Let two adults be a couple, and an adult with a child or an adolescent a family; what is there already stays.

    `own` are the clinician's open episodes; `found` has the id of each by its label.
    """
    if clinician.open_shared_cases(clinic, actor):
        return
    adults = [one for one in own if one.age_band is AgeBand.ADULT]
    young = [one for one in own if one.age_band in {AgeBand.CHILD, AgeBand.ADOLESCENT}]
    for kind, name, people in (
        (SharedKind.COUPLE, COUPLE, adults[-3:-1]),
        (SharedKind.FAMILY, FAMILY, [*adults[-1:], *young[:2]]),
    ):
        _begin(clinic, actor, kind, name, [found[one.label] for one in people])


def _begin(clinic: Clinic, actor: Actor, kind: SharedKind, name: str, episode_ids: Sequence[str]) -> None:
    first, *others = episode_ids
    case_id = clinician.begin_shared_case(clinic, actor, first, kind=kind, name=name)
    for other in others:
        clinician.join_shared_case(clinic, actor, other, case_id)
