"""Whose life is rated and who rates it: together they decide which published line applies."""

from __future__ import annotations

from enum import StrEnum


class AgeBand(StrEnum):
    """Age of the rated person, frozen when the episode starts: it decides which lines apply."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"
    CHILD = "child"


class Informant(StrEnum):
    """Who filled the scale in. Each informant's ratings are assessed apart."""

    CLIENT = "client"
    CAREGIVER = "caregiver"
    TEACHER = "teacher"
    REFERRER = "referrer"
    CLINICIAN = "clinician"
    GROUP = "group"
