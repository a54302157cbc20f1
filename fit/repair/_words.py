"""The words of a repair: kind of rupture, what it is about, who listens, in which setting."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

SPOKEN_LANGUAGES: Final = ("en", "ar", "da", "de", "es", "fr", "nl", "zh-Hans")
"""Languages in which something can be said to a client; a test keeps them equal to those of the clients' screens."""


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
