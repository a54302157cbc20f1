"""Names of files that are handed on: what is in them can be read from outside, in letters every machine knows."""

from __future__ import annotations

from unicodedata import normalize

__all__ = ["file_part", "report_file"]


def report_file(month: str, part: str, *, names: bool) -> str:
    """Name a service report by its month and team or programme, and by whether clinicians are named in it.

    One is for a funder and the other stays with the leads, so that they must not look alike where files lie.
    """
    named = "with-clinicians-names" if names else ""
    return "-".join(one for one in ("service-report", month, file_part(part), named) if one) + ".pdf"


def file_part(said: str) -> str:
    """Write a name, such as a team's, as a part of a file's name; empty where no letter of it is a plain one."""
    plain = normalize("NFKD", said).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).lower().split())
