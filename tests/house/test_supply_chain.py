"""What Mendline is put together from: licences that fit, a bill of materials that says what the lock says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.house import ask_for_vulnerabilities as asking
from tests.house import make_dependencies, make_sbom

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def test_the_page_of_dependencies_is_what_lock_and_packages_say():
    assert make_dependencies.PAGE.read_text("utf-8") == make_dependencies.page()


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0", "Custom"]
)
def test_a_licence_that_does_not_fit_is_refused(expression):
    with pytest.raises(make_dependencies.LicenceError, match="not on the list"):
        make_dependencies.note_on("somebody", expression)


@pytest.mark.parametrize("expression", ["MIT", "BSD-3-Clause AND 0BSD", "GPL-2.0-only OR Apache-2.0"])
def test_a_licence_that_asks_for_its_notice_needs_no_note(expression):
    assert make_dependencies.note_on("somebody", expression) == ""


def test_a_package_that_names_no_licence_is_refused():
    with pytest.raises(make_dependencies.LicenceError, match="read its licence file"):
        make_dependencies.licence_of("a-package-that-nobody-has")


@pytest.fixture(scope="module")
def bill(tmp_path_factory):
    file = tmp_path_factory.mktemp("sbom") / "sbom.cdx.json"
    make_sbom.write_sbom(file)
    return file.read_text("utf-8")


def test_the_bill_of_materials_names_each_package_with_the_hashes_of_the_lock(bill):
    found = {}
    for component in json.loads(bill)["components"]:
        (reference,) = component["externalReferences"]
        found[component["name"], component["version"]] = {one["content"] for one in reference["hashes"]}
    blocks = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)[^\n]*\\\n((?: +--hash=sha256:\w+(?: \\)?\n)+)", LOCK, re.MULTILINE
    )
    pinned = {(name, version): set(re.findall(r"sha256:(\w+)", hashes)) for name, version, hashes in blocks}
    assert len(pinned) > 70
    assert found == pinned


def test_the_bill_of_materials_is_valid_and_the_same_each_time(bill, tmp_path):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    make_sbom.write_sbom(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text("utf-8") == bill


def test_the_security_lint_finds_nothing_here_and_would_find_something(tmp_path):
    command = [BIN / "bandit", "-q", "-c", ROOT / "pyproject.toml", "-r"]
    here = subprocess.run([*command, "fit", "dashboard"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert here.returncode == 0, here.stdout[-2000:]
    (tmp_path / "bad.py").write_text("import subprocess\nsubprocess.run('ls ' + input(), shell=True)\n", "utf-8")
    there = subprocess.run([*command, tmp_path], capture_output=True, text=True, check=False)
    assert there.returncode == 1
    assert "B602" in there.stdout


KNOWN = {"name": "one", "version": "1.0", "vulns": []}
SKIPPED = {"name": "two", "skip_reason": "Dependency not found on PyPI and could not be audited: two (2.0)"}
BAD = {"name": "bad", "version": "3.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["3.1"]}]}


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([KNOWN], asking.WELL, "1 packages, no known vulnerability"),
        ([KNOWN, SKIPPED], asking.NOT_ASKED, "NOT ASKED about 1 of 2 packages"),
        ([KNOWN, SKIPPED, BAD], asking.VULNERABLE, "bad 3.0: PYSEC-2026-1 (mended in 3.1)"),
        ([], asking.NOT_ASKED, "NOT ASKED"),
    ],
)
def test_only_a_package_that_was_asked_about_counts(found, code, said):
    told, lines = asking.judged("lock", {"dependencies": found})
    assert told == code
    assert said in lines[0]


def test_no_answer_is_no_all_clear():
    assert asking.judged("lock", None)[0] == asking.NOT_ASKED


WORDS_OF = {
    "Apache-2.0": "Apache License",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "BSD-3-Clause": "Redistribution and use in source and binary forms",
    "ISC": "Permission to use, copy, modify, and",
    "LGPL-3.0-or-later": "GNU LESSER GENERAL PUBLIC LICENSE Version 3",
    "MIT": "Permission is hereby granted, free of charge",
    "MPL-2.0": "Mozilla Public License",
    "PSF-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
    "Zlib": "This software is provided 'as-is'",
}
ONLY_ON_WINDOWS = {"colorama"}


@pytest.mark.parametrize("package", sorted(set(make_dependencies.READ_BY_HAND) - ONLY_ON_WINDOWS))
def test_a_licence_that_was_read_by_hand_stands_in_the_packages_own_files(package):
    said = make_dependencies.READ_BY_HAND[package]
    files = [one for one in metadata.files(package) or [] if re.search(r"licen[cs]e|copying", str(one), re.IGNORECASE)]
    texts = [" ".join(Path(str(one.locate())).read_text("utf-8", "replace").split()) for one in files]
    for one in said.split(" AND "):
        assert any(WORDS_OF[one].lower() in text.lower() for text in texts), files
    if said.startswith("BSD-"):
        # the third clause: names endorse nothing
        clause = any(re.search("(used|names of .*) to endorse or promote products derived", text) for text in texts)
        assert clause is (said == "BSD-3-Clause")
