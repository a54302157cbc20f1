"""Every scene can be played to its end on every way, and every offered answer sounds as it says."""

from __future__ import annotations

import re
from itertools import product

import pytest

from fit.errors import DefinitionError, UnknownNameError
from fit.repair import (
    Dimension,
    Listener,
    Openness,
    RehearsalLength,
    RuptureKind,
    Setting,
    Sound,
    check_wording,
    closest_rehearsals,
    load_rehearsal,
    rehearsal_named,
    rehearsals,
    sounds_by_kind,
)

SCENES = rehearsals()
MOMENTS = [(scene, line) for scene in SCENES for line in scene.lines.values() if not line.is_end]
OFFERS = [(line.step, sound, offer) for _, line in MOMENTS for sound, offer in line.offers.items()]
ABOUT = (Dimension.GOALS_OR_METHOD, Dimension.RELATIONAL_BREACH, Dimension.FEAR_OF_CHANGE)


def ways(scene, name):
    """Return every way from a line to an end, as the ids of its lines."""
    line = scene.lines[name]
    if line.is_end:
        return [[name]]
    return [[name, *rest] for following in sorted(set(line.leads_to.values())) for rest in ways(scene, following)]


def words(line):
    return len(line.said.split())


@pytest.mark.parametrize("length", RehearsalLength)
def test_each_kind_of_rupture_is_there_for_each_dimension(length):
    there = {(scene.kind, scene.dimension) for scene in SCENES if scene.length is length}
    assert there == set(product(RuptureKind, ABOUT))


def test_an_adolescent_a_caregiver_with_child_a_group_and_a_couple_are_among_them():
    whole = [scene for scene in SCENES if scene.length is RehearsalLength.FULL]
    assert {Listener.ADULT, Listener.ADOLESCENT, Listener.CAREGIVER} <= {scene.listener for scene in whole}
    assert {Setting.GROUP, Setting.COUPLE_FAMILY} <= {scene.setting for scene in whole}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.id)
def test_every_line_lies_on_a_way_from_the_first_line_to_an_end(scene):
    walked = ways(scene, scene.start)
    assert {name for way in walked for name in way} == set(scene.lines)
    assert {len(way) == len(set(way)) for way in walked} == {True}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.id)
def test_from_every_line_there_is_a_way_back_to_an_open_ending(scene):
    for line in scene.lines.values():
        ends = {scene.lines[way[-1]].openness for way in ways(scene, line.id)}
        assert line.is_end or Openness.OPEN in ends, line.id


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.id)
def test_a_scene_takes_two_or_three_answers_in_two_minutes_and_three_to_nine_otherwise(scene):
    answers = {len(way) - 1 for way in ways(scene, scene.start)}
    shortest, longest = (2, 3) if scene.length is RehearsalLength.TWO_MINUTES else (3, 9)
    assert (min(answers), max(answers)) == (shortest, longest)


@pytest.mark.parametrize(("scene", "line"), MOMENTS, ids=lambda one: one.id)
def test_every_sound_of_an_answer_leads_on(scene, line):
    assert set(line.leads_to) == set(line.offers) == set(Sound)
    assert len(set(line.leads_to.values())) > 1


@pytest.mark.parametrize(("scene", "line"), MOMENTS, ids=lambda one: one.id)
def test_after_a_defensive_answer_the_client_says_less_than_after_an_open_one(scene, line):
    shut, opened = scene.lines[line.leads_to[Sound.DEFENSIVE]], scene.lines[line.leads_to[Sound.OPEN]]
    assert words(shut) < words(opened)


@pytest.mark.parametrize(("step", "sound", "offer"), OFFERS, ids=str)
def test_every_offered_answer_is_heard_by_the_check_as_it_says(step, sound, offer):
    heard = check_wording(offer.say, step=step)
    findings, good = {one.kind for one in heard.findings}, {one.kind for one in heard.good}
    expected = {
        Sound.DEFENSIVE: offer.kind in findings and not good,
        Sound.MIXED: offer.kind in findings and bool(good),
        Sound.OPEN: offer.kind in good and not findings,
    }
    assert expected[sound], (findings, good)


def test_every_defensive_kind_and_every_good_one_is_among_the_offered():
    offered = {offer.kind for _, _, offer in OFFERS}
    assert set(sounds_by_kind()) - offered == {"both", "waited", "reflect"}


def test_no_sound_always_stands_in_the_same_place():
    places = {(line.offered.index(offer), sound) for _, line in MOMENTS for sound, offer in line.offers.items()}
    assert len(places) == 9


def test_fear_of_change_is_never_interpreted_by_an_offered_open_answer_while_validating():
    told = [
        line.offers[Sound.OPEN].say.lower()
        for scene, line in MOMENTS
        if scene.dimension is Dimension.FEAR_OF_CHANGE and line.step == "validate"
    ]
    assert told
    assert [said for said in told if re.search(r"afraid|fear|scared|part of you|change|resist|avoid", said)] == []


