"""What is known of a client can be set right: code, name, birth, the line for links, the language of the forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fit.casework import administrator, client, clinician
from fit.casework.views import SharedKind
from fit.errors import AccessDeniedError, ConflictError, InputError
from fit.scales import AgeBand
from fit.store import audit
from fit.store.ids import read_id
from tests.fit.casework.world import csv


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


def known(world, episode, **changed):
    usual = {"code": "C1", "display_name": "", "birth_year": None, "birth_date": None, "contact": ""}
    clinician.change_client(world.clinic, world.ann, episode, **usual | changed)


def test_what_is_known_is_set_right_and_stands_in_no_audit(either):
    episode = either.begin("C1", display_name="J. Q.")
    known(either, episode, code="K-7", display_name="J.", birth_date=date(1991, 3, 4), contact="  j@post.example ")
    facts = either.page(episode).episode
    assert (facts.client_code, facts.client_label, facts.contact) == ("K-7", "J.", "j@post.example")
    assert (facts.birth_year, facts.birth_date, facts.age_band) == (1991, date(1991, 3, 4), AgeBand.ADULT)
    known(either, episode, code="K-7", display_name=None, birth_year=1990)
    facts = either.page(episode).episode
    assert (facts.client_label, facts.birth_year, facts.birth_date, facts.contact) == ("J.", 1990, None, "")
    with either.clinic.store.read() as connection:
        told = repr(audit.newest(connection, read_id(either.admin.clinic_id), 50))
    assert "change_client" in told
    assert not any(word in told for word in ("K-7", "J.", "post.example", "1991, 3", "1991-03"))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"code": " "}, "code is empty"),
        ({"code": "x" * 41}, "is no code"),
        ({"display_name": "x" * 101}, "is no name"),
        ({"birth_year": 1899}, "1899 is no birth year"),
        ({"birth_year": 2027}, "2027 is no birth year"),
        ({"birth_date": date(2026, 3, 3)}, "is no birth date"),
        ({"birth_date": date(1990, 1, 1), "birth_year": 1991}, "Set one of the two right"),
        ({"contact": "by the river"}, "no e-mail address and no telephone number"),
        ({"contact": "1234"}, "no e-mail address and no telephone number"),
        ({"contact": "a@b.example?bcc=all@b.example"}, "no e-mail address and no telephone number"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(world, changed, why):
    episode = world.begin("C1")
    with pytest.raises(InputError, match=why):
        known(world, episode, **changed)
    assert world.page(episode).episode.client_code == "C1"


@pytest.mark.parametrize("contact", ["+49 (0)30 123-456", "a.b+c@post.example", "030/12345", ""])
def test_an_address_or_a_number_is_a_contact(world, contact):
    episode = world.begin("C1")
    known(world, episode, contact=contact)
    assert world.page(episode).episode.contact == contact


def test_a_code_that_is_in_use_is_refused(either):
    either.begin("B1", who=either.ben)
    episode = either.begin("C1")
    with pytest.raises(ConflictError, match="'B1' is in use in this clinic"):
        known(either, episode, code="B1")


def codes_alone(world):
    world.clinic = replace(world.clinic, settings=replace(world.clinic.settings, codes_alone=True))


def test_where_codes_alone_are_kept_no_name_is_taken_from_anywhere(world):
    episode = world.begin("C1", display_name="J. Q.")
    codes_alone(world)
    place = (world.clinic, world.ann)
    refused = (
        lambda: clinician.begin_episode(*place, code="C2", age_band=AgeBand.ADULT, display_name="J. Q."),
        lambda: clinician.begin_episode(*place, code="Jo Quillfeather", age_band=AgeBand.ADULT),
        lambda: world.begin("C3", display_name="Jo"),
        lambda: known(world, episode, display_name="Jo"),
        lambda: known(world, episode, code="Quillfeather, Jo"),
        lambda: clinician.begin_shared_case(*place, episode, kind=SharedKind.COUPLE, name="Jo Quillfeather"),
    )
    for work in refused:
        with pytest.raises(InputError, match="codes alone"):
            work()
    rows = ("Jo Quillfeather,adult,1,ors,20.0,2026-01-05", "QX-1,adult,1,ors,20.0,2026-01-05")
    report = administrator.check_import(world.clinic, world.admin, "f.csv", csv(*rows))
    assert [(problem.line, "codes alone" in problem.what) for problem in report.rows_bad] == [(2, True)]
    assert world.page(episode).client_label == "J. Q."  # what was kept before stays until somebody takes it away
    known(world, episode)
    assert world.page(episode).client_label == "C1"


def test_with_names_a_word_of_letters_alone_is_as_good_a_code(world):
    report = administrator.check_import(world.clinic, world.admin, "f.csv", csv("Jo Quill,adult,1,ors,20.0,2026-01-05"))
    assert report.rows_bad == ()
