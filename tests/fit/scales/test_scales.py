from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from fit.errors import DefinitionError, RatingError, ScoreError, UnknownNameError
from fit.scales import AgeBand, Better, Informant, Layout, ScaleKind, Score, load_scale, scale, scale_ids, scales

FILES = {path.name: path.read_text() for path in files("fit.scales").iterdir() if path.name.endswith(".toml")}
LICENSED_FAMILY = ("ors", "cors", "srs", "csrs", "gsrs", "ycors", "ycsrs")


def test_every_file_is_a_scale():
    assert set(scale_ids()) == {name.removesuffix(".toml") for name in FILES}


@pytest.mark.parametrize(
    ("scale_id", "items", "maximum", "better", "kind"),
    [
        ("ors", 4, "40.0", Better.HIGHER, ScaleKind.OUTCOME),
        ("cors", 4, "40.0", Better.HIGHER, ScaleKind.OUTCOME),
        ("srs", 4, "40.0", Better.HIGHER, ScaleKind.ALLIANCE),
        ("csrs", 4, "40.0", Better.HIGHER, ScaleKind.ALLIANCE),
        ("gsrs", 4, "40.0", Better.HIGHER, ScaleKind.ALLIANCE),
        ("phq9", 9, "27.0", Better.LOWER, ScaleKind.OUTCOME),
        ("gad7", 7, "21.0", Better.LOWER, ScaleKind.OUTCOME),
        ("core10", 10, "40.0", Better.LOWER, ScaleKind.OUTCOME),
    ],
)
def test_structure_is_as_published(scale_id, items, maximum, better, kind):
    one = scale(scale_id)
    assert (len(one.items), str(one.maximum), one.better, one.kind) == (items, maximum, better, kind)


@pytest.mark.parametrize(
    ("scale_id", "cutoff", "reliable"), [("phq9", "10.0", "6.0"), ("gad7", "8.0", "4.0"), ("core10", "11.0", "6.0")]
)
def test_lines_of_the_free_scales_are_those_of_the_manual(scale_id, cutoff, reliable):
    one = scale(scale_id)
    assert str(one.clinical_cutoff(AgeBand.ADULT, Informant.CLIENT).score) == cutoff
    assert str(one.reliable_change) == reliable


@pytest.mark.parametrize("scale_id", LICENSED_FAMILY)
def test_the_licensed_family_ships_neutral_prompts_and_says_so(scale_id):
    one = scale(scale_id)
    assert one.wording == "neutral"
    assert "licensed" in one.copyright


@pytest.mark.parametrize("name", FILES)
def test_every_number_names_its_source_and_review(name):
    one = scale(name.removesuffix(".toml"))
    assert one.source
    assert date(2026, 1, 1) <= one.reviewed_on <= date(2036, 1, 1)
    for fact in (*one.cutoffs, *one.norms):
        assert fact.source
        assert fact.status in {"confirmed", "unconfirmed"}


def test_only_two_items_are_risk_answers():
    risky = [
        (one.id, place, item.id) for one in scales().values() for place, item in enumerate(one.items, 1) if item.risk
    ]
    assert risky == [("core10", 6, "plans"), ("phq9", 9, "self_harm")]


# As printed on the form: beside "Not at all" stands 0, but 4 on the two items that are scored the other way round.
def test_two_items_of_core_10_are_scored_the_other_way_round():
    first = {item.id: str(item.choices[0].score) for item in scale("core10").items}
    assert [item_id for item_id, score in first.items() if score == "4.0"] == ["support", "coping"]
    assert set(first.values()) == {"0.0", "4.0"}
    assert {item.choices[0].text for item in scale("core10").items} == {"Not at all"}


