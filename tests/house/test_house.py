"""The rules of the house: what the README says is so, every page is in the menu, locks name no registry."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dashboard.locale import languages
from fit.casework._setting_names import KNOWN
from fit.repair import SPOKEN_LANGUAGES
from tests.house import make_methods, make_service_figures

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
BIN = Path(sys.executable).parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
# The environment variables that settings are read from.
SETTINGS = (ROOT / "fit/casework/settings.py").read_text("utf-8")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_the_two_commands_are_the_first_the_readme_shows():
    shown = re.findall(r"^(make \w+)", README, flags=re.MULTILINE)
    assert shown[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([\w-]+)", README))))
def test_every_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)


def known_commands() -> set[str]:
    listed = subprocess.run([BIN / "mendline", "--help"], capture_output=True, text=True, check=True)
    return set(re.findall(r"^│ ([a-z][\w-]*) ", listed.stdout, flags=re.MULTILINE))


def test_the_readme_lists_every_command_and_no_other():
    told = set(re.findall(r"`mendline ([a-z][\w-]*)", README))
    assert told == known_commands()


@pytest.mark.parametrize("setting", sorted(set(re.findall(r"MENDLINE_[A-Z_]+", README))))
def test_every_setting_of_the_readme_is_read(setting):
    assert setting in SETTINGS


def test_the_page_of_settings_lists_every_setting_and_no_other():
    listed = re.findall(r"^\| `(MENDLINE_\w+)`", (ROOT / "docs/settings.md").read_text("utf-8"), flags=re.MULTILINE)
    read = set(re.findall(r'"(MENDLINE_[A-Z_]+)"', SETTINGS))
    assert sorted(listed) == sorted(read)
    # a setting that is not among the names that are known would be told to be none
    assert read == KNOWN


def test_every_link_and_picture_of_the_readme_is_there():
    for target in re.findall(r"\]\(((?!http)[^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_every_page_is_in_the_menu():
    pages = {path.stem for path in (ROOT / "dashboard/pages").glob("[a-z]*.py")}
    menu = (ROOT / "dashboard/shell/app.py").read_text("utf-8") + "".join(
        path.read_text("utf-8") for path in (ROOT / "dashboard/shell").glob("*.py")
    )
    assert pages
    assert {page for page in pages if re.search(rf"\b{page}\b", menu)} == pages


def test_no_pages_folder_lies_beside_the_entry_script():
    assert not (ROOT / "dashboard/shell/pages").exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_by_hash_and_name_no_registry(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert not re.search(r"https?://|--index|--find-links|file:", text)


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.match(r"[\w-]+", one)[0].lower() for one in project["dependencies"]]
    locked = set(re.findall(r"^([\w-]+)(?:\[[\w,]+\])?==", (ROOT / LOCKS[0]).read_text("utf-8"), flags=re.MULTILINE))
    assert [name for name in names if name not in locked] == []


def test_the_import_contracts_hold():
    done = subprocess.run([BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_broken_contract_would_be_seen(tmp_path):
    for package in ("fit", "dashboard"):
        subprocess.run(["cp", "-r", ROOT / package, tmp_path], check=True)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    scale = tmp_path / "fit/scales/_score.py"
    scale.write_text(scale.read_text("utf-8") + "\nimport pandas\nimport fit.assessment\n", "utf-8")
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "The core knows no screen, table or database BROKEN" in done.stdout
    assert "Each stage may look back, never forward BROKEN" in done.stdout


def test_no_transcript_and_no_database_is_in_the_repository():
    assert [path.name for path in tracked("data/*", "*.db", "*.key", "*annomi*") if path.name != ".gitkeep"] == []


@pytest.mark.parametrize("path", tracked("fit/scales/*.toml", "fit/policies/*.toml"), ids=lambda path: path.name)
def test_every_file_of_published_numbers_was_reviewed(path):
    table = tomllib.loads(path.read_text("utf-8"))
    assert table["source"]
    assert table["reviewed_on"]


@pytest.mark.parametrize(
    "path", tracked("fit/repair/script/*.toml"), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_file_of_sentences_says_when_it_was_read_last(path):
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", tomllib.loads(path.read_text("utf-8"))["reviewed_on"])


def test_the_repair_script_is_meant_to_speak_the_languages_of_the_clients_screens():
    assert list(SPOKEN_LANGUAGES) == list(languages())


def test_the_page_of_methods_is_what_the_registries_say():
    assert make_methods.METHODS.read_text("utf-8") == make_methods.methods()


def test_the_page_of_figures_is_what_is_said_beside_them():
    made = make_service_figures.service_figures()
    assert make_service_figures.FIGURES.read_text("utf-8") == made