def test_no_line_borrows_from_a_licensed_scale():
    told = [line.said.lower() for scene in SCENES for line in scene.lines.values()] + [
        o.say.lower() for *_, o in OFFERS
    ]
    forbidden = ("heard, understood", "worked on and talked about", "a good fit for me", "missing in the session")
    assert [said for said in told for borrowed in forbidden if borrowed in said] == []


def test_what_is_being_prepared_comes_first_and_the_other_kind_of_rupture_last():
    found = closest_rehearsals(
        kind=RuptureKind.WITHDRAWAL, dimension=Dimension.RELATIONAL_BREACH, listener=Listener.ADOLESCENT
    )
    assert [scene.id for scene in found[:2]] == ["withdrawal_breach", "withdrawal_breach_two_minutes"]
    assert {scene.kind for scene in found[6:]} == {RuptureKind.CONFRONTATION}
    assert sorted(scene.id for scene in found) == [scene.id for scene in closest_rehearsals()]


def test_a_scene_that_is_not_there_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="no rehearsal 'storm'"):
        rehearsal_named("storm")


SMALL = """
title = "Small"
before = "Before."
kind = "withdrawal"
dimension = "not_sure"
listener = "adult"
setting = "individual"
length = "two_minutes"
next_time = "Wait."
source = "ours"
start = "one"

[line.one]
openness = "guarded"
step = "validate"
seen = "Quiet."
said = "Hm."
to = { defensive = "shut", mixed = "shut", open = "good" }
defensive = { kind = "reassure", say = "Don't worry." }
mixed = { kind = "reassure", say = "I'm sorry. Don't worry." }
open = { kind = "thank", say = "Thank you for telling me." }

[line.shut]
openness = "closed"
seen = "Quiet."
said = "No."

[line.good]
openness = "open"
seen = "Smiles."
said = "Thank you for asking."
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "small.toml"
        path.write_text(text)
        return load_rehearsal(path)

    return write


def test_a_scene_of_ones_own_is_read(written):
    scene = written(SMALL)
    assert (scene.id, scene.title, set(scene.lines)) == ("small", "Small", {"one", "shut", "good"})
    assert scene.lines["one"].leads_to[Sound.MIXED] == "shut"
    assert scene.lines["shut"].speaker == "The client"


MISTAKES = [
    ('title = "Small"\n', "", "small.toml: the key 'title' is missing"),
    ('kind = "withdrawal"', 'kind = "storm"', "small.toml: 'storm' is not a valid RuptureKind"),
    ('said = "Hm."\n', "", "small.toml: line.one: the key 'said' is missing"),
    ('openness = "closed"', 'openness = "ajar"', "small.toml: line.shut: openness is 'ajar'. Write one of closed"),
    (
        'mixed = "shut", ',
        "",
        "small.toml: line.one: the key 'mixed' is missing",
    ),
    (
        'open = { kind = "thank", say = "Thank you for telling me." }\n',
        "",
        "small.toml: line.one: the key 'open' is missing",
    ),
    ('start = "one"', 'start = "zero"', "small.toml: start names the line 'zero', which is not there"),
    ('open = "good"', 'open = "gone"', "small.toml: line.one.to.open names the line 'gone', which is not there"),
    ('mixed = "shut", open = "good"', 'mixed = "shut", open = "shut"', "small.toml: line.good is never reached"),
    ('mixed = "shut"', 'mixed = "one"', "small.toml: line.one.to comes back to the same line"),
    ('defensive = "shut", mixed = "shut", open = "good"', 'defensive = "good", mixed = "good", open = "shut"', "opens"),
    ('openness = "open"', 'openness = "closed"', "opens the client more after a defensive answer"),
    ("[line.one]", "[line.one", "small.toml: cannot be read as a rehearsal"),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[message for *_, message in MISTAKES])
def test_a_scene_with_a_mistake_is_refused_with_file_and_key(written, old, new, message):
    assert old in SMALL
    with pytest.raises(DefinitionError, match=message):
        written(SMALL.replace(old, new, 1))


DEAD_END = """
[line.lost]
openness = "guarded"
step = "validate"
seen = "Quiet."
said = "Hm."
to = { defensive = "shut", mixed = "shut", open = "meek" }
defensive = { kind = "reassure", say = "Don't worry." }
mixed = { kind = "reassure", say = "I'm sorry. Don't worry." }
open = { kind = "thank", say = "Thank you for telling me." }

[line.meek]
openness = "guarded"
seen = "Quiet."
said = "Well."
"""


def test_a_line_after_which_the_client_can_never_open_again_is_refused(written):
    lost = SMALL.replace('mixed = "shut"', 'mixed = "lost"', 1) + DEAD_END
    with pytest.raises(DefinitionError, match=r"small.toml: line.lost.to leads to no open ending any more"):
        written(lost)
