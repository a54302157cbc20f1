"""Handing over, closing, opening again, beginning again, and what is known of a client, on screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.clinic import use_clinic
from dashboard.components.contact_link import contact_address
from fit.casework.clinician import (
    begin_episode,
    change_client,
    close_episode,
    invite,
    list_handed_over,
    open_caseload,
    open_client,
    open_invitations,
    transfer_episode,
)
from fit.casework.views import Asked, FormState, Way
from fit.ratings import Ending
from tests.dashboard.pages.looking import html, labels, links, look_at, said, unfolded

ABOUT = "About this client"
CODE = "FALLING-ALLIANCE"


@pytest.fixture
def episode(episode_of):
    return episode_of(CODE)


def opened(episode, part):
    """The client's page with one of its parts opened."""
    page = look_at("client", {"episode": episode})
    page.session_state[part] = True
    page.run()
    assert not page.exception, page.exception
    return page


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()


def field(widgets, label):
    return next(one for one in widgets if one.label == label)


def errors(page):
    return [error.value for error in page.error]


def test_handing_over_asks_for_a_colleague_and_tells_both(clinic, people, signed_in_as, episode):
    signed_in_as("clinician.one")
    page = opened(episode, "hand-on")
    assert "You do not see the client any more" in " ".join(one.value for one in page.markdown)
    press(page, "Hand over this client")
    assert errors(page) == ["Choose the colleague first."]
    chosen = field(page.selectbox, "To whom")
    two = next(one for one in chosen.options if "two" in one.lower())
    chosen.select(two)
    field(page.text_area, "A note for your colleague").input("Ask <b>first</b>.\nThen wait.")
    press(page, "Hand over this client")
    assert list_handed_over(clinic, people["clinician.two"]) == ()
    assert f"{CODE} goes to Clinician Two at once, and leaves your list." in said(page)
    assert "Clinician Two or an administrator would have to hand the client back" in said(page)
    assert "It says: “Ask &lt;b&gt;first&lt;/b&gt;." in html(page)
    press(page, "Not yet")
    assert "Yes, hand over to Clinician Two" not in [one.label for one in page.button]
    assert field(page.text_area, "A note for your colleague").value == "Ask <b>first</b>.\nThen wait."
    press(page, "Hand over this client")
    press(page, "Yes, hand over to Clinician Two")
    assert [one.note for one in list_handed_over(clinic, people["clinician.two"])] == ["Ask <b>first</b>.\nThen wait."]

    late = look_at("client", {"episode": episode})
    assert late.title[0].value == "No such client here"

    signed_in_as("clinician.two")
    caseload = look_at("caseload")
    assert "New to you: 1 client, handed over by" in said(caseload)
    assert "Ask &lt;b&gt;first&lt;/b&gt;.<br>Then wait." in html(caseload)
    assert (f"Open {CODE}", "client", f"episode={episode}") in links(caseload)
    first = look_at("client", {"episode": episode})
    assert "Handed over by" in said(first)
    assert first.title[0].value == CODE
    assert "New to you" not in said(look_at("caseload"))
    assert "Handed over by" in said(look_at("client", {"episode": episode}))


def test_a_supervisor_hands_over_for_a_supervisee(clinic, people, signed_in_as, episode):
    signed_in_as("supervisor.one")
    page = opened(episode, "hand-on")
    assert "the clinician of now does not any more" in " ".join(one.value for one in page.markdown)
    assert "Close this episode" not in labels(page)


