"""A wording pack is taken whole or not at all, and every mistake is named with file, key and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fit.errors import DefinitionError, UnknownNameError
from fit.scales import Packs, WordingSource, load_pack, load_packs, scale, scales, worded
from tests.fit.scales.packs import CHOICES, FACES, LINES, changed, write_pack


def test_a_pack_brings_every_word_and_leaves_the_structure_alone(tmp_path):
    pack = load_pack(write_pack(tmp_path, LINES))
    assert (pack.language, pack.source) == ("de", WordingSource.PACK)
    social = pack.scale.item("social")
    assert (social.prompt, social.low, social.high) == ("Probetext drei", "links drei", "rechts drei")
    assert pack.scale.copyright == "(c) 2026 a made-up owner of a made-up wording"
    assert pack.scale.intro == "Bitte setzen Sie auf jede Linie ein Kreuz."
    own = scale("ors")
    assert (pack.scale.title, pack.scale.maximum, pack.scale.cutoffs) == (own.title, own.maximum, own.cutoffs)
    assert scale("ors").item("social").prompt != "Probetext drei"


def test_choices_may_be_the_same_for_all_items_and_keep_their_scores(tmp_path):
    pack = load_pack(write_pack(tmp_path, CHOICES)).scale
    assert pack.title == "GAD-7 (essai)"
    assert [(str(one.score), one.text) for one in pack.items[6].choices] == [
        ("0.0", "essai zéro"),
        ("1.0", "essai un"),
        ("2.0", "essai deux"),
        ("3.0", "essai trois"),
    ]


def test_a_reversed_item_stays_reversed_in_any_language(tmp_path):
    items = {item.id: {"prompt": f"essai {item.id}"} for item in scale("core10").items}
    texts = ["null", "eins", "zwei", "drei", "vier"]
    table = {**LINES, "scale": "core10", "choices": texts, "items": items}
    pack = load_pack(write_pack(tmp_path, table)).scale
    assert {choice.text: str(choice.score) for choice in pack.item("support").choices}["null"] == "4.0"
    assert {choice.text: str(choice.score) for choice in pack.item("tense").choices}["null"] == "0.0"


def test_faces_keep_their_names_and_get_the_words_of_the_pack(tmp_path):
    (item,) = load_pack(write_pack(tmp_path, FACES)).scale.items
    assert [(one.id, one.text) for one in item.choices][:2] == [("very_happy", "aa"), ("happy", "bb")]


@pytest.mark.parametrize(
    ("pack", "says"),
    [
        (changed(LINES, items__mood={"prompt": "x", "low": "y", "high": "z"}), "items.mood is no item of ORS. It has:"),
        (changed(LINES, items__social=None), "items.social is missing. Write [items.social] with its words."),
        (changed(LINES, items__social__low=None), "items.social.low is missing. Add it."),
        (changed(LINES, items__social__low="  "), "items.social.low is no text of 1 to 1000 characters."),
        (changed(LINES, items__social__high=7), "items.social.high is no text of 1 to 1000 characters."),
        (changed(LINES, items__social__hihg="x"), "items.social.hihg is unknown. Remove it, or use one of: prompt"),
        (changed(LINES, language="xx"), "language = 'xx' is unknown. Use one of: ar, da, de, en"),
        (changed(LINES, scale="oq45"), "scale = 'oq45' is unknown. Use one of: core10, cors"),
        (changed(LINES, copyright=None), "copyright is missing. Add it."),
        (changed(LINES, copyright=""), "copyright is no text"),
        (changed(LINES, intro=None), "intro is missing. Add it."),
        (changed(LINES, titel="x"), "titel is unknown. Remove it, or use one of: scale, language"),
        (changed(LINES, items="none"), "items is no table. Write [items.<id>] for each item."),
        (
            changed(CHOICES, choices=["a", "b", "c"]),
            "choices has 3 texts. nervous has 4 choices; write one text for each.",
        ),
        (changed(CHOICES, choices=None), "choices is missing. Write a list of 4 texts."),
        (changed(CHOICES, choices=["a", "b", "c", 4]), "choices, text 4, is no text"),
        (
            changed(CHOICES, items__worry__choices=["a", "b", "c", "d", "e"]),
            "items.worry.choices has 5 texts. worry has 4 choices",
        ),
        (changed(FACES, items__face__choices=["a"]), "items.face.choices has 1 texts. face has 5 choices"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(tmp_path, pack, says):
    path = write_pack(tmp_path, pack)
    with pytest.raises(DefinitionError) as refused:
        load_pack(path)
    assert f"{path.name}: {says}" in str(refused.value)


def test_a_scale_that_is_no_text_is_refused_too(tmp_path):
    path = write_pack(tmp_path, {**LINES, "scale": ["ors"]}, "ors.de.toml")
    with pytest.raises(DefinitionError, match=r"ors\.de\.toml: scale = \['ors'\] is unknown"):
        load_pack(path)


def test_the_file_must_be_called_what_it_holds(tmp_path):
    path = write_pack(tmp_path, LINES, "srs.de.toml")
    with pytest.raises(DefinitionError, match=r"srs\.de\.toml: scale and language say ors\.de\.toml\. Rename"):
        load_pack(path)


@pytest.mark.parametrize("content", [b"scale = ", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_named(tmp_path, content):
    (tmp_path / "ors.de.toml").write_bytes(content)
    with pytest.raises(DefinitionError, match=r"ors\.de\.toml: cannot be read .* Save it as TOML in UTF-8\."):
        load_pack(tmp_path / "ors.de.toml")


def test_a_pack_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = write_pack(tmp_path, LINES)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_pack(path).language == "de"


def test_a_folder_gives_the_good_packs_and_names_each_mistake_of_the_others(tmp_path):
    write_pack(tmp_path, LINES)
    write_pack(tmp_path, CHOICES)
    write_pack(tmp_path, changed(LINES, language="da", copyright=None, items__social=None))
    (tmp_path / "notes.txt").write_text("no pack")
    found = load_packs(tmp_path)
    assert set(found.packs) == {("ors", "de"), ("gad7", "fr")}
    assert [problem.split(" is missing")[0] for problem in found.problems] == [
        "ors.da.toml: copyright",
        "ors.da.toml: items.social",
    ]
    assert (found.languages("ors"), found.languages("srs")) == (("de",), ())


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match=r"There is no folder .*nowhere"):
        load_packs(tmp_path / "nowhere")


@pytest.fixture
def packs(tmp_path):
    for pack in (LINES, CHOICES):
        write_pack(tmp_path, pack)
    return load_packs(tmp_path)


# scale, language the client reads, licence said to be held -> whose words, in which language
@pytest.mark.parametrize(
    ("scale_id", "language", "is_licensed", "source", "really"),
    [
        ("ors", "de", True, "pack", "de"),
        ("ors", "de-AT", True, "pack", "de"),
        ("ors", "de", False, "neutral", "de"),
        ("ors", "da", True, "neutral", "da"),
        ("ors", "en", True, "neutral", "en"),
        ("srs", "de", True, "neutral", "de"),
        ("gad7", "fr", False, "pack", "fr"),
        ("gad7", "en", False, "free", "en"),
        ("gad7", "ar", True, "free", "en"),
    ],
)
def test_the_words_are_the_packs_if_allowed_else_those_the_client_reads(
    packs, scale_id, language, is_licensed, source, really
):
    found = worded(scale_id, language, packs, is_licensed=is_licensed)
    assert (found.source.value, found.language, found.scale.id) == (source, really, scale_id)
    assert (found.scale.wording == "pack") == (source == "pack")


def test_without_packs_every_scale_has_its_own_words():
    for one in scales().values():
        assert worded(one.id, "en", Packs(), is_licensed=True).scale == one


def test_an_unknown_scale_has_no_words():
    with pytest.raises(UnknownNameError, match="no scale 'oq45'"):
        worded("oq45", "en", Packs(), is_licensed=False)


def test_the_example_of_the_documentation_is_a_pack(tmp_path):
    text = Path(__file__).parents[3].joinpath("docs/wording_packs.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", text, flags=re.DOTALL)[1]
    more = "".join(f'[items.{name}]\nprompt = "p"\nlow = "l"\nhigh = "h"\n' for name in ("social", "overall"))
    (tmp_path / "ors.de.toml").write_text(example + more, "utf-8")
    assert load_pack(tmp_path / "ors.de.toml").scale.item("individual").prompt == "The first line"
