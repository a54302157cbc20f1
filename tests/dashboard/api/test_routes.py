"""The course as files, asked for over the network by everybody who might."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.api.course import COURSE_CSV, COURSE_SVG
from dashboard.api.course_facts import file_name
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    COLLEAGUES,
    DIRECTOR,
    FALLING,
    RATINGS,
    SUPERVISOR,
)

PATHS = (COURSE_CSV, COURSE_SVG)


@pytest.fixture
def ask(server, small_clinic):
    """Ask for the course of an episode as one of the people."""

    def one(path, person, episode=FALLING, **more):
        query = "&".join(f"{name}={value}" for name, value in more.items())
        address = f"{path}?episode={small_clinic.episodes.get(episode, episode)}&{query}"
        return server.fetch(address, token=server.token(person) if person else "")

    return one


@pytest.mark.parametrize("person", [CLINICIAN, SUPERVISOR], ids=lambda person: person.role)
def test_the_table_is_given_to_those_who_see_the_client(ask, person):
    reply = ask(COURSE_CSV, person)
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    _, outcome, alliance = RATINGS[FALLING]

    assert reply.status == 200
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert [float(row["ORS"]) for row in rows] == list(outcome)
    assert [float(row["SRS"]) for row in rows] == list(alliance)
    assert rows[0]["Date"] == "15 Jan 2026"
    assert {row["Policy"].split()[0] for row in rows} == {"icce"}
    assert "simulated reference" in rows[0]["Expected path"]
    told = {name: rows[-1][name] for name in ("Client code", "Age band", "Rated by", "Scales", "First session")}
    assert list(told.values()) == [FALLING, "Adult", "client", "ORS and SRS", "15 Jan 2026"]


def test_the_drawing_is_given_with_its_words_and_legend(ask):
    reply = ask(COURSE_SVG, CLINICIAN, show="dates", theme="dark")
    text = "".join(ET.fromstring(reply.body).itertext())  # noqa: S314 - our own drawing

    assert reply.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert "ORS began at 17.0 and is now 9.8" in text
    assert "expected path (simulated reference)" in text
    assert re.search(
        rf"{FALLING} · Adult · ORS and SRS by the client · 15 Jan 2026 to \d+ \w+ 2026 · as of \d+ \w+ 20", text
    )
    assert "2026" in text


@pytest.mark.parametrize("path", PATHS)
def test_a_file_is_never_kept_by_the_browser_and_is_named_by_the_clients_code(ask, path):
    headers = ask(path, CLINICIAN).headers

    assert headers["cache-control"] == "no-store"
    today = date.today()  # noqa: DTZ011 - the server's own day
    assert headers["content-disposition"] == f'attachment; filename="course-{FALLING}-{today}.{path[-3:]}"'
    assert headers["x-content-type-options"] == "nosniff"
    assert "'unsafe-inline'" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("person", "episode"),
    [
        (COLLEAGUE, FALLING),
        (CLINICIAN, COLLEAGUES),
        (SUPERVISOR, COLLEAGUES),
        (DIRECTOR, FALLING),
        (ADMINISTRATOR, FALLING),
        (CLINICIAN, "0000000000000"),
        (CLINICIAN, "' or 1=1"),
        (CLINICIAN, ""),
    ],
)
def test_everybody_else_gets_the_same_answer_as_for_a_client_that_is_not_there(ask, path, person, episode):
    reply = ask(path, person, episode.replace(" ", "%20"))

    assert reply.status == 404
    assert reply.body == b"There is no such course here for you. Open the client from your list.\n"
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_without_a_session_there_is_no_file(ask, server, path):
    assert ask(path, None).status == 401
    assert server.fetch(path, headers={"accept": "text/html"}).status == 303


@pytest.mark.parametrize("asked", [{"strand": "7"}, {"strand": "99999999"}])
def test_a_strand_that_is_not_there_is_not_found(ask, asked):
    assert ask(COURSE_CSV, CLINICIAN, **asked).status == 404


@pytest.mark.parametrize("asked", [{"strand": "-1"}, {"strand": "x"}, {"show": "everything,<b>"}, {"theme": "'"}])
def test_odd_wishes_give_the_plain_course(ask, asked):
    assert ask(COURSE_SVG, CLINICIAN, **asked).status == 200


def test_other_addresses_below_api_lead_nowhere(server):
    reply = server.fetch("/api/nothing.csv", token=server.token(CLINICIAN))

    assert (reply.status, reply.body) == (404, b"There is nothing here.\n")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Sim. 056", "course-Sim-056-2026-11-25"),
        ('a"; b=\r\n../c', "course-a-b-c-2026-11-25"),
        ("\u0645", "course-2026-11-25"),
        ("x" * 90, f"course-{'x' * 40}-2026-11-25"),
    ],
)
def test_the_name_of_a_file_holds_only_letters_and_digits_of_the_code(code, name):
    page = SimpleNamespace(episode=SimpleNamespace(client_code=code), as_of=date(2026, 11, 25))

    assert file_name(page) == name
