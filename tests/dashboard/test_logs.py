"""Nothing that a client said gets into a log."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.logs import keep_texts_out, place_of

WORDS = "words of a client"
ROOT = Path(__file__).parents[2]
A_PROCESS = """
import logging, structlog
from streamlit.logger import get_logger
from dashboard.logs import keep_texts_out, write_lines
before = get_logger("streamlit.before")
write_lines(for_people={for_people})
keep_texts_out()
structlog.get_logger("mendline.server").warning("ours", kind="one")
before.warning("of two\\nlines")
get_logger("streamlit.after").warning("later")
logging.getLogger("uvicorn.error").warning("port %s", 8501)
try:
    raise ValueError("words of a client")
except ValueError:
    logging.getLogger("fit.store").exception("failed")
"""


def fail() -> None:
    raise ValueError(WORDS)


@pytest.fixture
def texts_kept_out() -> object:
    before = logging.getLogRecordFactory()
    keep_texts_out()
    yield
    logging.setLogRecordFactory(before)


@pytest.mark.usefixtures("texts_kept_out")
@pytest.mark.parametrize("name", ["uvicorn.error", "streamlit.error_util", "asyncio", "any.other"])
def test_an_exception_is_logged_by_kind_and_place_alone(name: str, caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger(name)
    log.addHandler(caplog.handler)
    try:
        fail()
    except ValueError:
        log.exception("failed with %s", WORDS)
    finally:
        log.removeHandler(caplog.handler)
    assert "ValueError at test_logs.py:" in caplog.text
    assert WORDS not in caplog.text


@pytest.mark.usefixtures("texts_kept_out")
def test_a_traceback_that_comes_as_a_text_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("uvicorn.error")
    log.addHandler(caplog.handler)
    log.error("Traceback (most recent call last)\n ValueError: a client's words")
    log.removeHandler(caplog.handler)
    assert "could not be opened" in caplog.text
    assert "words" not in caplog.text


@pytest.mark.usefixtures("texts_kept_out")
def test_a_line_without_an_exception_stays_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("any.other").warning("listening on port %s", 8501)
    assert "listening on port 8501" in caplog.text


def test_the_place_is_named_without_folders() -> None:
    with pytest.raises(ValueError, match=WORDS) as caught:
        fail()
    assert place_of(caught.value).startswith("test_logs.py:")
    assert "/" not in place_of(caught.value)


def said_by(*, for_people: bool) -> list[str]:
    """What a process says on both streams, in a time zone far from UTC."""
    ended = subprocess.run(
        [sys.executable, "-c", A_PROCESS.format(for_people=for_people)],
        cwd=ROOT,
        env={"TZ": "Pacific/Auckland", "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [*ended.stdout.splitlines(), *ended.stderr.splitlines()]


def test_every_line_is_one_of_json_with_its_moment_in_utc() -> None:
    lines = [json.loads(line) for line in said_by(for_people=False)]
    assert [line["event"] for line in lines[:4]] == ["ours", "of two\nlines", "later", "port 8501"]
    assert lines[4]["event"].startswith("ValueError at <string>:")
    assert [line["level"] for line in lines] == ["warning"] * 4 + ["error"]
    assert lines[0]["kind"] == "one"
    assert {line["timestamp"][-1] for line in lines} == {"Z"}
    age = datetime.now(UTC) - datetime.fromisoformat(lines[0]["timestamp"])
    assert timedelta(0) <= age < timedelta(minutes=2)


def test_at_a_terminal_lines_are_for_people_and_in_utc_too() -> None:
    lines = said_by(for_people=True)
    assert "ours" in lines[0]
    assert not lines[0].startswith("{")
    assert datetime.now(UTC).strftime("%Y-%m-%dT") in lines[0]
