"""Write docs/dependencies.md: what is installed with Mendline, under which licence; refuse what does not fit.

python -m tests.house.make_dependencies
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
PAGE = ROOT / "docs" / "dependencies.md"

READ_BY_HAND = MappingProxyType(
    {
        "altair": "BSD-3-Clause",
        "asgiref": "BSD-3-Clause",
        "authlib": "BSD-3-Clause",
        "babel": "BSD-3-Clause",
        "brotli": "MIT",
        "certifi": "MPL-2.0",
        "charset-normalizer": "MIT",
        "colorama": "BSD-3-Clause",
        "defusedxml": "PSF-2.0",
        "h11": "MIT",
        "interface-meta": "MIT",
        "itsdangerous": "BSD-3-Clause",
        "jinja2": "BSD-3-Clause",
        "joserfc": "BSD-3-Clause",
        "markdown-it-py": "MIT",
        "mdurl": "MIT",
        "patsy": "BSD-2-Clause AND PSF-2.0",
        "procrastinate": "MIT",
        "protobuf": "BSD-3-Clause",
        "pydeck": "Apache-2.0",
        "python-bidi": "LGPL-3.0-or-later",
        "rcssmin": "Apache-2.0",
        "reportlab": "BSD-3-Clause",
        "requests": "Apache-2.0",
        "rich": "MIT",
        "rjsmin": "Apache-2.0",
        "scipy": "BSD-3-Clause",
        "segno": "BSD-3-Clause",
        "shellingham": "ISC",
        "sqlcipher3": "Zlib",
        "tzdata": "Apache-2.0",
        "uharfbuzz": "Apache-2.0",
        "uvloop": "MIT",
        "watchdog": "Apache-2.0",
        "webvtt-py": "MIT",
        "zxcvbn": "MIT",
    }
)
"""Packages whose metadata name no SPDX licence: read in their licence files, which a test holds this to."""
CARRIED = MappingProxyType(
    {
        "psycopg-binary": "carries libpq (PostgreSQL), OpenSSL (Apache-2.0) and what these need",
        "reportlab": "carries the font DarkGarden (GPL with an exception for documents), which Mendline does not use",
        "scipy": "carries OpenBLAS (BSD-3-Clause), libgfortran (GPL-3.0-or-later WITH GCC-exception-3.1) and "
        "libquadmath (LGPL-2.1-or-later), as its licence file says",
        "sqlcipher3": "carries SQLCipher (BSD-3-Clause), OpenSSL (Apache-2.0), whose notices are not in the package: "
        "whoever hands it on adds them",
    }
)
"""What packages bring within, under another licence than their own."""
FREE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Zlib",
    }
)
"""Ask for their notice to be kept, and for nothing that Apache-2.0 does not allow."""
BESIDE = MappingProxyType(
    {
        "LGPL-3.0-only": "used as an unchanged package of its own, which anybody can replace",
        "LGPL-3.0-or-later": "used as an unchanged package of its own, which anybody can replace",
        "MPL-2.0": "used as an unchanged package of its own; changes to its files would have to be given away",
    }
)
"""Fit as long as the package stays a package of its own: Mendline contains none of them."""
HEAD = """# Dependencies and their licences

Made by `python -m tests.house.make_dependencies` from `requirements.lock` and the packages' own metadata; a test holds
it current, and refuses a package whose licence is unknown or does not fit beside Apache-2.0. Versions and hashes are in
the lock, and in the bill of materials that `make sbom` writes.

Mendline's own files contain none of these packages: they are installed beside it. Whoever hands on a bundle of both (an
image of a machine, a container) keeps their licence files in it, which pip installs with each, and, for those that are
marked, leaves them replaceable and says where their source is. What only tests and checks use
(`requirements-dev.lock`), and the extras `speech` and `cluster`, which whoever wants them installs by name, are not
listed.

| package | licence | note |
|---|---|---|
"""


class LicenceError(Exception):
    """A licence that is not known, or does not fit."""


def locked() -> list[str]:
    """Return the names in the lock, each once."""
    return sorted(set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", LOCK.read_text("utf-8"), flags=re.MULTILINE)))


def licence_of(package: str) -> str:
    """Return the SPDX expression of a package.

    Raises
    ------
    LicenceError
        when nobody has read it yet.
    """
    if package in READ_BY_HAND:
        return READ_BY_HAND[package]
    try:
        said = metadata.metadata(package).get("License-Expression")
    except metadata.PackageNotFoundError:
        said = None
    if not said:
        raise LicenceError(f"{package} names no licence: read its licence file and note it in READ_BY_HAND.")
    return str(said)


def note_on(package: str, expression: str) -> str:
    """Return what has to be kept in mind; empty for licences that ask for their notice alone.

    Raises
    ------
    LicenceError
        when a part of it does not fit.
    """
    choices = [part.strip(" ()").split(" AND ") for part in expression.split(" OR ")]
    if any(all(one.strip(" ()") in FREE for one in parts) for parts in choices):
        return ""
    if expression in BESIDE:
        return BESIDE[expression]
    raise LicenceError(f"{package} has the licence {expression}, which is not on the list of those that fit.")


def _notes(package: str, expression: str) -> str:
    return "; ".join(filter(None, (note_on(package, expression), CARRIED.get(package, ""))))


def page() -> str:
    """Return the whole page."""
    found = [(package, licence_of(package)) for package in locked()]
    return HEAD + "".join(f"| {name} | {said} | {_notes(name, said)} |\n" for name, said in found)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
