"""Every claim of docs/operations.md names a test, and the test is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", (ROOT / "docs/operations.md").read_text("utf-8"))))


def test_there_are_claims():
    assert len(NAMED) > 15


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda one: one.rpartition("/")[2])
def test_a_test_that_is_named_is_there(file, name):
    text = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^def {name}\(", text, flags=re.MULTILINE) if name else "def test_" in text
