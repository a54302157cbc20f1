"""The paragraphs of a Word document: text only, without macros, pictures, entities or bombs.

Only `word/document.xml` is unpacked, as a stream and up to a limit, and no tree is built of it. Nothing else of the
package is touched, which is why this does not open it with python-docx.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, LargeZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from fit.errors import TranscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_zip", "paragraphs"]

BODY = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
PARAGRAPHS = {f"{space}p" for space in (WORD, STRICT)}
TEXTS = {f"{space}t" for space in (WORD, STRICT)}
SIGNS = {f"{space}{tag}": sign for space in (WORD, STRICT) for tag, sign in (("tab", "\t"), ("br", "\n"), ("cr", "\n"))}
TAB_STOPS = {f"{space}tabs" for space in (WORD, STRICT)}

LARGEST_XML_BYTES = 64 << 20
# The body of a two-hour transcript is about 2 MB of XML.

CHUNK_BYTES = 1 << 16

BROKEN = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    OverflowError,
    ParseError,
    LookupError,
    ValueError,
)
"""What a damaged package makes zipfile, zlib and expat raise: bad archive, cut short, method unknown, locked with a
password, seek before the file, no well-formed XML, encoding unknown, numbers that cannot be."""


def is_zip(raw: bytes) -> bool:
    """Whether the bytes begin as a package does."""
    return raw.startswith(b"PK\x03\x04")


def paragraphs(raw: bytes, name: str) -> tuple[str, ...]:
    """Read the paragraphs of a Word document; a line break inside one is a newline.

    Raises
    ------
    TranscriptError
        when it is no Word document, is damaged, defines entities, or unpacks to more than the limit.
    """
    body = _Body()
    try:
        with ZipFile(BytesIO(raw)) as package:
            if BODY not in package.namelist():
                raise _fault(name, body, "the file is a package but no Word document", "Save it as .docx or as text")
            parser = DefusedXMLParser(target=body, forbid_dtd=True)
            for chunk in _unpacked(package, name, body):
                parser.feed(chunk)
            parser.close()
    except DefusedXmlException:
        raise _fault(name, body, "the document defines entities of its own", "Save it anew as .docx in Word") from None
    except BROKEN:
        raise _fault(name, body, "the document is damaged or locked", "Save it anew as .docx or as text") from None
    return tuple(body.written)


def _unpacked(package: ZipFile, name: str, body: _Body) -> Iterator[bytes]:
    size = 0
    with package.open(BODY) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > LARGEST_XML_BYTES:
                raise _fault(name, body, "the document unpacks to more than 64 MB", "Save the text alone as .docx")
            yield chunk


def _fault(name: str, body: _Body, what: str, remedy: str) -> TranscriptError:
    return TranscriptError(name, where=f"paragraph {max(len(body.written), 1)}", what=what, remedy=remedy)


class _Body:
    """Collects the text of every paragraph while the XML goes by."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_tab_stops = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag in PARAGRAPHS:
            self._finish()
        elif tag in TEXTS:
            self._in_text = True
        elif tag in TAB_STOPS:
            self._in_tab_stops = True
        elif tag in SIGNS and not self._in_tab_stops:
            self._pieces.append(SIGNS[tag])

    def end(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._finish(always=True)
        elif tag in TEXTS:
            self._in_text = False
        elif tag in TAB_STOPS:
            self._in_tab_stops = False

    def data(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def close(self) -> None:
        self._finish()

    def _finish(self, *, always: bool = False) -> None:
        if self._pieces or always:
            self.written.append("".join(self._pieces))
            self._pieces.clear()
