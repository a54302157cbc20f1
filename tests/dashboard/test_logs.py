"""Nothing that a client said gets into a log."""

from __future__ import annotations

import logging

import pytest

from dashboard.logs import keep_texts_out, place_of

WORDS = "words of a client"


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
def test_a_line_without_an_exception_stays_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("any.other").warning("listening on port %s", 8501)
    assert "listening on port 8501" in caplog.text


def test_the_place_is_named_without_folders() -> None:
    with pytest.raises(ValueError, match=WORDS) as caught:
        fail()
    assert place_of(caught.value).startswith("test_logs.py:")
    assert "/" not in place_of(caught.value)
