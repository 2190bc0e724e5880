"""Sealed texts: AES-GCM, one key per citizen, wrapped by the deployment's key. The home of `cryptography`.

Without a citizen's key nothing of theirs can be read again, wherever a copy of the sealed bytes may lie.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import SettingsError, UnreadableError

_NONCE = 12
_KEY = 32


@dataclass(frozen=True, slots=True)
class Seal:
    """One key, and what can be done with it."""

    key: bytes

    def close(self, text: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, text.encode(), None)

    def open(self, sealed: bytes) -> str:
        """The text. Raises UnreadableError when it was sealed with another key."""
        return self._open(sealed).decode()

    def _open(self, sealed: bytes) -> bytes:
        try:
            return AESGCM(self.key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except InvalidTag:
            raise UnreadableError from None

    def new_wrapped(self) -> bytes:
        """A new key, wrapped by this one."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, os.urandom(_KEY), None)

    def unwrap(self, wrapped: bytes | None) -> "Seal":
        """The seal of a wrapped key. Raises UnreadableError when the key is gone."""
        if not wrapped:
            raise UnreadableError
        return Seal(self._open(wrapped))

    def secret(self, purpose: str) -> str:
        """A secret for one purpose, the same each time."""
        return hashlib.sha256(self.key + purpose.encode()).hexdigest()


def master_seal(key: str | None, state_dir: Path) -> Seal:
    """The deployment's seal: from the settings (32 bytes, base64), or a file of its own in the state folder."""
    if key is not None:
        return Seal(_decoded(key, "LOTSE_KEY"))
    path = state_dir / "key"
    if not path.exists():
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path)
    return Seal(_decoded(path.read_text(encoding="ascii"), str(path)))


def _create(path: Path) -> None:
    """Writes a new key; whoever comes second uses the first one's."""
    own = path.with_name(f"key.{os.getpid()}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.b64encode(os.urandom(_KEY)).decode())
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY:
        raise SettingsError(
            why=f"{where} must be {_KEY} random bytes in base64 (openssl rand -base64 {_KEY})"
        )
    return key
