"""Who is the clinician: by the file's own labels, else by you-words against I-words."""

from __future__ import annotations

import pytest

from fit.transcripts import Transcript, Turn, guess_clinician

ASKS = {
    "en": (
        "What would you want, and what do your days look like?",
        "I don't know. I'm tired, and my head is not mine.",
    ),
    "de": (
        "Was w\u00fcrden Sie sich w\u00fcnschen, und wie ist Ihr Tag?",
        "Ich wei\u00df nicht, das macht mich und meine Frau m\u00fcde.",
    ),
    "fr": (
        "Que voulez-vous, et que dit votre mari\u202f? Vous dormez\u202f?",
        "Je ne sais pas. J\u2019ai mal, et ma t\u00eate m\u2019en veut.",
    ),
    "es": (
        "\u00bfQu\u00e9 quiere usted, y c\u00f3mo es su d\u00eda?",
        "Yo no s\u00e9, me canso y mi cabeza no es m\u00eda.",
    ),
    "nl": ("Wat wilt u, en hoe is uw dag?", "Ik weet het niet, het is niet mijn dag."),
    "da": ("Hvad vil du, og hvordan er din dag?", "Jeg ved det ikke, og min dag er ikke min."),
}


def talk(*said):
    turns = [Turn(index=place, speaker=speaker, text=text) for place, (speaker, text) in enumerate(said)]
    return Transcript(turns=tuple(turns))


@pytest.mark.parametrize("language", ASKS)
def test_who_says_you_rather_than_i_is_the_clinician(language):
    asks, tells = ASKS[language]
    found = guess_clinician(talk(("S1", tells), (None, tells), ("S2", asks)))
    assert (found.label, found.language) == ("S2", language)
    assert found.confidence > 0.8
    assert guess_clinician(talk(("S1", tells), ("S2", asks)), language=language).label == "S2"


def test_the_evidence_is_the_counts():
    found = guess_clinician(talk(("S1", "I am, I\u2019m, my"), ("S2", "You and you're, I said the one")))
    counts = {one.label: (one.words, one.you_words, one.i_words) for one in found.evidence}
    assert counts == {"S1": (4, 0, 3), "S2": (7, 2, 1)}
    assert found.reason == "2 you-words and 1 I-words; next: 0 and 3"
    # Beta(3, 2) against Beta(1, 4): means 0.6 and 0.2, variances 0.04 and 0.16 / 6; 0.4 / 0.258199 = 1.549193
    assert found.confidence == pytest.approx(0.939332, abs=1e-6)


def test_even_speakers_are_a_toss_up():
    assert guess_clinician(talk(("S1", "the you"), ("S2", "the you"))).confidence == 0.5


@pytest.mark.parametrize("label", ["Therapist", "T", "Th.", "CLINICIAN_1", "Clinician Aspen", "counsellor 2"])
def test_a_label_that_says_so_is_believed(label):
    found = guess_clinician(talk(("B", "you you you the"), (label, "I I I")))
    assert (found.label, found.confidence) == (label, 0.99)


def test_beside_the_client_the_other_of_two_is_the_clinician():
    assert guess_clinician(talk(("Client", "you the"), ("Aspen", "I"))).label == "Aspen"
    three = guess_clinician(talk(("Client", "you the"), ("Aspen", "I"), ("Birch", "I")))
    assert three.label == "Client"


@pytest.mark.parametrize("labels", [("Therapist", "Counsellor"), ("Patient", "Client"), ("Tom T", "Th Ann")])
def test_labels_that_say_it_of_both_or_of_nobody_leave_it_to_the_words(labels):
    assert guess_clinician(talk((labels[0], "I the"), (labels[1], "you"))).label == labels[1]


@pytest.mark.parametrize("said", [[("S1", "you")], [(None, "you"), (None, "I")]])
def test_one_speaker_is_no_talk(said):
    found = guess_clinician(talk(*said))
    assert (found.label, found.confidence, found.evidence) == (None, 0.5, ())


def test_a_language_we_do_not_know_gives_no_guess():
    assert guess_clinician(talk(("S1", "xyz"), ("S2", "zyx"))).reason == "no language of ours is spoken in it"
    assert guess_clinician(talk(("S1", "xyz"), ("S2", "zyx")), language="xx").label is None
