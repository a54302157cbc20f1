"""A form goes to another device: by six digits in the room, or by a link that opens with a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.casework import client, clinician, machine
from fit.casework.views import Asked, FormState, ReceiptStatus, SkipReason, Way
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, RatingError, SignInError
from fit.ratings import Mode
from fit.scales import AgeBand, Informant, Score
from tests.fit.casework.world import PIN, spread

TABLET, PHONE, OTHER = "a tablet", "a phone", "another phone"


def begin(world, token, device=PHONE, word=""):
    client.begin_form(world.clinic, token, device=device, word=word, source="10.0.0.9")


def state(world, token, device=PHONE):
    return client.open_form(world.clinic, token, device=device).state


def test_a_link_shows_nothing_until_the_word_was_given_and_then_belongs_to_one_device(either):
    handed = either.invite(either.begin("C1"), way=Way.LINK, word="A. B. C.")
    waiting = client.open_form(either.clinic, handed.token, device=PHONE)
    assert (waiting.state, waiting.parts, waiting.asks_word) == (FormState.WAITING, (), True)
    begin(either, handed.token, word="a bc")
    assert state(either, handed.token) is FormState.OPEN
    assert state(either, handed.token, OTHER) is FormState.ELSEWHERE
    with pytest.raises(ConflictError, match="another device"):
        begin(either, handed.token, OTHER, word="abc")
    with pytest.raises(ConflictError, match="another device"):
        either.send(handed.token, device=OTHER)
    assert either.send(handed.token, 22.2, device=PHONE).status is ReceiptStatus.STORED
    (rating,) = either.page(either.episodes["C1"]).sessions[0].ratings
    assert (rating.mode, rating.total) == (Mode.REMOTE, Score(222))


def test_nothing_is_taken_before_the_word_was_given(world):
    handed = world.invite(world.begin("C1"), way=Way.LINK, word="heron")
    with pytest.raises(ConflictError):
        world.send(handed.token, device=PHONE)
    with pytest.raises(ConflictError):
        client.skip_rating(world.clinic, handed.token, SkipReason.NO_TIME, idempotency_key="k", device=PHONE)
    assert world.page(world.episodes["C1"]).sessions[0].ratings == ()


def test_wrong_words_are_slowed_audited_and_then_lock_the_link(world):
    handed = world.invite(world.begin("C1"), way=Way.LINK, word="heron")
    wrong = 0
    for _ in range(60):
        try:
            begin(world, handed.token, word="egret")
        except SignInError as refusal:
            wrong += "did not fit" in str(refusal)
            world.clock.forward(seconds=20)
        except ConflictError:
            break
    assert wrong == 8
    assert world.actions().count("begin_form: wrong word") == 8
    assert state(world, handed.token) is FormState.LOCKED


def test_after_three_wrong_words_the_right_one_has_to_wait(world):
    handed = world.invite(world.begin("C1"), way=Way.LINK, word="heron")
    for _ in range(3):
        with pytest.raises(SignInError, match="did not fit"):
            begin(world, handed.token, word="egret")
    with pytest.raises(SignInError, match="too many tries"):
        begin(world, handed.token, word="heron")
    world.clock.forward(seconds=31)
    begin(world, handed.token, word="HERON")
    assert state(world, handed.token) is FormState.OPEN


@pytest.mark.parametrize("word", ["", "ab", "a. b.", "x" * 41, "47", "1974"])
def test_a_link_needs_a_word_of_a_sensible_length(world, word):
    with pytest.raises(InputError, match="word or initials that the client knows: 3 to 40"):
        world.invite(world.begin("C1"), way=Way.LINK, word=word)


@pytest.mark.parametrize("word", ["abc", "x" * 40, "a47"])
def test_a_word_as_short_and_as_long_as_may_be_opens_its_link(world, word):
    handed = world.invite(world.begin("C1"), way=Way.LINK, word=word)
    begin(world, handed.token, word=word)
    assert state(world, handed.token) is FormState.OPEN


def test_a_link_ends_after_three_days(world):
    handed = world.invite(world.begin("C1"), way=Way.LINK, word="heron")
    world.clock.forward(hours=71, minutes=59)
    begin(world, handed.token, word="heron")
    world.clock.forward(minutes=1)
    assert state(world, handed.token) is FormState.EXPIRED
    with pytest.raises(ConflictError, match="has ended"):
        world.send(handed.token, device=PHONE)


def test_six_digits_open_a_form_once_on_one_device(either):
    handed = either.invite(either.begin("C1"))
    assert len(handed.code) == 6
    token = client.redeem_code(either.clinic, f" {handed.code[:3]} {handed.code[3:]} ", device=PHONE, source="x")
    assert state(either, token) is FormState.OPEN
    with pytest.raises(NotFoundError):
        client.open_form(either.clinic, handed.token)
    with pytest.raises(NotFoundError, match="no form with this code"):
        client.redeem_code(either.clinic, handed.code, device=OTHER, source="x")
    assert either.send(token, device=PHONE).status is ReceiptStatus.STORED
    (rating,) = either.page(either.episodes["C1"]).sessions[0].ratings
    assert rating.mode is Mode.TABLET


def test_a_picture_to_scan_opens_the_same_form_by_its_address(world):
    handed = world.invite(world.begin("C1"))
    begin(world, handed.token)
    assert state(world, handed.token) is FormState.OPEN
    with pytest.raises(NotFoundError):
        client.redeem_code(world.clinic, handed.code, device=OTHER, source="x")


def test_a_code_lives_a_quarter_of_an_hour_and_the_opened_form_an_hour(world):
    handed = world.invite(world.begin("C1"))
    world.clock.forward(minutes=14)
    token = client.redeem_code(world.clinic, handed.code, device=PHONE, source="x")
    world.clock.forward(minutes=59)
    assert state(world, token) is FormState.OPEN
    world.clock.forward(minutes=1)
    assert state(world, token) is FormState.EXPIRED
    late = world.invite(world.begin("C2"))
    world.clock.forward(minutes=15)
    with pytest.raises(NotFoundError):
        client.redeem_code(world.clinic, late.code, device=PHONE, source="x")


def test_guessing_codes_is_slowed_by_source_and_all_together(world):
    def guesses(source, count):
        answers = []
        for number in range(count):
            with pytest.raises((NotFoundError, SignInError)) as refusal:
                client.redeem_code(world.clinic, f"{number:06d}", device="d", source=source)
            answers.append(refusal.type)
        return answers

    assert guesses("10.0.0.1", 8) == [NotFoundError] * 6 + [SignInError] * 2
    assert guesses("10.0.0.2", 1) == [NotFoundError]
    for host in range(3, 13):
        guesses(f"10.0.1.{host}", 6)
    assert guesses("10.0.0.3", 1) == [SignInError]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000"])
def test_what_is_no_living_code_opens_nothing(world, code):
    with pytest.raises(NotFoundError):
        client.redeem_code(world.clinic, code, device=PHONE, source="x")


def test_a_form_on_another_device_brings_nobody_in_with_a_pin(world):
    handed = world.invite(world.begin("C1"))
    begin(world, handed.token)
    for door in (clinician.take_back, clinician.resume_form):
        with pytest.raises(AccessDeniedError, match="passphrase"):
            door(world.clinic, handed.token, PIN, source="x", device=PHONE)


def test_a_tablet_comes_back_only_from_the_device_it_was_handed_over_on(world):
    signed_in = world.sign_in()
    asked = [Asked(episode_id=world.begin("C1"), scale_ids=("ors",))]
    handed = clinician.hand_over(world.clinic, signed_in.actor, asked, web_session_token=signed_in.token, device=TABLET)
    assert state(world, handed.token, PHONE) is FormState.ELSEWHERE
    with pytest.raises(AccessDeniedError):
        clinician.take_back(world.clinic, handed.token, PIN, source="x", device=PHONE)
    assert clinician.take_back(world.clinic, handed.token, PIN, source="x", device=TABLET).actor == world.ann


def test_a_form_put_away_is_given_back_by_the_pin_alone(world):
    handed, _ = world.hand_over(world.begin("C1"))
    with pytest.raises(SignInError, match="PIN is not right"):
        clinician.resume_form(world.clinic, handed.token, "0000", source="x")
    clinician.resume_form(world.clinic, handed.token, PIN, source="x")
    assert state(world, handed.token, "") is FormState.OPEN
    world.send(handed.token)
    with pytest.raises(ConflictError):
        clinician.resume_form(world.clinic, handed.token, PIN, source="x")


def test_a_set_of_scales_is_answered_one_by_one_and_ends_with_the_last(either):
    episode = either.begin("C1")
    handed = either.invite(episode, "ors", "phq9", "gad7")
    begin(either, handed.token)
    assert either.send(handed.token, 20, key="a", device=PHONE).status is ReceiptStatus.STORED
    form = client.open_form(either.clinic, handed.token, device=PHONE)
    assert [part.scale.id for part in form.open_parts] == ["phq9", "gad7"]
    client.skip_rating(either.clinic, handed.token, SkipReason.DID_NOT_WANT, idempotency_key="b", place=1, device=PHONE)
    assert state(either, handed.token) is FormState.OPEN
    either.send(handed.token, 7, key="c", place=2, device=PHONE)
    assert state(either, handed.token) is FormState.DONE
    assert client.open_form(either.clinic, handed.token, device="another").state is FormState.EXPIRED
    given = {row.scale_id: (row.status.value, row.skip_reason) for row in either.page(episode).sessions[0].ratings}
    assert given == {"ors": ("active", None), "phq9": ("skipped", "did_not_want"), "gad7": ("active", None)}


def test_a_skipped_scale_is_never_zero_and_can_be_rated_after_all(either):
    episode = either.begin("C1")
    handed, _ = either.hand_over(episode)
    key = {"idempotency_key": "same"}
    first = client.skip_rating(either.clinic, handed.token, SkipReason.NO_TIME, **key)
    again = client.skip_rating(either.clinic, handed.token, SkipReason.NO_TIME, **key)
    assert (first.status, again.status) == (ReceiptStatus.STORED, ReceiptStatus.ALREADY_STORED)
    assert client.open_form(either.clinic, handed.token).ended_by_skipping
    page = either.page(episode)
    assert page.assessment is None
    assert page.sessions[0].outcome is None
    (row,) = page.sessions[0].ratings
    assert (row.total, row.answers, row.skip_reason) == (None, {}, SkipReason.NO_TIME)
    assert either.caseload().rows[0].outcome_latest is None
    either.send(either.hand_over(episode)[0].token, 25, key="later")
    assert either.page(episode).assessment.latest == Score(250)


def test_a_family_takes_turns_and_each_has_their_own_rating(either):
    child = either.begin("C1", band=AgeBand.CHILD, display_name="K. L.")
    parent = either.begin("P1", display_name="M. N.")
    asked = [
        Asked(episode_id=child, scale_ids=("cors",)),
        Asked(episode_id=child, scale_ids=("ors",), informant=Informant.CAREGIVER),
        Asked(episode_id=parent, scale_ids=("ors",)),
    ]
    signed_in = either.sign_in()
    handed = clinician.hand_over(either.clinic, signed_in.actor, asked, web_session_token=signed_in.token)
    form = client.open_form(either.clinic, handed.token)
    assert [(part.who, part.scale.id, part.informant.value) for part in form.parts] == [
        ("K. L.", "cors", "client"),
        ("K. L.", "ors", "caregiver"),
        ("M. N.", "ors", "client"),
    ]
    for place, total in enumerate((30, 28, 18)):
        either.send(handed.token, total, key=f"k{place}", place=place)
    totals = {row.informant.value: str(row.total) for row in either.page(child).sessions[0].ratings}
    assert totals == {"client": "30.0", "caregiver": "28.0"}
    assert str(either.page(parent).sessions[0].outcome) == "18.0"


def test_nobody_elses_client_joins_a_family(world):
    mine, theirs = world.begin("C1"), world.begin("C2", who=world.ben)
    asked = [Asked(episode_id=mine, scale_ids=("ors",)), Asked(episode_id=theirs, scale_ids=("ors",))]
    signed_in = world.sign_in()
    with pytest.raises(AccessDeniedError):
        clinician.hand_over(world.clinic, signed_in.actor, asked, web_session_token=signed_in.token)
    assert world.page(mine).sessions == ()


@pytest.mark.parametrize("scales", [(), ("ors",) * 25])
def test_a_form_has_at_least_one_scale_and_not_too_many(world, scales):
    asked = [Asked(episode_id=world.begin("C1"), scale_ids=scales)]
    with pytest.raises(InputError, match="Choose 1 to 24 scales"):
        clinician.invite(world.clinic, world.ann, asked, way=Way.CODE)


def test_an_invitation_is_seen_waiting_opened_answered_and_can_be_withdrawn(world):
    episode = world.begin("C1")
    handed = world.invite(episode, "ors", "phq9")

    def seen():
        newest = clinician.open_invitations(world.clinic, world.ann, episode)[0]
        return newest.state, newest.answered

    assert seen() == (FormState.WAITING, 0)
    begin(world, handed.token)
    assert seen() == (FormState.OPEN, 0)
    world.send(handed.token, device=PHONE)
    assert seen() == (FormState.OPEN, 1)
    clinician.withdraw_invitation(world.clinic, world.ann, handed.handover_id)
    assert seen() == (FormState.WITHDRAWN, 1)
    assert state(world, handed.token) is FormState.EXPIRED
    with pytest.raises(ConflictError, match="has ended"):
        world.send(handed.token, 3, place=1, key="late", device=PHONE)


def test_a_new_form_for_the_same_scale_ends_the_one_before_but_not_another_informants(world):
    episode = world.begin("C1", band=AgeBand.CHILD)
    asked = Asked(episode_id=episode, scale_ids=("ors",))
    first = clinician.invite(world.clinic, world.ann, [asked], way=Way.CODE)
    caregiver = clinician.invite(world.clinic, world.ann, [replace(asked, informant=Informant.CAREGIVER)], way=Way.CODE)
    second = clinician.invite(world.clinic, world.ann, [asked], way=Way.CODE)
    states = [state(world, handed.token) for handed in (first, caregiver, second)]
    assert states == [FormState.EXPIRED, FormState.WAITING, FormState.WAITING]
    seen = {one.handover_id: one.state for one in clinician.open_invitations(world.clinic, world.ann, episode)}
    assert seen[first.handover_id] is FormState.REPLACED


def test_a_session_held_before_can_be_filled_in_later(world):
    episode = world.begin("C1")
    world.session(episode, ors=20)
    world.session(episode, ors=24)
    asked = [Asked(episode_id=episode, scale_ids=("srs",), meeting=1)]
    handed = clinician.invite(world.clinic, world.ann, asked, way=Way.CODE)
    begin(world, handed.token)
    world.send(handed.token, 37, device=PHONE)
    assert [str(row.alliance) for row in world.page(episode).sessions] == ["37.0", "None"]
    with pytest.raises(ConflictError, match="in session 1"):
        clinician.invite(world.clinic, world.ann, asked, way=Way.CODE)
    with pytest.raises(InputError, match="no session 7"):
        clinician.invite(world.clinic, world.ann, [replace(asked[0], meeting=7)], way=Way.CODE)


def test_a_part_that_is_none_takes_nothing(world):
    handed, _ = world.hand_over(world.begin("C1"))
    with pytest.raises(NotFoundError, match="no such part"):
        client.record_rating(
            world.clinic,
            handed.token,
            spread("ors", 20),
            idempotency_key="k",
            line_length_px=None,
            calibrated=False,
            place=1,
        )


def test_an_answer_about_self_harm_is_at_once_the_first_on_the_list(either):
    quiet, worried = either.begin("C1"), either.begin("C2")
    either.session(quiet, 20, 30)
    handed = either.invite(worried, "phq9")
    begin(either, handed.token)
    marks = {item: Score(0) for item in spread("phq9", 0)} | {"self_harm": Score(10)}
    sent = {"idempotency_key": "k", "line_length_px": None, "calibrated": False, "device": PHONE}
    client.record_rating(either.clinic, handed.token, marks, **sent)
    first = either.caseload().rows[0]
    assert (first.episode_id, first.attention.name, first.reason_rule) == (worried, "URGENT", "risk_answer")
    (alert,) = [alert for alert in either.page(worried).alerts if alert.rule == "risk_answer"]
    either.clock.forward(weeks=1)
    either.rate(worried, "phq9", 0)
    assert [one.state for one in either.page(worried).alerts if one.alert_id == alert.alert_id] == [alert.state]


def test_a_scale_of_choices_takes_whole_answers_only(world):
    handed = world.invite(world.begin("C1"), "phq9")
    begin(world, handed.token)
    marks = {item: Score(0) for item in spread("phq9", 0)} | {"mood": Score(15)}
    with pytest.raises(RatingError):
        client.record_rating(
            world.clinic, handed.token, marks, idempotency_key="k", line_length_px=None, calibrated=False, device=PHONE
        )


def test_a_form_given_out_begins_a_session_that_the_standing_counts_at_once(world):
    episode = world.begin("C1")
    world.invite(episode, way=Way.CODE)
    assert machine.rebuild_all(world.clinic).wrong == 0
