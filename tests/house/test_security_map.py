"""The map of security requirements: each stands there once, each named test is there, the counts are right."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

from tests.house import make_security_summary
from tests.house.make_security_summary import STATES, rows

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = ("security.md", "security_rules.md", "security_asvs.md")
# Numbers and levels as the standard has them: 70 of level 1, 183 of level 2.
REQUIREMENTS = [tuple(line.split()) for line in (ROOT / "tests/house/asvs_5_0_0.txt").read_text("utf-8").splitlines()]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
# What the standard asks to be written down: met by the place alone. Everything else takes a test.
WRITTEN_DOWN = {
    *("V2.1.1", "V2.1.2", "V2.1.3", "V5.1.1", "V6.1.1", "V6.1.2", "V6.1.3", "V7.1.1", "V7.1.2", "V7.1.3"),
    *("V8.1.1", "V8.1.2", "V11.1.1", "V13.1.1", "V14.1.1", "V14.1.2", "V15.1.1", "V15.1.3", "V16.1.1"),
}


@cache
def functions_of(path: str) -> frozenset[str]:
    if not (ROOT / path).is_file():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def anchors_of(path: Path) -> frozenset[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    return frozenset(plain)


def test_the_list_is_the_whole_of_levels_1_and_2():
    assert Counter(level for _, level in REQUIREMENTS) == {"1": 70, "2": 183}
    assert len({requirement for requirement, _ in REQUIREMENTS}) == 253


def test_every_requirement_stands_there_once_under_its_level_and_in_order():
    assert [(row.requirement, row.level) for row in rows()] == REQUIREMENTS


def test_every_row_has_words_a_state_and_a_reason():
    assert {row.state for row in rows()} <= set(STATES)
    wordless = [
        row.requirement for row in rows() if len(row.words) < 4 or len(row.by.split()) < (2 - (row.state == "met"))
    ]
    assert wordless == []


def test_every_named_test_is_there():
    named = {(path, name) for row in rows() for path, name in TEST.findall(row.by)}
    assert len(named) > 100
    assert {f"{path}::{name}" for path, name in named if name not in functions_of(path)} == set()
    assert {name for _, name in named if not name.startswith("test_")} == set()


def test_what_is_met_is_met_by_a_test_or_was_to_be_written_down():
    met = [row for row in rows() if row.state == "met"]
    untested = {row.requirement for row in met if not TEST.search(row.by)}
    assert untested == WRITTEN_DOWN
    assert {
        row.requirement for row in met if row.requirement in WRITTEN_DOWN and "security_rules.md#" not in row.by
    } == set()


def test_every_link_of_the_pages_leads_somewhere():
    wrong = set()
    for name in PAGES:
        for target, anchor in LINK.findall((DOCS / name).read_text("utf-8")):
            path = (DOCS / target).resolve() if target else DOCS / name
            if not path.exists() or (anchor and anchor not in anchors_of(path)):
                wrong.add(f"{name}: {target}#{anchor}")
    assert wrong == set()


def test_the_summary_counts_the_rows():
    assert make_security_summary.PAGE.read_text("utf-8") == make_security_summary.page()
