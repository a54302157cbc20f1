"""The route of the service report: for the director who asked for it, kept by no browser, clear when it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.door.identity import ACTOR_KEY
from fit.casework import director
from fit.casework._under_way import UnderWay
from tests.dashboard.door.asgi import request, walk
from tests.fit.casework.asked import report_that_is_made


@pytest.fixture
def fetch(clinic, people):
    """Fetch a report as one of the people."""

    def one(name="director.one", **query):
        asked = request("/api/service-report.pdf", query=urlencode(query))
        if name:
            asked[ACTOR_KEY] = people[name]
        return walk(Starlette(routes=routes), asked)

    return one


@pytest.fixture
def last(clinic):
    return last_of(clinic)


def last_of(clinic):
    return (clinic.today().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture(scope="module")
def made(clinic, people):
    """Ask for the last month's report, and wait for it."""

    @cache
    def one(**parts):
        return report_that_is_made(SimpleNamespace(clinic=clinic), people["director.one"], last_of(clinic), **parts)

    return one


def test_a_director_gets_the_report_and_no_browser_keeps_it(fetch, made, last):
    asked = made()
    answer = fetch(report=asked)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'attachment; filename="service-report-{last:%Y-%m}.pdf"'
    assert fetch(report=asked).body == answer.body


def test_clinicians_are_named_only_where_it_is_asked_for(fetch, made, last):
    without, names = fetch(report=made()), fetch(report=made(names=True))
    assert ["With clinicians' names" in words_of(one.body) for one in (without, names)] == [False, True]
    called = [one.headers["content-disposition"].partition("filename=")[2] for one in (without, names)]
    month = f"service-report-{last:%Y-%m}"
    assert called == [f'"{month}.pdf"', f'"{month}-with-clinicians-names.pdf"'], "the two must not be mixed up"


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("name", ["clinician.one", "supervisor.one", "administrator.one"])
def test_nobody_else_gets_it(fetch, made, name):
    answer = fetch(name, report=made())
    assert (answer.status, answer.headers["cache-control"]) == (403, "no-store")
    assert answer.body.decode().startswith("Service reports are for directors. You are signed in as a")


@pytest.mark.parametrize("query", [{}, {"report": "0" * 13}, {"report": "../../etc"}, {"month": "2026-01"}])
def test_what_was_never_asked_for_is_not_there(fetch, query):
    answer = fetch(**query)
    assert (answer.status, answer.headers["cache-control"]) == (404, "no-store")


def test_before_it_is_made_it_says_so(clinic, people, fetch, last):
    about_to_end = replace(clinic, under_way=UnderWay())
    about_to_end.under_way.stop()
    asked = director.ask_for_service_report(about_to_end, people["director.one"], last)
    answer = fetch(report=asked)
    assert answer.status == 409
    assert "still being made" in answer.body.decode()


def test_without_signing_in_there_is_nothing(fetch, made):
    assert fetch("", report=made()).status == 401
