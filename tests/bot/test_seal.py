"""Sealed texts: readable with their key alone."""

import base64
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError, UnreadableError
from bot.seal import Seal, master_seal

MASTER = Seal(b"0" * 32)


@given(st.text())
def test_what_was_closed_can_be_opened(text: str) -> None:
    assert MASTER.open(MASTER.close(text)) == text


def test_the_same_text_never_looks_the_same() -> None:
    assert MASTER.close("x") != MASTER.close("x")
    assert b"secret" not in MASTER.close("secret")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(UnreadableError):
        Seal(b"1" * 32).open(MASTER.close("x"))


@given(st.integers(0, 60))
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(MASTER.close("a text that is long enough to change"))
    sealed[place] ^= 1
    with pytest.raises(UnreadableError):
        MASTER.open(bytes(sealed))


def test_a_citizens_key_is_their_own() -> None:
    one, other = MASTER.unwrap(MASTER.new_wrapped()), MASTER.unwrap(MASTER.new_wrapped())
    assert one.open(one.close("x")) == "x"
    with pytest.raises(UnreadableError):
        other.open(one.close("x"))


@pytest.mark.parametrize("wrapped", [None, b""])
def test_without_a_key_nothing_is_opened(wrapped: bytes | None) -> None:
    with pytest.raises(UnreadableError):
        MASTER.unwrap(wrapped)


def test_a_secret_is_the_same_each_time_and_another_for_each_purpose() -> None:
    assert MASTER.secret("a") == MASTER.secret("a") != MASTER.secret("b")
    assert MASTER.secret("a") != Seal(b"1" * 32).secret("a")


def test_the_deployments_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    state = tmp_path / "state"
    seal = master_seal(None, state)
    assert master_seal(None, state) == seal
    assert (state / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in state.iterdir()] == ["key"]


def test_of_two_processes_the_second_takes_the_firsts_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link
    first = base64.b64encode(b"7" * 32).decode()

    def somebody_was_faster(source: Path, target: Path) -> None:
        target.write_text(first)
        link(source, target)

    monkeypatch.setattr(os, "link", somebody_was_faster)
    assert master_seal(None, tmp_path).key == b"7" * 32
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_key_may_come_from_the_settings(tmp_path: Path) -> None:
    key = base64.b64encode(b"7" * 32).decode()
    assert master_seal(f" {key}\n", tmp_path).key == b"7" * 32
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(b"x" * 31).decode(), "ü" * 44])
def test_a_wrong_key_is_refused_with_what_to_do(key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LOTSE_KEY must be 32 random bytes"):
        master_seal(key, tmp_path)
