"""The words around a printed scale: whole in every language, the pack's words left alone."""

from __future__ import annotations

import pytest

from dashboard.components import form_words
from dashboard.components.printed_words import PRINTED, printed_form
from fit.reports.blank_form import blank_form
from fit.scales import LANGUAGES, AgeBand, Informant, Packs, load_pack, scales, worded
from tests.fit.scales.packs import LINES, changed, write_pack


def test_packs_forms_and_printed_words_know_the_same_languages():
    assert set(PRINTED) == set(LANGUAGES) == set(form_words.LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_can_be_printed(language):
    assert all(PRINTED[language])
    for one in scales().values():
        form = printed_form(worded(one.id, language, Packs(), is_licensed=False), AgeBand.ADULT)
        assert blank_form(form).startswith(b"%PDF-")


def test_neutral_wording_is_called_so_on_paper_and_a_packs_is_not(tmp_path):
    neutral = printed_form(worded("ors", "en", Packs(), is_licensed=False), AgeBand.ADULT)
    assert neutral.small_print.startswith("Neutral wording, not the licensed form.")
    pack = printed_form(load_pack(write_pack(tmp_path, LINES)), AgeBand.ADULT)
    assert pack.small_print == "© 2026 a made-up owner of a made-up wording"
    assert (pack.language, pack.opening, pack.code) == ("de", "Bitte setzen Sie auf jede Linie ein Kreuz.", "Code")
    assert [item.prompt for item in pack.scale.items][3] == "Probetext vier"


def test_a_pack_in_arabic_runs_from_the_right(tmp_path):
    pack = load_pack(write_pack(tmp_path, changed(LINES, language="ar", items__social__low="أقل")))
    form = printed_form(pack, AgeBand.ADULT)
    assert (form.right_to_left, form.code) == (True, PRINTED["ar"].code)


def test_how_to_answer_fits_the_kind_of_scale():
    hows = [
        printed_form(worded(name, "en", Packs(), is_licensed=False), AgeBand.CHILD).how
        for name in ("cors", "gad7", "ycsrs")
    ]
    assert hows == [
        "Put a cross on each line where it feels right.",
        "Tick one box in each row.",
        "Put a cross on one face.",
    ]


def test_a_caregiver_is_asked_about_the_child_on_paper_too():
    form = printed_form(worded("cors", "en", Packs(), is_licensed=False), AgeBand.CHILD, Informant.CAREGIVER)
    assert form.opening == "How has your child's past week been?"
    assert form.scale.items[1].prompt == "How is it at home for your child?"
