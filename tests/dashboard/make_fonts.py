"""Makes dashboard/handover/fonts: `python -m tests.dashboard.make_fonts FOLDER`.

FOLDER holds two unpacked packages, as `npm pack` and `tar` leave them: `arabic` from @fontsource/noto-sans-arabic and
`chinese` from @fontsource-variable/noto-sans-sc. Chinese stays in chunks of a hundred characters or so, of which a page
fetches those it shows. What our own catalogue needs stands first, in one small file of each weight and a style sheet of
its own: the list of all chunks is long, and only what comes from outside (a wording pack, a clinic's own text) needs
it.
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

FONTS = Path(__file__).parents[2] / "dashboard" / "handover" / "fonts"
WEIGHTS: Final = (400, 600)
LAST_OF_ASCII: Final = 0x7F
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
:root .mendline-form, :root body {{ font-family: var(--client-font); }}
"""
ARABIC_SHAPES: Final = """/* letters that join must not be pushed together; marks above and below need room */
:root :is(h1, h2, .prompt) { letter-spacing: normal; line-height: 1.35; }
"""
CHUNK: Final = re.compile(
    r"url\(\./files/(noto-sans-sc-(\d+)-wght-normal\.woff2)\).*?unicode-range: ([^;]+);", re.DOTALL
)
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
    """All chunks of the variable font, and before them the characters of our catalogue."""
    chunks = CHUNK.findall((package / "wght.css").read_text("utf-8"))
    ours = _characters_of_ours()
    for weight in WEIGHTS:
        used = [package / "files" / file for file, _, listed in chunks if ours & _numbers(listed)]
        _merged([_cut(path, weight, ours) for path in used]).save(FONTS / f"noto-sans-sc-first-{weight}.woff2")
    drawn = TTFont(FONTS / "noto-sans-sc-first-400.woff2").getBestCmap()
    listed = ", ".join(f"U+{character:X}" for character in sorted(drawn))
    first = [_face("Noto Sans SC First", weight, f"noto-sans-sc-first-{weight}.woff2", listed) for weight in WEIGHTS]
    rest = [_chunk(package / "files" / file, number, listed) for file, number, listed in chunks]
    families = '"Noto Sans SC First", "Noto Sans SC"'
    _write("zh-Hans", [*first, USE.format(families=families, system=SYSTEM)])
    _write("zh-Hans-rest", rest)
    shutil.copyfile(package / "LICENSE", FONTS / "noto-sans-sc-LICENSE.txt")


def _characters_of_ours() -> set[int]:
    texts = [said("zh-Hans", text.key, text.english) for text in source_texts()]
    return {ord(sign) for text in texts for sign in text if ord(sign) > LAST_OF_ASCII}


def _cut(path: Path, weight: int, characters: set[int]) -> BytesIO:
    """One weight of a chunk, with those characters only."""
    font = instancer.instantiateVariableFont(TTFont(path), {"wght": weight})
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
    font = merge.Merger().merge(parts)
    font.flavor = "woff2"
    return font


def _chunk(path: Path, number: str, listed: str) -> str:
    shutil.copyfile(path, FONTS / f"noto-sans-sc-{number}.woff2")
    return _face("Noto Sans SC", "100 900", f"noto-sans-sc-{number}.woff2", listed)


def _face(family: str, weight: int | str, file: str, characters: str) -> str:
    return FACE.format(family=family, weight=weight, file=file, characters=characters)


def _numbers(listed: str) -> set[int]:
    """The characters that a unicode-range lists."""
    ends = [part.strip().removeprefix("U+").partition("-") for part in listed.split(",")]
    return {one for first, _, last in ends for one in range(int(first, 16), int(last or first, 16) + 1)}


def _write(name: str, parts: list[str]) -> None:
    made_by = "/* Made by python -m tests.dashboard.make_fonts. */\n"
    (FONTS / f"font-{name}.css").write_text(made_by + "".join(parts), "utf-8")


if __name__ == "__main__":
    FONTS.mkdir(exist_ok=True)
    arabic(Path(sys.argv[1]) / "arabic")
    chinese(Path(sys.argv[1]) / "chinese")
