"""What is known of a client can be set right: the language of the forms."""

from __future__ import annotations

import pytest

from fit.casework import client, clinician
from fit.errors import AccessDeniedError, InputError


def test_the_language_is_set_right_for_forms_not_opened_yet_and_the_audit_names_it(either):
    episode = either.begin("C1")
    handed = either.invite(episode)
    assert client.open_form(either.clinic, handed.token, device="phone").language == "en"

    clinician.set_language(either.clinic, either.ann, episode, "zh-Hans")

    assert either.page(episode).episode.language == "zh-Hans"
    assert client.open_form(either.clinic, handed.token, device="phone").language == "zh-Hans"
    assert "set_language" in either.actions()


def test_only_that_client_reads_another_language(world):
    one, other = world.begin("C1"), world.begin("C2")
    clinician.set_language(world.clinic, world.ann, one, "de")
    assert world.page(other).episode.language == "en"


@pytest.mark.parametrize("language", ["", "German", "d", "de_AT", "de; drop table client"])
def test_what_is_no_language_is_refused(world, language):
    episode = world.begin("C1")
    with pytest.raises(InputError, match=r"is no language\. Choose one from the list"):
        clinician.set_language(world.clinic, world.ann, episode, language)
    assert world.page(episode).episode.language == "en"


def test_a_colleague_sets_nothing(world):
    episode = world.begin("C1")
    with pytest.raises(AccessDeniedError):
        clinician.set_language(world.clinic, world.ben, episode, "de")
