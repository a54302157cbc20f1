"""A clinician begins an episode: what is kept, and which codes are whose."""

from __future__ import annotations

from datetime import date

import pytest

from fit.casework import clinician
from fit.casework.administrator import close_episode
from fit.casework.views import ConsentKind
from fit.errors import ConflictError, InputError
from fit.ratings import Ending
from fit.scales import AgeBand

TODAY = date(2026, 3, 2)


def begin(world, code="C1", who=None, **known):
    known = {"age_band": AgeBand.ADULT} | known
    return clinician.begin_episode(world.clinic, who or world.ann, code=code, **known)


def test_client_episode_and_consent_come_in_one_step(world):
    episode = begin(world, " C1 ", display_name=" J. D. ", birth_year=1990, language="de", consent_given_on=TODAY)
    facts = world.page(episode).episode
    assert (facts.client_label, facts.client_code, facts.language) == ("J. D.", "C1", "de")
    assert (facts.clinician_id, facts.opened_on) == (world.ann.user_id, TODAY)
    assert facts.consents == {ConsentKind.RATINGS: True}
    assert "begin_episode" in world.actions()


def test_without_a_consent_none_is_noted(world):
    assert world.page(begin(world)).episode.consents == {}


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"code": "  "}, "code is empty"),
        ({"code": "x" * 41}, "up to 40 letters"),
        ({"code": "a\nb"}, "is no code"),
        ({"display_name": "x" * 101}, "is no name"),
        ({"birth_year": 1899}, "1899 is no birth year. Write one from 1900 to 2026"),
        ({"birth_year": 2027}, "2027 is no birth year"),
        ({"consent_given_on": date(2026, 3, 3)}, "2026-03-03 lies in the future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, known, why):
    with pytest.raises(InputError, match=why):
        begin(world, **known)
    assert world.caseload().rows == ()


@pytest.mark.parametrize("known", [{"code": "x" * 40}, {"birth_year": 1900}, {"birth_year": 2026}])
def test_what_just_can_be_is_taken(world, known):
    begin(world, **known)
    assert len(world.caseload().rows) == 1


def test_a_client_on_ones_own_list_is_not_begun_twice(world):
    begin(world)
    for seen_before in (False, True):
        with pytest.raises(ConflictError, match="on your list already"):
            begin(world, seen_before=seen_before)


def test_a_colleagues_code_is_in_use_and_nothing_of_that_client_is_shown(world):
    begin(world, who=world.ben, display_name="J. D.")
    with pytest.raises(ConflictError, match=r"The code 'C1' is in use in this clinic\. Choose another one\."):
        begin(world)
    with pytest.raises(InputError, match="You had no client with the code 'C1' before"):
        begin(world, seen_before=True)


def test_an_earlier_client_comes_back_when_one_says_so(world):
    first = begin(world, display_name="J. D.")
    close_episode(world.clinic, world.ann, first, closed_on=TODAY, ending=Ending.PLANNED)
    with pytest.raises(ConflictError, match="If it is the same person, say so below"):
        begin(world)
    second = begin(world, seen_before=True, display_name="somebody", consent_given_on=TODAY)
    assert world.page(second).episode.client_id == world.page(first).episode.client_id
    assert world.page(second).client_label == "J. D."


def test_an_age_band_goes_by_the_age_reached_this_year(world):
    adult_from = world.clinic.policy.adult_from
    assert world.clinic.age_band_of(2026 - adult_from) is AgeBand.ADULT
    assert world.clinic.age_band_of(2026 - adult_from + 1) is AgeBand.ADOLESCENT
