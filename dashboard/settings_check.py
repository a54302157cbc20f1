"""What must be so before the server opens: a setting that slipped is a door left open, and nobody would see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["NEEDED", "TRUSTED_HEADERS", "check_settings", "problems"]

STREAMLIT_VERSION: Final = "1.67."
"""The door was measured against this release; its ASGI application and its identity check at reconnect are young."""

TRUSTED_HEADERS: Final = {
    "X-Mendline-User": "user_id",
    "X-Mendline-Clinic": "clinic_id",
    "X-Mendline-Role": "role",
    "X-Mendline-Session": "session",
}

NEEDED: Final[Mapping[str, object]] = {
    "server.trustedUserHeaders": TRUSTED_HEADERS,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.enableStaticServing": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.corsAllowedOrigins": [],
    "server.baseUrlPath": "",
    # [MB] the largest transcript; Streamlit holds what is uploaded in memory
    "server.maxUploadSize": 32,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "secrets.files": [],
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.allowedOrigins": [],
    "global.developmentMode": False,
    "logger.enableRich": False,
    # in "debug" Streamlit writes down what people type
    "logger.level": "warning",
}
"""Each with the value that safety or speed rests on."""


def check_settings(shell: Path, *, version: str, option: Callable[[str], object], where: Callable[[str], str]) -> None:
    """Refuse to go on unless Streamlit is set up as Mendline needs it.

    `shell` is the folder of the entry script; `option` reads a setting, `where` says which file it came from.

    Raises
    ------
    ConfigurationError
        With every problem, and what to do about each.
    """
    found = tuple(problems(shell, version=version, option=option, where=where))
    if found:
        listed = "\n".join(f"  - {problem}" for problem in found)
        raise ConfigurationError(f"the server does not start with these settings:\n{listed}")


def problems(
    shell: Path, *, version: str, option: Callable[[str], object], where: Callable[[str], str]
) -> Iterator[str]:
    """Name everything that is not as it must be."""
    if not version.startswith(STREAMLIT_VERSION):
        yield f"Streamlit {version} is installed, {STREAMLIT_VERSION}* is needed; install it with the lock file."
    if (shell / "pages").exists():
        yield f"{shell / 'pages'} exists: it would open its pages to every role. Move it away from the entry script."
    yield from _config_file_problems(shell / ".streamlit" / "config.toml", where)
    for name, needed in NEEDED.items():
        given = option(name)
        if given != needed:
            yield f"{name} is {given!r} (from {where(name)}), it must be {needed!r}."


def _config_file_problems(file: Path, where: Callable[[str], str]) -> Iterator[str]:
    if not file.is_file():
        yield f"{file} is missing; it comes with Mendline, install it again."
    elif Path(where("server.trustedUserHeaders")) != file:
        yield f"{file} was not read; settings came from {where('server.trustedUserHeaders')}."
