"""What is left out of a script on its way to the tablet, and what never is."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dashboard.handover.lean import lean
from dashboard.handover.parts import FOLDERS, parts

SCRIPTS = [
    path
    for package, folder in FOLDERS
    for path in (files(package) / folder).iterdir()
    if path.name.endswith((".js", ".css"))
]


def test_comments_and_indentation_go_and_the_code_stays():
    script = "/**\n * What it is.\n */\nexport const A = 1;\n\n// why\nif (A) {\n  go(A); // here\n}\n"

    assert lean(script) == "export const A = 1;\nif (A) {\ngo(A); // here\n}\n"


def test_what_only_looks_like_a_comment_inside_a_line_stays():
    line = 'const at = "https://form.test/*"; const b = 2 /* two */ * 3;\n'

    assert lean(line) == line


def test_a_style_keeps_its_rules():
    assert lean("/* Why.\n   Because. */\n.a { color: red; }\n@media print {\n  .b { color: red; }\n}\n") == (
        ".a { color: red; }\n@media print {\n.b { color: red; }\n}\n"
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_file_has_a_text_over_several_lines_that_would_lose_its_indentation(path):
    assert [line for line in path.read_text("utf-8").splitlines() if line.count("`") % 2] == []


@pytest.mark.parametrize("name", sorted(parts()))
def test_every_part_is_sent_lean(name):
    sent = parts()[name].plain.decode()

    assert sent
    assert [line for line in sent.splitlines() if line[:1] in {" ", "\t"} or line.startswith(("/*", "//"))] == []