def test_closing_says_before_what_is_open_and_asks_how_it_ended(clinic, people, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    invite(clinic, actor, [Asked(episode_id=episode, scale_ids=("ors",))], way=Way.CODE)
    page = opened(episode, "close-episode")
    text = " ".join(one.value for one in page.markdown)
    assert "**1 form** given out and not answered. Closing withdraws it." in text
    assert "still open. Closing asks for no answer" in text
    press(page, "Close this episode")
    assert errors(page) == ["Choose first how it ended."]
    field(page.radio, "How did it end?").set_value(Ending.UNPLANNED)
    press(page, "Close this episode")
    facts = open_client(clinic, actor, episode).episode
    assert (facts.ending, facts.closed_on) == (Ending.UNPLANNED, clinic.today())
    assert [one.state for one in open_invitations(clinic, actor, episode)] == [FormState.WITHDRAWN]
    assert "1 form given out before is withdrawn" in page.success[0].value
    assert "Ended unplanned on" in said(page)


def test_every_ending_has_its_plain_explanation(signed_in_as, episode):
    signed_in_as("clinician.one")
    page = opened(episode, "close-episode")
    captions = " ".join(field(page.radio, "How did it end?").proto.captions)
    for words in ("work is done", "stayed away", "outside of this clinic", "hand the client over instead"):
        assert words in captions


@pytest.fixture
def ended(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    close_episode(clinic, actor, episode, closed_on=clinic.today(), ending=Ending.PLANNED)
    return actor, episode


def test_what_was_closed_too_early_is_opened_again_with_a_reason(clinic, ended):
    actor, episode = ended
    page = look_at("client", {"episode": episode})
    assert "Begin a new episode** when the client comes back" in " ".join(one.value for one in page.markdown)
    press(page, "Open this episode again")
    assert "why it is opened again" in errors(page)[0]
    field(page.text_input, "Why is it opened again?").input("Closed by mistake")
    press(page, "Open this episode again")
    assert open_client(clinic, actor, episode).episode.closed_on is None
    assert "Opened again by" in said(page)
    assert "“Closed by mistake”. It had been closed as ended as planned" in said(page)


def test_a_client_of_before_begins_anew_and_the_episodes_stand_beside_each_other(clinic, ended):
    actor, episode = ended
    page = look_at("client", {"episode": episode})
    press(page, "Begin a new episode")
    assert CODE not in [row.client_label for row in open_caseload(clinic, actor).rows]
    assert "cannot be taken away again: it can only be closed" in said(page)
    press(page, "Yes, begin the new episode")
    new = next(row.episode_id for row in open_caseload(clinic, actor).rows if row.client_label == CODE)
    assert new != episode
    beside = look_at("client", {"episode": new})
    text = said(beside)
    assert "Episodes side by side" in text
    assert "Ended as planned 18.2 24.6 6.4 Improved" in text
    assert "(this one)" in text
    assert "Goes on" in text


def test_what_is_known_is_set_right_on_the_page(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    page = unfolded(look_at("client", {"episode": episode}), ABOUT)
    field(page.text_input, "Name or initials (may stay empty)").input("J. *Q*")
    field(page.text_input, "E-mail or telephone, for links").input("by the river")
    press(page, "Keep this")
    assert "no e-mail address and no telephone number" in errors(page)[0]
    field(page.text_input, "E-mail or telephone, for links").input("j@post.example")
    field(page.date_input, "Birth date, if it is needed").set_value(date(1991, 3, 4))
    press(page, "Keep this")
    facts = open_client(clinic, actor, episode).episode
    assert (facts.client_label, facts.contact, facts.birth_date, facts.birth_year) == (
        "J. *Q*",
        "j@post.example",
        date(1991, 3, 4),
        1991,
    )
    assert page.title[0].value == "J. \\*Q\\*"
    assert "born 4 Mar 1991" in " ".join(one.value for one in page.markdown)


def test_of_birth_year_and_date_what_was_typed_anew_counts(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    known = {"code": CODE, "display_name": "", "contact": ""}
    change_client(clinic, actor, episode, birth_year=1985, birth_date=None, **known)

    def keep(year=None, day=None):
        page = unfolded(look_at("client", {"episode": episode}), ABOUT)
        if day:
            field(page.date_input, "Birth date, if it is needed").set_value(day)
        if year:
            field(page.number_input, "Birth year").set_value(year)
        press(page, "Keep this")
        facts = open_client(clinic, actor, episode).episode
        return facts.birth_year, facts.birth_date, page

    assert keep(day=date(1991, 3, 4))[:2] == (1991, date(1991, 3, 4))
    assert keep(day=date(1989, 5, 6))[:2] == (1989, date(1989, 5, 6))
    assert keep(year=1990, day=date(1992, 1, 1))[:2] == (1989, date(1989, 5, 6))
    year, day, page = keep(year=1990)
    assert (year, day) == (1990, None)
    assert "is taken away" in " ".join(one.value for one in (*page.success, *page.info, *page.markdown, *page.toast))


def test_where_codes_alone_are_kept_no_field_for_a_name_is_there(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    known = {"code": CODE, "birth_year": None, "birth_date": None, "contact": ""}
    change_client(clinic, actor, episode, display_name="J. Q.", **known)
    alone = replace(clinic, settings=replace(clinic.settings, codes_alone=True))
    with use_clinic(alone):
        assert not [one for one in look_at("new_client").text_input if "Name" in one.label]
        page = unfolded(look_at("client", {"episode": episode}), ABOUT)
        assert not [one for one in page.text_input if "Name" in one.label]
        press(page, "Keep this")
        assert open_client(alone, actor, episode).client_label == "J. Q."  # keeping the rest takes no name away
        field(page.checkbox, "Take the name away").check()
        press(page, "Keep this")
        assert open_client(alone, actor, episode).client_label == CODE


def test_a_new_client_may_have_somewhere_to_send_links_to(clinic, signed_in_as):
    actor = signed_in_as("clinician.one")
    page = look_at("new_client")
    field(page.text_input, "Code").input("N-7").run()
    field(page.number_input, "Birth year").set_value(1990).run()
    field(page.text_input, "E-mail or telephone, for links").input("030 12345")
    press(page, "Begin with this client")
    row = next(one for one in open_caseload(clinic, actor).rows if one.client_label == "N-7")
    assert open_client(clinic, actor, row.episode_id).episode.contact == "030 12345"


def test_a_link_opens_in_the_clinicians_own_mail_and_names_nobody(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    known = {"code": CODE, "birth_year": None, "birth_date": None, "display_name": ""}
    change_client(clinic, actor, episode, contact="j+q@post.example", **known)
    page = look_at("hand_over", {"episode": episode})
    page.session_state["hand-over.invited"] = (
        episode,
        invite(clinic, actor, [Asked(episode_id=episode, scale_ids=("ors",))], way=Way.LINK, word="heron"),
    )
    next(one for one in page.get("button_group") if one.label == "Where").set_value(Way.LINK).run()
    assert 'href="mailto:j+q@post.example?body=' in html(page)
    assert CODE not in html(page).partition("mailto:")[2].partition('"')[0]


def test_an_address_of_this_machine_alone_is_offered_for_no_message(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    known = {"code": CODE, "birth_year": None, "birth_date": None, "display_name": ""}
    change_client(clinic, actor, episode, contact="j@post.example", **known)
    made = invite(clinic, actor, [Asked(episode_id=episode, scale_ids=("ors",))], way=Way.LINK, word="heron")
    here = replace(clinic, settings=replace(clinic.settings, address="http://127.0.0.1:8501"))
    with use_clinic(here):
        page = look_at("hand_over", {"episode": episode})
        page.session_state["hand-over.invited"] = (episode, made)
        next(one for one in page.get("button_group") if one.label == "Where").set_value(Way.LINK).run()
    (warned,) = [one.value for one in page.warning if "address" in one.value]
    assert warned.startswith("Ask your administrator: Mendline has no address yet that a client could open.")
    assert "mendline serve" not in warned
    assert "mailto:" not in html(page)
    assert "opens on this machine alone" in " ".join(one.value for one in page.markdown)


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("j@post.example", "mailto:j@post.example?body=http%3A%2F%2Fc%2Fk%2Fabc"),
        ("+49 (0)30 12-3", "sms:+4903012" + "3?body=http%3A%2F%2Fc%2Fk%2Fabc"),
    ],
)
def test_the_message_holds_the_link_alone(contact, address):
    assert contact_address(contact, "http://c/k/abc") == address


def test_an_administrator_hands_over_the_clients_of_somebody_who_leaves(clinic, people, signed_in_as, episode):
    signed_in_as("administrator.one")
    one, two = people["clinician.one"], people["clinician.two"]
    page = look_at("person", {"person": one.user_id})
    names = field(page.multiselect, "Which").options
    chosen = next(name for name in names if name.startswith(CODE))
    assert "sessions" in chosen
    assert "24.6" not in said(page)
    field(page.multiselect, "Which").select(chosen)
    to = field(page.selectbox, "To whom")
    to.select(next(name for name in to.options if name == two.name))
    press(page, "Hand these clients over")
    assert [news.episode_id for news in list_handed_over(clinic, two)] == [episode]


def test_the_page_of_forms_of_a_former_clinician_says_so(clinic, people, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    look_at("hand_over", {"episode": episode})
    transfer_episode(clinic, actor, episode, people["clinician.two"].user_id)
    assert "Choose a client first" in look_at("hand_over", {"episode": episode}).info[0].value


def test_a_new_client_begins_with_the_first_rating(clinic, signed_in_as):
    from fit.scales import AgeBand

    actor = signed_in_as("clinician.one")
    episode = begin_episode(clinic, actor, code="N-8", age_band=AgeBand.ADULT)
    assert "Episodes side by side" not in said(look_at("client", {"episode": episode}))
