"""The repair guide: what could be said, one's own words with what the check hears, and the private note."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fit.casework import clinician
from fit.repair import Dimension, Listener, RuptureKind, Setting, Step, script, scripts
from tests.dashboard.pages.guide.guiding import (
    DEFENSIVE,
    RECEIVING,
    opened,
    press,
    sentences,
    write,
)
from tests.dashboard.pages.looking import html, links, look_at, said


def test_withdrawal_never_shows_what_is_for_confrontation(look, drafted):
    assert drafted
    words = said(look())
    for step in Step:
        assert all(one in words for one in sentences(RuptureKind.WITHDRAWAL, step))
        ours = set(sentences(RuptureKind.WITHDRAWAL, step))
        assert not any(one in words for one in set(sentences(RuptureKind.CONFRONTATION, step)) - ours)
    assert script(RuptureKind.CONFRONTATION).opening not in words


def test_as_long_as_it_is_not_sure_both_ways_are_one_press_apart(look):
    page = look()
    assert script(RuptureKind.WITHDRAWAL).opening in said(page)
    page.button_group[0].set_value(RuptureKind.CONFRONTATION).run()
    assert not page.exception
    assert script(RuptureKind.CONFRONTATION).opening in said(page)


def test_the_advice_is_held_up_with_its_reasons(look):
    page = look()
    words = said(page)
    assert "No explaining before validating." in words
    assert [one.label for one in page.tabs] == ["1. Hear it first", "2. The work", "3. Between you"]
    for one in script(RuptureKind.WITHDRAWAL).not_now:
        assert one.why in words
    assert "Better left unsaid here" in words


def test_a_client_of_another_language_is_read_in_it_with_the_english_beside(look, clinic, actor, strained, drafted):
    assert drafted
    clinician.set_language(clinic, actor, strained[0], "ar")
    page = look()
    for one in sentences(RuptureKind.WITHDRAWAL, language="ar"):
        assert f'lang="ar" dir="rtl">{one}</p>' in html(page)
    for one in sentences(RuptureKind.WITHDRAWAL):
        assert one in said(page)
    write(page, "In your own words", DEFENSIVE)
    assert "The wording is not checked" in said(page)
    assert "May be heard as a defence" not in said(page)
    assert opened(clinic, actor, strained).words[Step.VALIDATE].words == DEFENSIVE


def test_who_writes_is_told_that_the_supervisor_reads_it_and_who_only_reads_is_not(look, drafted):
    assert drafted
    told = "can be read by your supervisor"
    assert told in said(look())
    assert told not in said(look(name="supervisor.one"))


def test_who_listens_can_be_somebody_else(look, drafted):
    assert drafted
    page = look()
    next(one for one in page.selectbox if one.label == "Who hears it").set_value(Listener.ADOLESCENT).run()
    told = script(RuptureKind.WITHDRAWAL)
    place = (Step.VALIDATE, Dimension.RELATIONAL_BREACH, Listener.ADOLESCENT, Setting.INDIVIDUAL)
    assert all(one in said(page) for one in told.say(*place))


def test_a_defensive_wording_is_named_with_a_turn_of_phrase_and_kept_all_the_same(look, clinic, actor, strained):
    page = look()
    write(page, "In your own words", DEFENSIVE)
    words = said(page)
    assert "May be heard as a defence" in words
    assert "Explaining: “Change takes time" in words
    assert "Instead, perhaps:" in words
    assert '<mark class="may-close">Change takes time' in html(page)
    assert opened(clinic, actor, strained).words[Step.VALIDATE].words == DEFENSIVE


def test_a_receiving_wording_has_no_finding_and_its_good_moves_are_named(look, clinic, actor, strained):
    page = look()
    write(page, "In your own words", RECEIVING)
    words = said(page)
    assert "Nothing in it sounds defensive to the check." in words
    assert "May be heard as a defence" not in words
    assert "Thanking: “Thank you for telling”" in words
    press(page, "Check and keep")
    assert opened(clinic, actor, strained).words[Step.VALIDATE].version == 1


def test_the_same_words_are_a_finding_in_one_step_and_fine_in_another(look):
    page = look()
    explaining = "The reason we do this exercise is to see what sets the worry off."
    write(page, "In your own words", explaining, place=0)
    write(page, "In your own words", explaining, place=1)
    assert said(page).count("May be heard as a defence") == 1


def test_a_sentence_of_the_script_is_taken_over_once(look, clinic, actor, strained, drafted):
    assert drafted
    page = look()
    first = sentences(RuptureKind.WITHDRAWAL)[0]
    for _ in range(2):
        press(page, "Use the first")
    assert opened(clinic, actor, strained).words[Step.VALIDATE].words == first
    assert next(one for one in page.text_area if one.label == "In your own words").value == first


def test_words_written_elsewhere_are_shown_and_ones_own_stay_in_the_field(look, clinic, actor, strained, drafted):
    page = look()
    clinician.save_words(clinic, actor, drafted.plan_id, step=Step.VALIDATE, words="I was too fast.", version=0)
    write(page, "In your own words", RECEIVING)
    assert "Somebody changed this meanwhile." in page.error[0].value
    assert "There it now says: “I was too fast.”" in said(page)
    assert next(one for one in page.text_area if one.label == "In your own words").value == RECEIVING
    press(page, "Check and keep")
    assert opened(clinic, actor, strained).words[Step.VALIDATE].words == RECEIVING
    assert "Changed elsewhere meanwhile" not in said(page)


def test_words_that_nobody_touched_follow_what_was_written_elsewhere(look, clinic, actor, drafted):
    page = look()
    clinician.save_words(clinic, actor, drafted.plan_id, step=Step.VALIDATE, words="I was too fast.", version=0)
    page.run()
    assert next(one for one in page.text_area if one.label == "In your own words").value == "I was too fast."
    assert "Changed elsewhere meanwhile" not in said(page)


def test_the_private_note_is_for_oneself_until_it_is_shared(look, clinic, actor, strained):
    page = look()
    assert "Only you see this. A supervisor sees it only if you share it, and it is never in a report." in said(page)
    write(page, "What did I feel?", "Heavy.")
    write(page, "What does that tell?", "Perhaps not safe.")
    press(page, "Keep it for myself")
    assert opened(clinic, actor, strained).note.felt == "Heavy."
    assert "Heavy." not in said(look(name="supervisor.one"))
    page = look()
    press(page, "Share it with my supervisor")
    theirs = look(name="supervisor.one")
    assert "Perhaps not safe." in said(theirs)
    page = look()
    press(page, "Share it no longer")
    assert "Perhaps not safe." not in said(look(name="supervisor.one"))


def test_practice_and_card_begin_with_what_was_chosen_and_the_card_takes_the_own_words_along(
    look, clinic, actor, strained, drafted
):
    clinician.save_words(clinic, actor, drafted.plan_id, step=Step.VALIDATE, words=RECEIVING, version=0)
    ways = {label: (to, dict(parse_qsl(query))) for label, to, query in links(look()) if to in {"rehearse", "card"}}
    about = {"kind": "withdrawal", "dimension": "relational_breach", "listener": "adult"}
    to, query = ways["Practise it first"]
    assert to == "rehearse"
    assert about.items() <= query.items()
    assert query["plan"] == drafted.plan_id  # for the way back alone: nothing that is practised is kept
    _, query = ways["A card for the session"]
    assert query["plan"] == drafted.plan_id
    card = look_at("card", query)
    assert RECEIVING in said(card)
    assert "FALLING-ALLIANCE" not in html(card)


def test_a_colleagues_card_has_nobody_elses_words(look, clinic, actor, strained, drafted, signed_in_as):
    clinician.save_words(clinic, actor, drafted.plan_id, step=Step.VALIDATE, words=RECEIVING, version=0)
    signed_in_as("clinician.two")
    query = {"kind": "withdrawal", "episode": strained[0], "plan": drafted.plan_id}
    assert RECEIVING not in said(look_at("card", query))


def test_a_clinics_own_sentences_stand_in_the_guide(look, clinic, tmp_path):
    (tmp_path / "ours.toml").write_text('based_on = "withdrawal"\nopening = "Wait with them, as we do here."\n')
    object.__setattr__(clinic, "scripts", scripts(tmp_path))
    assert "Wait with them, as we do here." in said(look())
