from __future__ import annotations

from datetime import date

import pytest

from fit.casework.clinician import open_caseload
from tests.dashboard.pages.looking import labels, look_at
from tests.dashboard.pages.story_clinic import stories_csv

HEADER = "episode_id,age_band,session,scale,total,clinician\n"
GOOD = "NEW-1,adult,1,ors,20.0,clinician.two\nNEW-1,adult,1,srs,38.0,clinician.two\n"
BAD = "NEW-2,adult,1,ors,55.0,clinician.two\n"


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("administrator.one")
    return look_at("import_ratings")


def upload(page, content):
    page.file_uploader[0].upload("ratings.csv", content.encode(), "text/csv").run()
    assert not page.exception, page.exception


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def numbers(page):
    return {metric.label: metric.value for metric in page.metric}


def clients_of(clinic, person):
    return [row.client_label for row in open_caseload(clinic, person).rows]


def test_without_a_file_the_format_is_explained(page):
    assert "episode_id,age_band,session,scale,total" in page.code[0].value
    assert not page.metric


def test_a_file_is_checked_before_anything_is_stored(page, clinic, people):
    upload(page, HEADER + GOOD)

    assert numbers(page) == {
        "Good rows": "2",
        "Bad rows": "0",
        "New ratings": "2",
        "Already here": "0",
        "New episodes": "1",
    }
    assert "Import 2 ratings" in labels(page)
    assert clients_of(clinic, people["clinician.two"]) == []


def test_a_good_file_is_taken_on_one_press(page, clinic, people):
    upload(page, HEADER + GOOD)
    press(page, "Import 2 ratings")

    assert page.success[0].value == "2 ratings imported, 1 new episode."
    assert clients_of(clinic, people["clinician.two"]) == ["NEW-1"]


def test_bad_rows_are_listed_by_line_with_what_to_do(page):
    upload(page, HEADER + GOOD + BAD)
    table = page.dataframe[0].value

    assert table["Line"].tolist() == [4]
    assert "55" in table["What is wrong"][0]
    assert table["What to do"][0]


def test_a_file_with_a_bad_row_is_not_taken_unless_asked(page, clinic, people):
    upload(page, HEADER + GOOD + BAD)

    assert page.radio[0].value.startswith("Fix the file first")
    assert not [label for label in labels(page) if label.startswith("Import")]
    assert clients_of(clinic, people["clinician.two"]) == []


def test_the_good_rows_can_be_taken_alone(page, clinic, people):
    upload(page, HEADER + GOOD + BAD)
    page.radio[0].set_value(page.radio[0].options[1]).run()
    press(page, "Import 2 ratings")

    assert page.success[0].value == "2 ratings imported, 1 new episode. 1 bad row left out."
    assert clients_of(clinic, people["clinician.two"]) == ["NEW-1"]


def test_a_file_that_is_here_already_has_nothing_to_import(page):
    upload(page, stories_csv(date.today()))  # noqa: DTZ011

    assert "There is nothing new in this file." in page.info[0].value
    assert numbers(page)["New ratings"] == "0"


def test_a_file_that_is_no_table_says_why(page):
    upload(page, "hello\nworld\n")

    said = [*(problem.value for problem in page.error), *(str(each.value.to_dict()) for each in page.dataframe)]
    assert any("episode_id" in each for each in said)


def test_episodes_without_a_clinician_can_be_given_to_one(page, clinic, people):
    upload(page, "episode_id,age_band,session,scale,total\nNEW-3,adult,1,ors,20.0\n")
    page.selectbox[0].set_value("clinician.two").run()
    press(page, "Import 1 rating")

    assert clients_of(clinic, people["clinician.two"]) == ["NEW-3"]


def test_after_one_file_another_can_follow(page):
    upload(page, HEADER + GOOD)
    press(page, "Import 2 ratings")
    press(page, "Import another file")

    assert not page.success
    assert page.code
