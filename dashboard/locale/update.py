"""Brings the catalogues up to date with the sources: `python -m dashboard.locale.update`.

New texts arrive empty. A text whose English was changed keeps its old translation, marked fuzzy: it is not shown until
somebody has read it again and taken the mark away. Texts that are gone are kept aside and come back with their key.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from dashboard.locale._languages import FALLBACK, languages
from dashboard.locale.source import source_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel.messages.catalog import Message

    from dashboard.locale.source import SourceText

__all__ = ["template", "update"]

FOLDER: Final = Path(__file__).parent
TEMPLATE: Final = "client.pot"
ABOUT: Final = (
    "# Texts that a client can read. Kept up to date by python -m dashboard.locale.update; see docs/languages.md."
)
VARYING: Final = re.compile(rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', re.MULTILINE)
"""Dates and versions would change with every run; the history of a file is in version control."""


def update(folder: Path) -> list[str]:
    """Write the template and every catalogue of a folder of languages; return what is still to translate."""
    texts = source_texts()
    (folder / TEMPLATE).write_bytes(_written(template(texts)))
    return [line for code in languages() if code != FALLBACK for line in _update_one(folder, code, texts)]


def template(texts: Sequence[SourceText], code: str | None = None) -> Catalog:
    """All texts without translations, for one language or for none."""
    catalogue = Catalog(
        locale=Locale.parse(code, sep="-") if code else None,
        project="Mendline",
        version="client",
        header_comment=ABOUT,
        msgid_bugs_address="docs/languages.md",
        last_translator="Mendline",
        language_team="Mendline",
        fuzzy=False,
    )
    for text in texts:
        catalogue.add(text.english, context=text.key, locations=[(text.file, None)])  # type: ignore[list-item]  # files without lines: those move
    return catalogue


def _update_one(folder: Path, code: str, texts: Sequence[SourceText]) -> list[str]:
    path = folder / code / "LC_MESSAGES" / "client.po"
    path.parent.mkdir(exist_ok=True)
    before, after = _known(path), template(texts, code)
    for message in _messages(after):
        _take_over(message, before.pop(str(message.context), None))
    after.obsolete = {(str(left.id), key): left for key, left in before.items() if left.string}
    path.write_bytes(_written(after))
    return [f"{code}: {message.context}" for message in _messages(after) if not message.string or message.fuzzy]


def _take_over(message: Message, before: Message | None) -> None:
    if before is None:
        return
    message.string, message.user_comments = before.string, before.user_comments
    if before.fuzzy or (before.id != message.id and before.string):
        message.flags.add("fuzzy")
        message.previous_id = before.previous_id if before.id == message.id else [str(before.id)]


def _known(path: Path) -> dict[str, Message]:
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    return {str(message.context): message for message in [*catalogue.obsolete.values(), *_messages(catalogue)]}


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _written(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, include_previous=True)
    return VARYING.sub(b"", buffer.getvalue())


if __name__ == "__main__":
    missing = update(FOLDER)
    sys.stdout.write("".join(f"to translate: {line}\n" for line in missing) or "Every text is there.\n")
