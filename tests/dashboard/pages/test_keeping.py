"""The page of keeping and erasing, as an administrator uses it."""

from __future__ import annotations

import pytest

from fit.casework import administrator
from fit.casework.clinician import open_caseload
from fit.errors import NotFoundError
from fit.ratings import Ending
from tests.dashboard.pages.looking import html, look_at, said
from tests.dashboard.pages.test_people import field, press

CODE = "FALLING-ALLIANCE"


@pytest.fixture
def kept(clinic, signed_in_as):
    """Look at the page of one client."""
    admin = signed_in_as("administrator.one")

    def look():
        return look_at("keeping", {"episode": administrator.find_client(clinic, admin, CODE)})

    return look


def text_of(page):
    return said(page) + html(page) + " ".join(one.value for one in page.markdown)


def test_without_a_rule_everything_is_kept_until_somebody_asks(clinic, signed_in_as):
    signed_in_as("administrator.one")
    page = look_at("keeping")
    assert "Everything is kept until somebody asks" in text_of(page)
    assert "Nothing is due today" in text_of(page)


def test_a_code_that_nobody_has_is_said(clinic, signed_in_as):
    signed_in_as("administrator.one")
    page = look_at("keeping")
    field(page, "The client's code").set_value("NOBODY")
    press(page, "Look")
    assert "No client of this clinic has this code" in page.error[0].value


def test_the_page_says_how_much_there_is_and_no_score_or_word(kept):
    page = kept()
    assert page.title[0].value.startswith(CODE)
    assert "ratings" in text_of(page)
    assert "No legal hold" in text_of(page)
    assert not page.metric
    assert not page.dataframe


def test_an_administrator_moves_a_clients_episode_to_another_programme(kept, clinic, people):
    assert "Programme" not in [one.value for one in kept().header], "the clinic has none"
    admin = people["administrator.one"]
    added = administrator.add_programme(clinic, admin, "Couples")
    page = kept()
    choice = next(one for one in page.selectbox if one.label == "Programme")
    assert choice.options == ["No programme", "Couples"]
    choice.set_value(added.programme_id)
    press(page, next(one.label for one in page.button if one.label.startswith("Set the programme of the episode from")))
    assert page.success[0].value == "The programme is as you chose."
    episode = administrator.find_client(clinic, admin, CODE)
    assert [one.programme_id for one in administrator.open_keeping(clinic, admin, episode).episodes] == [
        added.programme_id
    ]


def test_an_administrator_closes_the_episode_of_somebody_who_left_and_opens_it_again(kept, clinic, people):
    admin = people["administrator.one"]
    episode = administrator.find_client(clinic, admin, CODE)
    page = unfolded(kept(), episode)
    assert "still open. Closing asks for no answer" in text_of(page)
    press(page, "Close this episode")
    assert page.error[0].value == "Choose first how it ended."
    field_of(page.radio, "How did it end?").set_value(Ending.UNPLANNED)
    press(page, "Close this episode")
    assert "The episode is closed: ended unplanned on" in page.success[0].value
    assert CODE not in [one.client_label for one in open_caseload(clinic, people["clinician.one"]).rows]
    page = unfolded(kept(), episode)
    field(page, "Why is it opened again?").set_value("Closed by mistake")
    press(page, "Open this episode again")
    assert page.success[0].value == "The episode is open again and goes on where it was."
    assert CODE in [one.client_label for one in open_caseload(clinic, people["clinician.one"]).rows]


def unfolded(page, episode):
    page.session_state[f"end-of-{episode}"] = True
    return page.run()


def field_of(widgets, label):
    return next(one for one in widgets if one.label == label)


def test_a_hold_is_set_with_its_reason_stands_before_erasing_and_is_lifted(kept, clinic, people):
    page = kept()
    press(page, "Set a legal hold")
    assert "Say why" in page.error[0].value
    field(page, "Why nothing may be erased").set_value("A court asked for it")
    press(page, "Set a legal hold")
    page = kept()
    assert "Under a legal hold" in text_of(page)
    assert "A court asked for it" in text_of(page)
    assert [one.label for one in page.button if "Erase" in one.label] == []
    (row,) = administrator.open_retention(clinic, people["administrator.one"]).holds
    assert row.client_code == CODE
    field(page, "Why it is lifted").set_value("The case is closed")
    press(page, "Lift the legal hold")
    assert "The case is closed" in text_of(kept())
    assert "No legal hold" in text_of(kept())


@pytest.mark.parametrize(
    ("reason", "code", "why"),
    [(None, CODE, "Choose why first"), ("asked_by_client", "FALLING", "not this client's code")],
)
def test_nothing_is_erased_without_reason_and_code(kept, clinic, people, reason, code, why):
    page = kept()
    before = len(open_caseload(clinic, people["clinician.one"]).rows)
    erase(page, reason, code)
    assert why in page.error[0].value
    assert len(open_caseload(clinic, people["clinician.one"]).rows) == before


def erase(page, reason, code):
    if reason is not None:
        field(page, "Why").set_value(reason)
    field(page, "Write the client's code, to be sure whose records these are").set_value(code)
    press(page, "Erase everything for good")


def test_with_both_everything_of_the_client_is_gone(kept, clinic, people):
    page = kept()
    assert "Nobody can bring it back" in text_of(page)
    before = len(open_caseload(clinic, people["clinician.one"]).rows)
    erase(page, "asked_by_client", CODE)
    assert len(open_caseload(clinic, people["clinician.one"]).rows) == before - 1
    with pytest.raises(NotFoundError):
        administrator.find_client(clinic, people["administrator.one"], CODE)