def test_a_core_10_total_counts_the_reversed_answers_from_the_other_end():
    texts = {"tense": "Often", "support": "Often", "coping": "Only occasionally", "talking": "Not at all"}
    texts |= {"panic": "Sometimes", "plans": "Not at all", "sleep": "Most or all the time", "despair": "Often"}
    texts |= {"unhappy": "Often", "images": "Only occasionally"}
    one = scale("core10")
    answers = {
        name: next(choice.score for choice in one.item(name).choices if choice.text == text)
        for name, text in texts.items()
    }
    assert one.total_of(answers) == Score.of(3 + 1 + 3 + 0 + 2 + 0 + 4 + 3 + 3 + 1)


@pytest.mark.parametrize("scale_id", ["ycors", "ycsrs"])
def test_the_scales_of_young_children_are_five_faces_without_a_score(scale_id):
    one = scale(scale_id)
    assert (one.scored, one.layout, one.age_bands) == (False, Layout.FACES, {AgeBand.CHILD})
    (item,) = one.items
    assert [choice.id for choice in item.choices] == ["very_happy", "happy", "so_so", "sad", "very_sad"]
    assert (one.cutoffs, one.norms, one.reliable_change) == ((), (), None)


def test_a_face_is_accepted_and_adds_up_to_nothing():
    assert scale("ycors").total_of({"face": Score.of(4)}) is None
    with pytest.raises(RatingError, match=r"face: 5\.0 is no answer"):
        scale("ycors").total_of({"face": Score.of(5)})
    with pytest.raises(RatingError, match="No mark on: face"):
        scale("ycors").total_of({})


def test_a_scale_that_is_not_scored_has_no_total():
    with pytest.raises(ScoreError, match="YCORS is not scored"):
        scale("ycors").check_total(Score(0))


def test_lines_choices_and_faces_are_told_apart():
    assert [scale(name).layout for name in ("ors", "core10", "ycsrs")] == [Layout.LINES, Layout.CHOICES, Layout.FACES]


def test_an_unknown_scale_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no scale 'oq45'\. Known: core10, cors, csrs"):
        scale("oq45")


def test_a_total_needs_every_item():
    with pytest.raises(RatingError, match="No mark on: goals, overall"):
        scale("srs").total_of({"relationship": Score(90), "approach": Score(80)})


@pytest.mark.parametrize("mark", [Score(-1), Score(101)])
def test_a_mark_outside_the_line_is_refused(mark):
    marks = dict.fromkeys(("individual", "interpersonal", "social"), Score(50))
    with pytest.raises(RatingError, match=r"overall: .* is no answer"):
        scale("ors").total_of({**marks, "overall": mark})


def test_a_choice_that_is_not_offered_is_refused():
    answers = dict.fromkeys((item.id for item in scale("gad7").items), Score(10))
    with pytest.raises(RatingError, match=r"worry: 1.5 is no answer"):
        scale("gad7").total_of({**answers, "worry": Score(15)})


def test_an_unknown_item_is_refused_with_the_known_ones():
    marks = dict.fromkeys(("individual", "interpersonal", "social", "overall"), Score(50))
    with pytest.raises(UnknownNameError, match="ors has no item 'mood'"):
        scale("ors").total_of({**marks, "mood": Score(50)})


@pytest.mark.parametrize(("total", "fits"), [(0, True), (400, True), (401, False), (-1, False)])
def test_a_total_lies_within_the_scale(total, fits):
    if fits:
        scale("ors").check_total(Score(total))
        return
    with pytest.raises(ScoreError, match=r"no ORS total\. It runs from 0\.0 to 40\.0"):
        scale("ors").check_total(Score(total))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "mood"}, "broken.toml: 'mood' is not a valid ScaleKind"),
        ({"title": None}, "broken.toml: the key 'title' is missing"),
        ({"item_maximum": "ten"}, "broken.toml: 'ten' is not a number"),
    ],
)
def test_a_scale_file_with_a_mistake_is_refused_by_name(change, says):
    table = {**tomllib.loads(FILES["srs.toml"]), **change}
    with pytest.raises(DefinitionError, match=says):
        load_scale("broken.toml", {key: value for key, value in table.items() if value is not None})
