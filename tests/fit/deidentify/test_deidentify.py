"""Identities in texts that belong together: found in any form, one label each, undone with a warning."""

from __future__ import annotations

import re
import socket
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit.deidentify import (
    Added,
    Choices,
    Kind,
    KnownNames,
    counted,
    find_identities,
    in_text,
    read_identities,
    replaced,
    undone_names,
    with_choices,
    without_hidden,
)
from fit.errors import InputError

KNOWN = KnownNames(
    client=("Mara Whitfield",),
    people=("Ruth Whitfield", "Mother", "Speaker 2", "Will"),
    clinicians=("Dr. Helen Marsh", "Ivo Brandt"),
    supervisors=("Tomasz Król",),
    clinics=("Harbour Lane Practice",),
    codes=("C-1042",),
)


def written(*texts, known=KNOWN, language="en", choices=None):
    found = find_identities(texts, known, language)
    made = with_choices(texts, found, choices or Choices())
    after = [replaced(text, in_text(made, number)) for number, text in enumerate(texts)]
    return after[0] if len(after) == 1 else after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Mara came with Ruth.", "[Client] came with [Person A]."),
        ("MARA'S mother, mara\u2019s aunt", "[Client]'S mother, [Client]\u2019s aunt"),
        ("The Whitfields left.", "The [Client] left."),
        ("Ruth Whitfield left, and Mara Whitfield stayed.", "[Person A] left, and [Client] stayed."),
        ("Whitfield, M. (c 1042)", "[Client] ([a code])"),
        ("Dr. Marsh asked Tomasz Krol.", "Dr. [Clinician] asked [Supervisor]."),
        ("Ivo and Helen", "[Clinician 2] and [Clinician]"),
        ("I like Harbour Lane.", "I like [Clinic]."),
        ("Will, will you?", "[Person A], will you?"),
        ("I am ninety-four years old.", "I am [an age over 89]."),
        ("I am 89 years old, he is 90.", "I am 89 years old, he is [an age over 89]."),
    ],
)
def test_each_identity_has_its_label(text, after):
    assert written(text) == after


def test_the_same_person_has_the_same_label_in_all_texts():
    first, second = written("My boss Ingrid Falk shouted.", "Then Oskar came, and Falk left. Ingrid was furious.")
    assert first == "My boss [Person A] shouted."
    assert second == "Then [Person B] came, and [Person A] left. [Person A] was furious."


def test_a_known_person_is_one_person_whether_named_by_first_or_last_name():
    after = written("Ruth is here.", "I like Oskar.", "So RUTH WHITFIELD left.")
    assert after == ["[Person A] is here.", "I like [Person B].", "So [Person A] left."]


def test_days_that_are_whole_are_counted_in_the_order_of_time():
    after = written("It was 3 May 2021, and on 2019-02-11 before, not in June.", "Again on 3.5.2021 or 5/6/20.")
    assert after == ["It was [date 2], and on [date 1] before, not in [a date].", "Again on [date 2] or [a date]."]


def test_a_single_day_needs_no_number():
    assert written("It was 3 May 2021.") == "It was [a date]."


def test_words_for_a_role_are_no_names_even_as_speaker_labels():
    assert written("My mother said that the speaker was late.") == "My mother said that the speaker was late."


def test_every_replacement_says_where_what_and_why():
    texts = ["Well.", "I told Mara to ring 020 7946 0958."]
    name, phone = find_identities(texts, KNOWN)
    assert (name.text, name.start, name.end, name.words, name.label) == (1, 7, 11, "Mara", "[Client]")
    assert (name.kind, name.is_known, phone.kind, phone.is_known) == (Kind.CLIENT, True, Kind.PHONE, False)
    assert (name.why, phone.why) == ("a name that the clinic's data knows", "shaped like a phone number")
    assert counted([phone, name, name]) == {Kind.CLIENT: 2, Kind.PHONE: 1}
    assert list(counted([phone, name])) == [Kind.CLIENT, Kind.PHONE]


def test_what_the_clinician_adds_is_replaced_everywhere_in_any_case():
    choices = Choices(added=(Added(words="the red house", label="a house"),))
    texts = ("In the RED  house", "the red houses and The Red House")
    assert written(*texts, choices=choices) == ["In [a house]", "the red houses and [a house]"]


def test_what_is_added_takes_all_of_a_replacement_along_that_it_lies_on():
    choices = Choices(added=(Added(words="Lane by", label="[x]"),))
    assert written("At 14 Elm Lane by night", choices=choices) == "At [x] night"


def test_a_wrong_replacement_is_undone_at_its_place_alone():
    texts = ["I read Kafka.", "And Kafka again, with Mara."]
    found = find_identities(texts, KNOWN)
    choices = Choices(undone=frozenset({found[0].id}))
    assert written(*texts, choices=choices) == ["I read Kafka.", "And [Person A] again, with [Client]."]
    assert undone_names(found, choices) == ()


def test_undoing_a_name_that_the_data_knows_is_warned_of():
    found = find_identities(["Mara, Kafka and Mara."], KNOWN)
    (warning,) = undone_names(found, Choices(undone=frozenset(one.id for one in found)))
    assert (warning.words, warning.places) == ("Mara", 2)
    assert "It stays in the packet 2 times." in warning.said


