from __future__ import annotations

from datetime import date

import pytest

from dashboard.pages import new_client
from fit.casework import administrator
from fit.casework.clinician import open_caseload, open_client
from fit.casework.views import ConsentKind
from fit.scales import AgeBand
from tests.dashboard.pages.looking import labels, look_at, said, unfolded

TODAY = date.today()  # noqa: DTZ011


@pytest.fixture
def went_to(monkeypatch):
    """Note where the page leads, for there is no other page beside the one under test."""
    left = []
    monkeypatch.setattr(new_client, "go_to", lambda address, query: left.append((address, query)))
    return left


@pytest.fixture
def page(clinic, signed_in_as, went_to):
    signed_in_as("clinician.two")
    return look_at("new_client")


@pytest.fixture
def caseload(clinic, people):
    return lambda: open_caseload(clinic, people["clinician.two"]).rows


def begin(page, code="C-17", **more):
    page.text_input[0].set_value(code).run()
    for number, text in more.items():
        page.text_input[int(number[1:])].set_value(text).run()
    next(button for button in page.button if button.label == "Begin with this client").click().run()
    assert not page.exception, page.exception


def band(page):
    return page.button_group[0].value


def test_a_client_begins_in_a_programme_and_is_moved_on_the_page_of_the_client(clinic, people, signed_in_as, went_to):
    office = people["administrator.one"]
    names = ("Couples", "Outpatients", "Closed")
    ids = {name: administrator.add_programme(clinic, office, name).programme_id for name in names}
    administrator.set_programme_active(clinic, office, ids["Closed"], active=False)
    actor = signed_in_as("clinician.two")
    page = look_at("new_client")
    chosen = next(one for one in page.selectbox if one.label == "Programme")
    assert chosen.options == ["No programme", "Couples", "Outpatients"]
    chosen.select_index(1).run()
    page.button_group[0].set_value(AgeBand.ADULT).run()
    begin(page)
    episode = went_to[0][1]["episode"]
    client = unfolded(look_at("client", {"episode": episode}), "About this client")
    next(one for one in client.selectbox if one.label == "Programme").select_index(2).run()
    assert not client.exception
    assert open_client(clinic, actor, episode).episode.programme == "Outpatients"
    assert any("· Outpatients ·" in one.value for one in client.markdown)


def test_a_client_begins_and_the_page_leads_to_theirs(page, caseload, went_to, clinic, people):
    page.number_input[0].set_value(TODAY.year - 30).run()
    page.date_input[0].set_value(TODAY).run()
    begin(page, n1="J. D.")

    row = caseload()[0]
    assert went_to == [("client", {"episode": row.episode_id})]
    facts = open_client(clinic, people["clinician.two"], row.episode_id).episode
    assert (facts.client_label, facts.client_code, facts.age_band) == ("J. D.", "C-17", AgeBand.ADULT)
    assert facts.consents == {ConsentKind.RATINGS: True}


def test_the_age_band_follows_the_birth_year(page, clinic):
    assert band(page) is None
    for years, expected in (
        (40, AgeBand.ADULT),
        (clinic.policy.adult_from - 1, AgeBand.ADOLESCENT),
        (7, AgeBand.CHILD),
    ):
        page.number_input[0].set_value(TODAY.year - years).run()
        assert band(page) == expected


def test_another_age_band_can_be_chosen_and_stays(page, caseload, clinic):
    page.number_input[0].set_value(TODAY.year - clinic.policy.adult_from).run()
    page.button_group[0].select("Adolescent").run()
    begin(page)

    assert caseload()[0].age_band is AgeBand.ADOLESCENT


def test_without_a_consent_none_is_noted_by_itself(page, caseload, clinic, people):
    page.button_group[0].select("Adult").run()
    begin(page)

    facts = open_client(clinic, people["clinician.two"], caseload()[0].episode_id).episode
    assert facts.consents == {}


def test_the_age_band_must_be_known(page, caseload):
    begin(page)

    assert "The age band is missing" in page.error[0].value
    assert caseload() == ()


@pytest.mark.parametrize(
    ("code", "year", "why"),
    [(" ", 1990, "code is empty"), ("C-17", 1890, "1890 is no birth year"), ("STEADY", 1990, "in use in this clinic")],
)
def test_a_refusal_is_said_in_its_own_words_and_what_was_typed_stays(page, caseload, code, year, why):
    page.number_input[0].set_value(year).run()
    begin(page, code=code, n1="J. D.")

    assert why in page.error[0].value
    assert [each.value for each in page.text_input] == [code, "J. D.", ""]
    assert page.number_input[0].value == year
    assert caseload() == ()


def test_the_caseload_offers_a_new_client_also_when_it_is_empty(clinic, signed_in_as):
    signed_in_as("clinician.one")
    assert "New client" in labels(look_at("caseload"))
    signed_in_as("clinician.two")
    empty = look_at("caseload")
    assert labels(empty) == ["Add your first client"]
    assert "No open episodes yet" in said(empty)
