from __future__ import annotations

import pytest

from fit.casework.administrator import import_ratings
from tests.dashboard.pages.looking import html, links, look_at, said


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("clinician.one")
    return look_at("caseload")


def test_every_open_client_is_one_link_with_an_opaque_address(page, episode_of):
    assert ("STEADY", "client", f"episode={episode_of('STEADY')}") in links(page)
    assert len(links(page)) == 5


def test_what_deserves_attention_first_stands_first(page):
    assert links(page)[0][0] == "OFF-TRACK"  # reliably worse than at the start, by 6.5
    assert links(page)[1][0] == "FALLING-ALLIANCE"


def test_a_row_says_status_and_reason_in_words(page):
    text = said(page)

    assert "Ask about the alliance" in text
    assert "The session rating is low, not yet talked about; the last SRS is 35.1." in text
    assert "Life is reliably worse than at the start: the ORS is 6.5 points below the first rating, at 13.5." in text
    assert "2 days ago" in text


def test_a_row_has_a_picture_with_the_course_in_words(page):
    assert 'alt="ORS from 18.2 to 24.6; SRS from 37.5 to 35.1"' in html(page)
    assert 'src="data:image/svg+xml,' in html(page)


def test_no_rating_is_a_dash_and_never_a_zero(clinic, people, signed_in_as):
    signed_in_as("clinician.one")
    content = b"episode_id,age_band,session,scale,total,clinician\nSESSION-ONLY,adult,1,srs,38.0,clinician.one\n"
    import_ratings(clinic, people["administrator.one"], "more.csv", content)

    assert "<span>ORS</span> \N{EN DASH}</p>" in html(look_at("caseload"))


@pytest.fixture
def six_clients(clinic, people, signed_in_as):
    signed_in_as("clinician.one")
    content = b"episode_id,age_band,session,scale,total,clinician\nSIXTH,adult,1,ors,22.0,clinician.one\n"
    import_ratings(clinic, people["administrator.one"], "sixth.csv", content)
    return look_at("caseload")


def test_five_clients_need_no_filter(page):
    assert not page.text_input


def test_the_search_finds_a_client_by_any_part_of_the_name(six_clients):
    page = six_clients
    page.text_input(key="caseload-text").input("track").run()
    assert [label for label, _, _ in links(page)] == ["OFF-TRACK"]


def test_the_list_can_be_narrowed_to_a_status(six_clients):
    page = six_clients
    page.button_group(key="caseload-status").select("Needs attention").run()

    assert [label for label, _, _ in links(page)] == ["OFF-TRACK", "FALLING-ALLIANCE", "STEADY"]


def test_a_search_without_a_match_says_what_to_do(six_clients):
    page = six_clients
    page.text_input(key="caseload-text").input("nobody").run()

    assert "Clear the search" in page.info[0].value


def test_somebody_without_clients_is_told_how_they_will_come(clinic, signed_in_as):
    signed_in_as("clinician.two")
    page = look_at("caseload")

    assert "No open episodes yet" in said(page)
    assert links(page) == []


def test_one_quiet_client_is_a_good_state_without_filters(clinic, people, signed_in_as):
    signed_in_as("clinician.two")
    content = b"episode_id,age_band,session,scale,total,clinician\nQUIET,adult,1,ors,22.0,clinician.two\n"
    import_ratings(clinic, people["administrator.one"], "quiet.csv", content)
    page = look_at("caseload")

    assert "Nothing needs you today." in said(page)
    assert "1 open episode," in said(page)
    assert not page.text_input


def test_three_hundred_clients_come_fifty_at_a_time(clinic, people, signed_in_as):
    signed_in_as("clinician.two")
    rows = [f"MANY-{number:03d},adult,1,ors,22.0,clinician.two" for number in range(300)]
    content = "\n".join(["episode_id,age_band,session,scale,total,clinician", *rows])
    import_ratings(clinic, people["administrator.one"], "many.csv", content.encode())
    page = look_at("caseload")

    assert len(links(page)) == 50
    assert "1 to 50 of 300" in page.caption[0].value


def test_a_name_is_text_and_never_html(clinic, people, signed_in_as):
    signed_in_as("clinician.two")
    content = b"episode_id,age_band,session,scale,total,clinician\n<b>x</b>,adult,1,ors,22.0,clinician.two\n"
    import_ratings(clinic, people["administrator.one"], "odd.csv", content)

    assert "<b>x</b>" not in html(look_at("caseload"))
