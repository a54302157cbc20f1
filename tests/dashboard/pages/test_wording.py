"""The administrator's page of wording packs: what is here, what is wrong, and the licence confirmed once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.clinic import use_clinic
from fit.casework.clinician import open_scale
from fit.scales import load_packs
from tests.dashboard.pages.looking import labels, look_at, said
from tests.fit.scales.packs import CHOICES, LINES, changed, write_pack


@pytest.fixture
def packed(clinic, tmp_path):
    """The story clinic with a folder of packs of made-up words."""
    folder = tmp_path / "packs"
    for pack in (LINES, CHOICES, changed(LINES, language="fr", copyright=None)):
        write_pack(folder, pack)
    with use_clinic(
        replace(clinic, settings=replace(clinic.settings, wording=folder), packs=load_packs(folder))
    ) as one:
        yield one


@pytest.fixture
def page(packed, signed_in_as):
    signed_in_as("administrator.one")
    return look_at("wording")


def test_without_a_folder_it_says_what_a_pack_is_and_where_it_goes(clinic, signed_in_as):
    signed_in_as("administrator.one")
    page = look_at("wording")
    assert "No wording packs yet" in said(page)
    assert "MENDLINE_WORDING" in said(page)
    assert labels(page) == []


def test_packs_are_listed_by_scale_with_their_languages_and_what_is_shown_else(page):
    assert "2 wording packs are here" in said(page)
    assert "ORS pack: de (not used yet); otherwise neutral prompts" in said(page)
    assert "CORS neutral prompts" in said(page)
    assert "GAD-7 pack: fr; otherwise English as published" in said(page)


def test_a_mistake_is_shown_with_file_key_and_remedy(page):
    assert "ors.fr.toml: copyright is missing. Add it." in [text.value for text in page.text]


def test_the_licence_is_confirmed_only_after_the_statement_was_ticked(page, packed, people):
    (button,) = page.button
    assert button.disabled
    (box,) = page.checkbox
    assert "holds a licence from the owners of the ORS wording" in box.label
    box.check().run()
    page.button[0].click().run()
    assert not page.exception
    assert "The ORS forms now show the words of your packs." in [one.value for one in page.success]
    assert any("Administrator One confirmed the licence on" in one.value for one in page.success)
    assert labels(page) == []
    assert "ORS pack: de; otherwise neutral prompts" in said(page)
    assert open_scale(packed, people["clinician.one"], "ors", "de").source == "pack"
