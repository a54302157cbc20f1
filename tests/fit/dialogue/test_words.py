"""Small words, words of feeling, words of time, topics: counted by hand. And no socket is opened."""

from __future__ import annotations

import socket

import pytest

from fit.dialogue import as_json, read_dialogue, with_guessed_roles
from fit.dialogue.style_matching import style_matching
from fit.errors import InputError
from fit.excerpts import find_excerpts
from fit.transcripts import Role, Transcript, Turn


def test_style_matching_is_one_for_the_same_words_and_the_mean_of_the_categories_otherwise(heard):
    """One speaker: 50 articles in 100 words, the other 25: 1 - 25/75 for articles; the eight other categories agree."""
    same = heard(f"T: {'the cat ' * 50}\nC: {'the cat ' * 50}")
    other = heard(f"T: {'the cat ' * 50}\nC: {'the cat dog cat ' * 25}")
    assert style_matching(same) == pytest.approx(1.0, abs=0.001)
    assert style_matching(other) == pytest.approx((8 + 1 - 0.25 / 0.75) / 9, abs=0.001)


@pytest.mark.parametrize(("words", "known"), [(99, False), (100, True)])
def test_style_matching_needs_a_hundred_words_of_each(heard, words, known):
    found = style_matching(heard(f"T: {'the ' * 200}\nC: {'the ' * words}"))
    assert (found is not None) == known


def test_words_of_feeling_are_counted_by_family_and_not_when_denied(talk):
    found = read_dialogue(talk("T: Fine.\nC: I was sad and scared, not angry, and later a bit proud.")).feeling
    assert found[Role.CLIENT].families == {"sadness": 1, "fear": 1, "pride": 1}


def test_valence_is_by_tenth_of_the_session_and_unknown_where_little_was_said(talk):
    plain = "the table and the chair stood by the door of the house near the road to the town " * 2
    lines = "\n".join([f"C: {plain} and sad", *[f"C: {plain} and so"] * 8, f"C: {plain} happy happy"])
    found = read_dialogue(talk(lines)).feeling[Role.CLIENT].valence
    assert found[0] == pytest.approx(-100 / 38, abs=0.01)
    assert found[4] == 0
    assert found[9] == pytest.approx(200 / 38, abs=0.01)
    assert read_dialogue(talk("T: Mm.")).feeling[Role.CLINICIAN].valence == (None,) * 10


def test_words_of_time_are_counted(talk):
    found = read_dialogue(talk("C: Yesterday I walked home. Now I am tired. Tomorrow I will sleep.")).time_words
    assert (found[Role.CLIENT].past, found[Role.CLIENT].present, found[Role.CLIENT].future) == (2, 2, 2)


def test_a_stretch_is_told_by_the_words_that_others_lack(talk):
    garden = "C: garden garden roses roses weather weather and so on and on"
    office = "C: office office printer printer weather weather and so on and on"
    topics = read_dialogue(talk("\n".join([garden] * 40 + [office] * 40))).topics
    assert topics[0].words[:2] == ("garden", "roses")
    assert topics[-1].words[:2] == ("office", "printer")


def test_pronouns_and_verbs_drawn_together_are_no_topic_and_what_belongs_to_something_is(talk):
    drawn = "C: she'd she'd could've could've mom's mom's boss's boss's"
    office = "C: office office printer printer weather weather and so on and on"
    assert read_dialogue(talk("\n".join([drawn] * 50 + [office] * 40))).topics[0].words == ("boss's",)


def test_the_clinician_may_be_said_or_guessed_and_the_other_is_the_client():
    turns = tuple(
        Turn(
            index=index,
            speaker="AB"[index % 2],
            text="What do you want for you?" if index % 2 else "I want my home, I do.",
        )
        for index in range(8)
    )
    guessed = with_guessed_roles(Transcript(turns=turns))
    said = with_guessed_roles(Transcript(turns=turns), clinician="A")
    assert dict(guessed.roles) == {"B": Role.CLINICIAN, "A": Role.CLIENT}
    assert dict(said.roles) == {"A": Role.CLINICIAN, "B": Role.CLIENT}
    with pytest.raises(InputError, match="Nobody of the name given with --clinician speaks"):
        with_guessed_roles(Transcript(turns=turns), clinician="Someone")


def test_another_language_is_said_to_be_not_understood(talk):
    german = (
        "T: Wie ging es Ihnen mit der neuen Arbeit?\nC: Es war lang und abends war ich jeden Tag sehr müde davon.\n" * 6
    )
    found = read_dialogue(talk(german))
    assert (found.signs, found.responses, found.behaviours, found.moments) == ((), (), (), ())
    assert {"behaviours", "markers", "responses"} <= {one.what for one in found.not_assessable}
    assert found.talk[Role.CLIENT].words == 72


def test_nothing_is_asked_of_any_network(talk, monkeypatch):
    """Every way to reach out fails loudly; the reading does not notice."""

    def reached(*_args, **_named):
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, reached)
    found = read_dialogue(talk("T: How was it?\nC: This isn't helping.\nT: Thank you for telling me.", seconds=3))
    assert "markers" in as_json(found)
    assert len(find_excerpts(found)) == 1
