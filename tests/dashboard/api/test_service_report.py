"""The route of the service report: for the director alone, kept by no browser, clear when it cannot be."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.door.identity import ACTOR_KEY
from tests.dashboard.door.asgi import request, walk


@pytest.fixture
def fetch(clinic, people):
    """Ask for a report as one of the people."""

    def one(name="director.one", **query):
        asked = request("/api/service-report.pdf", query=urlencode(query))
        if name:
            asked[ACTOR_KEY] = people[name]
        return walk(Starlette(routes=routes), asked)

    return one


@pytest.fixture
def last_month(clinic):
    return f"{clinic.today().replace(day=1) - timedelta(days=1):%Y-%m}"


def test_a_director_gets_the_report_and_no_browser_keeps_it(fetch, last_month):
    answer = fetch(month=last_month)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'attachment; filename="service-report-{last_month}.pdf"'
    assert fetch(month=last_month).body == answer.body


def test_clinicians_are_named_only_where_it_is_asked_for(fetch, last_month):
    without, names = fetch(month=last_month, names=0), fetch(month=last_month, names=1)
    assert fetch(month=last_month).body == without.body
    assert ["With clinicians' names" in words_of(one.body) for one in (without, names)] == [False, True]
    called = [one.headers["content-disposition"].partition("filename=")[2] for one in (without, names)]
    month = f"service-report-{last_month}"
    assert called == [f'"{month}.pdf"', f'"{month}-with-clinicians-names.pdf"'], "the two must not be mixed up"


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("name", ["clinician.one", "supervisor.one", "administrator.one"])
def test_nobody_else_gets_it(fetch, last_month, name):
    answer = fetch(name, month=last_month)
    assert (answer.status, answer.headers["cache-control"]) == (403, "no-store")


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ({}, 422, "'' is no month. Write it as 2026-10."),
        ({"month": "2026-13"}, 422, "'2026-13' is no month."),
        ({"month": '2026-10"; x="'}, 422, "is no month."),
        ({"month": "2126-01"}, 422, "is not over. Choose an earlier one."),
        ({"month": "2026-01", "names": "yes"}, 422, "names='yes' is neither 0 nor 1."),
        ({"month": "2026-01", "team": "Nowhere"}, 404, "There is no team 'Nowhere'."),
    ],
)
def test_a_refusal_says_why(fetch, query, status, says):
    answer = fetch(**query)
    assert answer.status == status
    assert says in answer.body.decode()
    assert answer.headers["cache-control"] == "no-store"


def test_without_signing_in_there_is_nothing(fetch, last_month):
    assert fetch("", month=last_month).status == 401
