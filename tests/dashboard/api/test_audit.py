"""The audit as a file, asked for over the network by everybody who might."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from dashboard.api.audit import AUDIT_CSV, AUDIT_JSON, as_csv, as_json
from fit.casework.views import AuditRow
from tests.dashboard.serving.small_clinic import ADMINISTRATOR, CLINICIAN, DIRECTOR, FALLING, SUPERVISOR


@pytest.fixture
def ask(server):
    return lambda path, person: server.fetch(path, token=server.token(person) if person else "")


def test_an_administrator_takes_the_lines_out_and_that_is_the_first_of_them(ask):
    rows = list(csv.DictReader(io.StringIO(ask(AUDIT_CSV, ADMINISTRATOR).body.decode())))
    assert rows[0]["action"] == "export_audit"
    assert rows[0]["who"] == ADMINISTRATOR.name
    assert rows[0]["source"] == "127.0.0.1"
    assert [int(row["number"]) for row in rows] == list(range(len(rows), 0, -1))


def test_no_address_that_a_request_claims_stands_in_the_audit(server):
    claimed = {"x-forwarded-for": "198.51.100.7", "x-mendline-source": "198.51.100.8", "forwarded": "for=198.51.100.9"}
    reply = server.fetch(AUDIT_CSV, token=server.token(ADMINISTRATOR), headers=claimed)
    assert next(csv.DictReader(io.StringIO(reply.body.decode())))["source"] == "127.0.0.1"
    assert "198.51.100" not in reply.body.decode().split("\r\n")[1]


def test_lines_of_json_say_the_same_and_are_narrowed_down(ask, server):
    server.fetch(f"/api/course.csv?episode={FALLING}", token=server.token(CLINICIAN))
    reply = ask(f"{AUDIT_JSON}?kind=signing%20in%20and%20out", ADMINISTRATOR)
    actions = {json.loads(line)["action"] for line in reply.body.decode().splitlines()}
    assert "sign_in" in actions
    assert not actions & {"open_client", "export_course", "export_audit"}
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [AUDIT_CSV, AUDIT_JSON])
@pytest.mark.parametrize("person", [CLINICIAN, SUPERVISOR, DIRECTOR], ids=lambda person: person.role)
def test_nobody_else_gets_it(ask, path, person):
    reply = ask(path, person)
    assert reply.status == 404
    assert b"export" not in reply.body


def test_without_a_session_there_is_none(ask):
    assert ask(AUDIT_CSV, None).status in {303, 401}


@pytest.mark.parametrize("query", ["kind=everything", "from=yesterday", "person=nobody", "client=no-such-code"])
def test_what_is_not_known_is_refused_in_words(ask, query):
    reply = ask(f"{AUDIT_CSV}?{query}", ADMINISTRATOR)
    assert reply.status == 422
    assert reply.body.decode().rstrip().endswith(".")


def test_no_cell_is_run_by_a_spreadsheet():
    row = AuditRow(
        sequence=1,
        at=datetime(2026, 3, 1, tzinfo=UTC),
        actor_name="=HYPERLINK(1)",
        role="clinician",
        action="open_client",
        subject_kind="episode",
        subject_id="@SUM(A1)",
        source="-1+1",
        client_code="+1+1",
    )
    (cells,) = list(csv.reader(io.StringIO("".join(as_csv([row])))))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert json.loads(next(as_json([row])))["who"] == "=HYPERLINK(1)"
