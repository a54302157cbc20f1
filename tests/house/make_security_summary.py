"""Counts the rows of docs/security_asvs.md into the summary of docs/security.md."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE, MAP = DOCS / "security.md", DOCS / "security_asvs.md"
BEGIN, END = "<!-- summary: python -m tests.house.make_security_summary -->\n", "<!-- end of summary -->"
STATES = ("met", "not applicable", "open")
CHAPTER = re.compile(r"^## (V\d+) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the map says of one requirement."""

    requirement: str
    words: str
    level: str
    state: str
    by: str


def rows() -> list[Row]:
    """Read the map."""
    lines = [line for line in MAP.read_text("utf-8").splitlines() if line.startswith("| V")]
    return [_row(*(cell.strip() for cell in line.strip("|").split(" | "))) for line in lines]


def _row(requirement: str, words: str, level: str, state: str, by: str) -> Row:
    return Row(requirement=requirement, words=words, level=level, state=state, by=by)


def summary() -> str:
    """The table of the counts by chapter."""
    head = "| chapter | met | not applicable | open |\n|---|---|---|---|\n"
    chapters = CHAPTER.findall(MAP.read_text("utf-8"))
    all_rows = rows()
    parts = [
        _line(f"{chapter} {name}", [one for one in all_rows if one.requirement.startswith(f"{chapter}.")])
        for chapter, name in chapters
    ]
    levels = [_line(f"**level {level}**", [one for one in all_rows if one.level == level]) for level in ("1", "2")]
    return f"{BEGIN}\n{head}{''.join(parts)}{''.join(levels)}{_line('**together**', all_rows)}\n{END}"


def _line(name: str, of: list[Row]) -> str:
    counted = Counter(one.state for one in of)
    return f"| {name} | {' | '.join(str(counted[state]) for state in STATES)} |\n"


def page() -> str:
    """The page with the summary as it is now."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + summary() + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
