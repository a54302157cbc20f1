"""Every setting that a start of the server would look at, and some that it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._clinic import curves_of, policy_of, situations_of, weighting_of
from fit.casework._crisis_text import read_crisis_text
from fit.casework._recording_files import in_the_way
from fit.casework._retention_rule import read_retention
from fit.casework._setting_slips import misspelt, placeholder
from fit.casework._sign_on_settings import is_safe_address
from fit.casework.doctor._finding import counted, mend, ok, to_know
from fit.errors import MendlineError
from fit.repair import scripts
from fit.scales import load_packs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings


def look(settings: Settings) -> Iterator[Finding]:
    """Read everything that the settings name."""
    wrong = [(name, said) for name, read in _readers(settings).items() if (said := _tried(read))]
    for name, said in wrong:
        yield mend("settings", f"{name} cannot be used.", said)
    if not wrong:
        yield ok("settings", "Everything that the settings name can be read.")
    yield from _of_slips(settings)
    yield from _of_address(settings)
    yield from _of_speech(settings)
    yield from _of_packs(settings)


def _readers(settings: Settings) -> Mapping[str, Callable[[], object]]:
    sign_on, crisis = settings.sign_on, settings.crisis_file
    return {
        "MENDLINE_POLICY": lambda: policy_of(settings),
        "MENDLINE_CURVES": lambda: curves_of(settings),
        "MENDLINE_PROMPTS": lambda: situations_of(settings),
        "MENDLINE_BEHAVIOURS": lambda: weighting_of(settings),
        "MENDLINE_REPAIR_SCRIPTS": lambda: scripts(settings.repair_scripts),
        "MENDLINE_RETENTION": lambda: read_retention(settings.retention),
        "MENDLINE_CRISIS_TEXT": lambda: crisis and read_crisis_text(crisis),
        "MENDLINE_OIDC_CLIENT_SECRET_FILE": lambda: sign_on and sign_on.secret(),
    }


def _tried(read: Callable[[], object]) -> str:
    """What is wrong, in words; empty when it can be read."""
    try:
        read()
    except (MendlineError, OSError) as error:
        return str(error)
    return ""


def _of_slips(settings: Settings) -> Iterator[Finding]:
    """What can be read and is wrong all the same."""
    for said, remedy in placeholder(settings):
        yield mend("settings.placeholder", said, remedy)
    for said, remedy in misspelt(settings):
        yield mend("settings.unknown", said, remedy)


def _of_address(settings: Settings) -> Iterator[Finding]:
    if settings.address and not is_safe_address(settings.address):
        said = "MENDLINE_ADDRESS is no https address: what clients mark on their own devices could be read on the way."
        yield mend(
            "settings.address", said, "Put a proxy with TLS in front (docs/deployment.md), and give its https address."
        )
    if settings.crisis_file is None:
        said = "A client in danger reads a general text."
        yield to_know("settings.crisis", said, "Write the clinic's own: MENDLINE_CRISIS_TEXT, docs/settings.md.")


def _of_speech(settings: Settings) -> Iterator[Finding]:
    if settings.speech_model and (obstacle := in_the_way(settings)):
        yield mend("settings.speech", "Recordings cannot be written down.", obstacle)


def _of_packs(settings: Settings) -> Iterator[Finding]:
    if settings.wording is None:
        return
    problems = load_packs(settings.wording).problems
    if problems:
        said = f"{counted(len(problems), 'mistake is', 'mistakes are')} in the wording packs; such files are left out."
        yield mend("settings.wording", said, f"Say: mendline wording check {settings.wording}")
