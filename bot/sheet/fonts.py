"""The letters of the page: Noto Sans and Noto Sans Arabic (SIL Open Font License) from their packages.

The packages hold variable fonts with thousands of letters. fpdf2 shapes with what is in the file, so two weights with
the letters of our languages are made of each, once a process.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain
from pathlib import Path
from threading import Lock

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

_ISOLATES = range(0x2066, 0x206A)
_SIGNS = (range(0x20, 0x7F), range(0xA0, 0xC0), range(0x2010, 0x2028), range(0x2039, 0x203B))
_LATIN = (range(0xC0, 0x180), range(0x218, 0x21C), range(0x20AC, 0x20AD), _ISOLATES)
_CYRILLIC = (range(0x400, 0x460), range(0x490, 0x492), range(0x2116, 0x2117))
_ARABIC = (range(0x600, 0x700), range(0x200C, 0x200E))
_BUILDING = Lock()


@dataclass(frozen=True, slots=True)
class Family:
    """One font in two weights; `letters` are the code points that it has."""

    name: str
    regular: Path
    bold: Path
    letters: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    package: str
    file: str
    letters: tuple[range, ...]


_SOURCES = (
    _Source("latin", "fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", (*_SIGNS, *_LATIN, *_CYRILLIC)),
    _Source("arabic", "fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", (*_SIGNS, *_ARABIC)),
)
_REGULAR, _BOLD, _WIDTH = 400, 700, 100


def prepare() -> tuple[Family, ...]:
    """The fonts, made at the first call (a second or two) and gone with the process."""
    with _BUILDING:
        return _families()


@cache
def _families() -> tuple[Family, ...]:
    folder = Path(tempfile.mkdtemp(prefix="lotse-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return tuple(_family(source, folder) for source in _SOURCES)


def _family(source: _Source, folder: Path) -> Family:
    paths = {weight: folder / f"{source.name}-{weight}.ttf" for weight in (_REGULAR, _BOLD)}
    letters: frozenset[int] = frozenset()
    for weight, path in paths.items():
        font = _made(source, weight)
        letters = frozenset(font.getBestCmap())
        font.save(path)
    return Family(source.name, paths[_REGULAR], paths[_BOLD], letters)


def _made(source: _Source, weight: int) -> TTFont:
    """One weight with few letters; few first, since the time goes by letter."""
    data = (files(source.package) / "files" / source.file).read_bytes()
    font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
    options = subset.Options()
    options.notdef_outline = True
    options.name_IDs = ["*"]
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=_numbers(source))
    chosen.subset(font)
    return instancer.instantiateVariableFont(
        font, {"wght": weight, "wdth": _WIDTH}, inplace=True, static=True
    )


def _numbers(source: _Source) -> Iterator[int]:
    return chain.from_iterable(source.letters)