def test_a_known_name_that_may_be_a_common_word_is_shown_and_replaced_when_asked():
    known = KnownNames(client=("Rose May",))
    texts = ["Rose the landlord? I like Rose.", "Roses are red. May I?"]
    found = read_identities(texts, known)
    assert [one.words for one in found.sure] == ["Rose"]
    assert [(one.text, one.words, one.label) for one in found.doubtful] == [
        (0, "Rose", "[Client]"),
        (1, "Roses", "[Client]"),
        (1, "May", "[Client]"),
    ]
    also = Choices(also=frozenset({found.doubtful[0].id}))
    made = with_choices(texts, found.sure, also, found.doubtful)
    assert replaced(texts[0], in_text(made, 0)) == "[Client] the landlord? I like [Client]."


def test_an_id_stays_the_same_whatever_other_texts_are_read_with_it():
    (alone,) = find_identities(["Hello Mara."], KNOWN)
    among = find_identities(["Ruth was here.", "Hello Mara."], KNOWN)
    assert alone.id == among[1].id
    assert alone.id != among[0].id
    assert "Mara" not in alone.id


def test_a_replacement_of_another_text_is_refused():
    found = find_identities(["Hello Mara."], KNOWN)
    with pytest.raises(InputError, match="does not fit this text"):
        replaced("Hello Ruth.", found)
    with pytest.raises(InputError, match="does not fit this text"):
        replaced("Hello Mara.", [*found, *found])


@pytest.mark.parametrize(("words", "label"), [("", "x"), ("--", "x"), ("a", "[]"), ("a", " ")])
def test_an_addition_needs_words_and_a_label(words, label):
    with pytest.raises(InputError, match="Write both"):
        Added(words=words, label=label)


def test_a_label_is_no_story():
    assert Added(words="a", label="x" * 40).written == f"[{'x' * 40}]"
    with pytest.raises(InputError, match="at most 40 letters"):
        Added(words="a", label="x" * 41)


@pytest.mark.parametrize(
    "text", ["Ma\u00adra", "Ma\u200bra", "\u202eMara", "\uff2d\uff41\uff52\uff41", "Mara\u0000", "Zoe\u0308"]
)
def test_hidden_signs_do_not_hide_a_name(text):
    known = KnownNames(client=("Mara", "Zoë"))
    assert written(without_hidden(text), known=known) == "[Client]"


def test_a_language_without_rules_still_knows_names_and_shapes():
    assert written("Mara kom 020 7946 0958.", language="sv") == "[Client] kom [a phone number]."


def test_no_socket_is_opened(monkeypatch):
    def reached(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, reached)
    assert written("Mara lives in Leeds, see www.example.org.") == "[Client] lives in [Place 1], see [a link]."


LETTERS = st.characters(categories=["Lu", "Ll", "Po", "Pd", "Zs", "Nd"], max_codepoint=0x24F)
NAMES = st.sampled_from(
    ["Mara", "mara", "MARA", "Whitfield", "WHITFIELD", "Mara Whitfield", "whitfield", "Ruth", "Król", "krol"]
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.one_of(NAMES, st.text(LETTERS, max_size=12)), max_size=12), st.sampled_from([" ", ", ", "\n", " - "])
)
def test_no_known_name_is_left_standing_whatever_stands_around_it(parts, between):
    text = between.join(parts)
    after = unicodedata.normalize("NFKD", written(text)).casefold()
    left = re.findall(r"(?<![^\W_])(?:mara|whitfield|ruth)(?![^\W_])", after)
    assert left == []


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=60), max_size=4), st.sampled_from(["en", "de", "fr", "ar", "zh-Hans", "xx"]))
def test_any_texts_are_read_without_failing_and_places_fit(texts, language):
    found = find_identities(texts, KNOWN, language)
    for one in found:
        assert texts[one.text][one.start : one.end] == one.words
    for number, text in enumerate(texts):
        assert replaced(text, in_text(found, number)) is not None


@pytest.mark.parametrize(
    ("name", "text", "after"),
    [
        ("Ben", "i told ben, and BEN left", "i told [Client], and [Client] left"),
        ("Al Green", "I met Al. Then AL GREEN left, al fresco.", "I met [Client]. Then [Client] left, al fresco."),
        ("Van der Meer", "A van came. Mr van der Meer left.", "A van came. Mr [Client] left."),
        ("Bob", "then bob left (Bob!)", "then [Client] left ([Client]!)"),
        ("Ng Mei", "Mei and Mr Ng, ng.", "[Client] and Mr [Client], ng."),
    ],
)
def test_short_names_and_small_words_of_names(name, text, after):
    assert written(text, known=KnownNames(client=(name,))) == after


def test_the_same_texts_give_the_same_replacements():
    texts = ["Rebecca Thornhill and Oskar met Mara in Leeds on 3 May 2020.", "Oskar rang 020 7946 0958."]
    assert find_identities(texts, KNOWN) == find_identities(texts, KNOWN)


@pytest.mark.parametrize(
    "odd", ["(.*)+", "(a+)+$", "[", "\\", "a|.*", "(?P<x>", "^$", "{9999999}", "*+?", ".*.*.*.*.*!"]
)
def test_a_name_that_is_a_pattern_matches_itself_and_nothing_else(odd):
    """What stands in a pattern is letters; and none of these keeps a long text waiting."""
    known = KnownNames(client=(odd,), people=(odd,), clinicians=(odd,), clinics=(odd,), codes=(odd,))
    text = "She went home. " + "a" * 5_000
    began = time.perf_counter()
    assert written(text, known=known) == text
    words = f"b{odd}c"
    choices = Choices(added=(Added(words=words, label="odd"),))
    assert written(f"She said {words} and went.", known=KnownNames(), choices=choices) == "She said [odd] and went."
    assert written(text, known=KnownNames(), choices=choices) == text
    assert time.perf_counter() - began < 5
