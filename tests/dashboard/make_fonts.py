"""Makes dashboard/handover/fonts.

`python -m tests.dashboard.make_fonts` makes the small Chinese file anew, after texts of the catalogue were changed.
`python -m tests.dashboard.make_fonts FOLDER` takes all fonts anew from two unpacked packages, as `npm pack` and `tar`
leave them: FOLDER/arabic from @fontsource/noto-sans-arabic, FOLDER/chinese from @fontsource-variable/noto-sans-sc.

Chinese stays in chunks of a hundred characters or so, of which a page fetches those it shows. What our own catalogue
needs stands first, in one small file of each weight and a style sheet of its own: the list of all chunks is long, and
only what comes from outside (a wording pack, a clinic's own text) needs it.
"""

from __future__ import annotations

import re
import shutil
import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from dashboard.locale import said
from dashboard.locale.source import source_texts

FONTS: Final = Path(__file__).parents[2] / "dashboard" / "handover" / "fonts"
REST: Final = FONTS / "font-zh-Hans-rest.css"
COPYRIGHT: Final = 0
"""The number of the copyright among a font's names."""
WEIGHTS: Final = (400, 600)
LATIN: Final = frozenset(range(0x250))
"""Latin letters come from the device: chunks that also hold some must not be fetched for them."""
SYSTEM: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
FACE: Final = """@font-face {{
  font-family: "{family}";
  font-weight: {weight};
  font-display: swap;
  src: url({file}) format("woff2");
  unicode-range: {characters};
}}
"""
USE: Final = """:root {{ --client-font: {families}, {system}; }}
:root :is(.mendline-form, .mendline-panel), :root body {{ font-family: var(--client-font); }}
"""
ARABIC_SHAPES: Final = """/* letters that join must not be pushed together; marks above and below need room */
:root :is(h1, h2, .prompt) { letter-spacing: normal; line-height: 1.35; }
"""
PACKED_CHUNK: Final = re.compile(
    r"url\(\./files/(noto-sans-sc-(\d+)-wght-normal\.woff2)\).*?unicode-range: ([^;]+);", re.DOTALL
)
OUR_CHUNK: Final = re.compile(r"url\((\S+)\).*?unicode-range: ([^;]+);", re.DOTALL)
ARABIC: Final = re.compile(r"noto-sans-arabic-arabic-400-normal \*/.*?unicode-range: ([^;]+);", re.DOTALL)


def arabic(package: Path) -> None:
    """Two weights of one file: joined letters cannot be cut into chunks."""
    listed = ARABIC.search((package / "400.css").read_text("utf-8"))
    assert listed is not None
    faces = [_face("Noto Sans Arabic", weight, f"noto-sans-arabic-{weight}.woff2", listed[1]) for weight in WEIGHTS]
    for weight in WEIGHTS:
        source = package / "files" / f"noto-sans-arabic-arabic-{weight}-normal.woff2"
        shutil.copyfile(source, FONTS / f"noto-sans-arabic-{weight}.woff2")
    _write("ar", [*faces, USE.format(families='"Noto Sans Arabic"', system=SYSTEM), ARABIC_SHAPES])
    shutil.copyfile(package / "LICENSE", FONTS / "noto-sans-arabic-LICENSE.txt")


def chinese(package: Path) -> None:
    """All chunks of the variable font, without the Latin letters that some hold as well."""
    chunks = PACKED_CHUNK.findall((package / "wght.css").read_text("utf-8"))
    _write(
        "zh-Hans-rest", [_chunk(package / "files" / file, number, _numbers(listed)) for file, number, listed in chunks]
    )
    # the package names only who publishes it; the font names its makers
    _, _, licence = (package / "LICENSE").read_text("utf-8").partition("\n")
    made_by = TTFont(package / "files" / chunks[0][0])["name"].getDebugName(COPYRIGHT)
    (FONTS / "noto-sans-sc-LICENSE.txt").write_text(f"{made_by}\n{licence}", "utf-8")


def chinese_first() -> None:
    """The characters of our own catalogue, cut out of the chunks."""
    ours = _characters_of_ours()
    chunks = [(FONTS / file, _numbers(listed) & ours) for file, listed in OUR_CHUNK.findall(REST.read_text("utf-8"))]
    for weight in WEIGHTS:
        cut = [_cut(path, weight, characters) for path, characters in chunks if characters]
        _merged(cut).save(FONTS / f"noto-sans-sc-first-{weight}.woff2")
    listed = _listed(set().union(*(characters for _, characters in chunks)))
    faces = [_face("Noto Sans SC First", weight, f"noto-sans-sc-first-{weight}.woff2", listed) for weight in WEIGHTS]
    _write("zh-Hans", [*faces, USE.format(families='"Noto Sans SC First", "Noto Sans SC"', system=SYSTEM)])


def _characters_of_ours() -> set[int]:
    texts = [said("zh-Hans", text.key, text.english) for text in source_texts()]
    return {ord(sign) for text in texts for sign in text}


def _cut(path: Path, weight: int, characters: set[int]) -> BytesIO:
    """One weight of a chunk, with those characters only."""
    font = instancer.instantiateVariableFont(TTFont(path, recalcTimestamp=False), {"wght": weight})
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.flavor = None
    cut = BytesIO()
    font.save(cut)
    cut.seek(0)
    return cut


def _merged(parts: list[BytesIO]) -> TTFont:
    made_at = TTFont(parts[0])["head"].created
    parts[0].seek(0)
    font = merge.Merger().merge(parts)
    # the day of cutting must not change the file
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = made_at
    font.flavor = "woff2"
    return font


def _chunk(path: Path, number: str, characters: set[int]) -> str:
    if not characters - LATIN:
        return ""
    shutil.copyfile(path, FONTS / f"noto-sans-sc-{number}.woff2")
    return _face("Noto Sans SC", "100 900", f"noto-sans-sc-{number}.woff2", _listed(characters - LATIN))


def _face(family: str, weight: int | str, file: str, characters: str) -> str:
    return FACE.format(family=family, weight=weight, file=file, characters=characters)


def _numbers(listed: str) -> set[int]:
    """The characters that a unicode-range lists."""
    ends = [part.strip().removeprefix("U+").partition("-") for part in listed.split(",")]
    return {one for first, _, last in ends for one in range(int(first, 16), int(last or first, 16) + 1)}


def _listed(characters: set[int]) -> str:
    """A unicode-range, neighbours together."""
    starts = sorted(one for one in characters if one - 1 not in characters)
    ends = sorted(one for one in characters if one + 1 not in characters)
    return ",".join(f"U+{a:X}" if a == z else f"U+{a:X}-{z:X}" for a, z in zip(starts, ends, strict=True))


def _write(name: str, parts: list[str]) -> None:
    made_by = "/* Made by python -m tests.dashboard.make_fonts. */\n"
    (FONTS / f"font-{name}.css").write_text(made_by + "".join(parts), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        FONTS.mkdir(exist_ok=True)
        arabic(Path(sys.argv[1]) / "arabic")
        chinese(Path(sys.argv[1]) / "chinese")
    chinese_first()
