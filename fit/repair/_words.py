"""The words of a repair: kind of rupture, what it is about, who listens, in which setting."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fit.dialogue import RuptureKind
from fit.scales import AgeBand, Informant

if TYPE_CHECKING:
    from collections.abc import Collection

SPOKEN_LANGUAGES: Final = ("en", "ar", "da", "de", "es", "fr", "nl", "zh-Hans")
"""Languages in which something can be said to a client; a test keeps them equal to those of the clients' screens."""


class KindSeen(StrEnum):
    """What the clinician made of it: one kind, both in one session, or not sure, which is a good answer."""

    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    BOTH = "both"
    NOT_SURE = "not_sure"

    @property
    def kinds(self) -> tuple[RuptureKind, ...]:
        """Whose scripts fit: withdrawal never gets confrontation's. The gentler one first where both may."""
        if self in {KindSeen.BOTH, KindSeen.NOT_SURE}:
            return RuptureKind.WITHDRAWAL, RuptureKind.CONFRONTATION
        return (RuptureKind(self.value),)


class Dimension(StrEnum):
    """What the strain may be about. The clinician decides; not sure is a good answer."""

    GOALS_OR_METHOD = "goals_or_method"
    RELATIONAL_BREACH = "relational_breach"
    FEAR_OF_CHANGE = "fear_of_change"
    NOT_SURE = "not_sure"


class Listener(StrEnum):
    """Who hears the sentence: a client of an age band, or a child together with a caregiver."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"
    CHILD = "child"
    CAREGIVER = "caregiver"


class Setting(StrEnum):
    """Who else is in the room."""

    INDIVIDUAL = "individual"
    COUPLE_FAMILY = "couple_family"
    GROUP = "group"


def listener_of(age_band: AgeBand, informants: Collection[Informant]) -> Listener:
    """Who will hear it: a child whose caregiver rated the session too is not alone in the room."""
    if age_band is AgeBand.CHILD and Informant.CAREGIVER in informants:
        return Listener.CAREGIVER
    return Listener(age_band.value)


def setting_of(scale_ids: Collection[str], informants: Collection[Informant]) -> Setting:
    """In which setting a session was held, as far as the scales that were filled in tell."""
    if GROUP_SCALE in scale_ids or Informant.GROUP in informants:
        return Setting.GROUP
    return Setting.COUPLE_FAMILY if Informant.CAREGIVER in informants else Setting.INDIVIDUAL


GROUP_SCALE = "gsrs"
"""The group's own session rating."""
