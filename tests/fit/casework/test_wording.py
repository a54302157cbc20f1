"""A pack's words reach the form only after the clinic said that it holds the licence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.casework import Settings, administrator, client, clinician, open_clinic
from fit.casework._wording import STATEMENT_VERSION
from fit.errors import DefinitionError, InputError
from fit.scales import load_packs, scale
from tests.fit.scales.packs import CHOICES, LINES, changed, write_pack


@pytest.fixture
def packed(either, tmp_path):
    """The small clinic with packs of made-up words: one licensed, one free, one with a mistake."""
    for pack in (LINES, CHOICES, changed(LINES, language="fr", copyright=None)):
        write_pack(tmp_path / "packs", pack)
    settings = replace(either.clinic.settings, wording=tmp_path / "packs")
    either.clinic = replace(either.clinic, settings=settings, packs=load_packs(tmp_path / "packs"))
    return either


def confirm(world, family="ors", who=None):
    administrator.confirm_licence(world.clinic, who or world.admin, family, statement_version=STATEMENT_VERSION)


def form(world, language, scale_id="ors"):
    handed, _ = world.hand_over(world.begin(f"C-{language}-{world.clock.moment}", language=language), scale_id)
    return client.open_form(world.clinic, handed.token).parts[0]


def test_before_the_licence_is_confirmed_the_form_stays_neutral(packed):
    shown = form(packed, "de")
    assert (shown.wording.source, shown.scale) == ("neutral", scale("ors"))


def test_afterwards_the_form_has_the_words_and_the_copyright_line_of_the_pack(packed):
    confirm(packed)
    shown = form(packed, "de")
    assert [item.prompt for item in shown.scale.items][:2] == ["Probetext eins", "Probetext zwei"]
    assert shown.scale.copyright == "(c) 2026 a made-up owner of a made-up wording"
    assert (shown.wording.source, shown.wording.language) == ("pack", "de")


def test_the_marks_on_a_packs_form_are_stored_as_ever(packed):
    confirm(packed)
    handed, _ = packed.hand_over(packed.begin("C1", language="de"))
    packed.send(handed.token, 23.4)
    (row,) = packed.page(packed.episodes["C1"]).sessions[0].ratings
    assert (row.scale_title, str(row.total)) == ("ORS", "23.4")


def test_a_licence_holds_for_its_family_and_its_clinic_only(packed):
    confirm(packed, "srs")
    assert form(packed, "de").wording.source == "neutral"
    confirm(packed, "ors", packed.other_admin)
    assert clinician.open_scale(packed.clinic, packed.ann, "ors", "de").source == "neutral"
    assert clinician.open_scale(packed.clinic, packed.other_ann, "ors", "de").source == "pack"


def test_a_free_scale_needs_no_confirmation(packed):
    found = clinician.open_scale(packed.clinic, packed.ann, "gad7", "fr")
    assert (found.source, found.scale.intro) == ("pack", "Texte d'essai.")


def test_the_administrator_sees_packs_mistakes_and_who_confirmed_what_and_when(packed):
    before = administrator.open_wording(packed.clinic, packed.admin)
    ors = next(one for one in before.families if one.family == "ors")
    assert ors.needs_licence
    assert ors.has_packs
    assert {one.scale_id: one.languages for one in ors.scales} == {"cors": (), "ors": ("de",), "ycors": ()}
    assert before.problems == ("ors.fr.toml: copyright is missing. Add it.",)
    assert not next(one for one in before.families if one.family == "gad7").needs_licence
    confirm(packed)
    packed.clock.forward(days=1)
    confirm(packed)
    after = next(one for one in administrator.open_wording(packed.clinic, packed.admin).families if one.family == "ors")
    assert (after.confirmed_by, after.confirmed_version) == ("North admin", STATEMENT_VERSION)
    assert after.confirmed_at == packed.clock.moment.replace(day=packed.clock.moment.day - 1)


def test_confirming_stands_in_the_audit(packed):
    confirm(packed)
    row = next(one for one in administrator.open_audit(packed.clinic, packed.admin) if one.action == "confirm_licence")
    assert (row.subject_kind, row.subject_id, row.actor_name) == ("licence", "ors", "North admin")


@pytest.mark.parametrize("family", ["phq9", "nonsense", ""])
def test_what_needs_no_licence_is_not_confirmed(packed, family):
    with pytest.raises(InputError, match=r"needs a licence here\. Choose one"):
        confirm(packed, family)


def test_another_statement_than_todays_is_not_confirmed(packed):
    with pytest.raises(InputError, match="The statement has changed"):
        administrator.confirm_licence(packed.clinic, packed.admin, "ors", statement_version="2020-01")
    assert form(packed, "de").wording.source == "neutral"


def test_a_server_starts_with_its_packs_and_refuses_a_folder_that_is_not_there(tmp_path):
    write_pack(tmp_path / "packs", LINES)
    clinic = open_clinic(Settings(folder=tmp_path / "clinic", wording=tmp_path / "packs"))
    assert clinic.packs.languages("ors") == ("de",)
    clinic.close()
    with pytest.raises(DefinitionError, match="There is no folder"):
        open_clinic(Settings(folder=tmp_path / "clinic", wording=tmp_path / "nowhere"))
