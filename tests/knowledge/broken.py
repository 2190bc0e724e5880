"""Ways in which a file can be broken, for every format that reads JSON."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from knowledge.errors import InvalidKnowledgeError, Problem

Read = Callable[[bytes], Any]
# What a file holds, and a part of the reason why it is refused.
BOMBS: tuple[tuple[str, bytes, str], ...] = (
    ("brackets without end", b"[" * 100_000, "nested deeper"),
    ("objects in objects", b'{"id":' * 5_000 + b"1" + b"}" * 5_000, "nested deeper"),
    ("a little too deep", b"[" * 60 + b"]" * 60, "nested deeper than 40 levels"),
    (
        "a text of ten megabytes",
        b'[{"id": "1", "name": "' + b"x" * 10_000_000 + b'"}]',
        "name: is longer than",
    ),
    ("a name of ten megabytes", b'[{"' + b"x" * 10_000_000 + b'": 1}]', "is longer than"),
    ("too large", b" " * (48 * 1024 * 1024 + 1), "is larger than 48 MiB"),
    ("commas without end", b"[" + b"0," * 2_000_000 + b"0]", "holds more than 1000000 values"),
    ("more services than anybody has", b"[" + b"{}," * 5_000 + b"{}]", "are more than 5000"),
    ("the same key twice", b'[{"id": "1",\n "id": "2"}]', "«id» stands twice in one object"),
    ("no number", b'[{"id": NaN}]', "NaN is no number"),
    ("infinity", b"[1e999]", "is no number"),
    ("a number of 5000 digits", b"[" + b"9" * 5_000 + b"]", "5000 digits"),
    ("a number of 30 digits", b"[" + b"9" * 30 + b"]", "too large a number"),
    ("half of a character", b'[{"id": "\\ud83d"}]', "id: holds half of a character"),
    ("half of a character as a name", b'[{"\\ud83d": 1}]', "holds half of a character"),
    ("not UTF-8", b'[\n"\xff"]', "line 2: is no UTF-8"),
    ("UTF-16", "[]".encode("utf-16"), "is no UTF-8"),
    ("broken off", b'[\n{"id": "1",\n', "line 3: is no JSON"),
    ("nothing", b"", "line 1: is no JSON"),
    ("a text", b'"services"', "is no list"),
    ("a number", b"1", "is no list"),
    ("no services", b"\xef\xbb\xbf[]", "file: holds no"),
    ("texts for services", b'["a", "b"]', "must be a list of entries"),
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["[]", "{}", "[null]", "[[]]", '{"id": 1}']).map(json.loads),
    st.just("2026-99-99"),
    st.just("<p" * 50),
)


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> bytes:
    """A good file in which some places hold something else, and perhaps some bytes too."""
    whole = json.loads(json.dumps(value))
    for _ in range(draw(st.integers(1, 4))):
        _mutate(draw, whole)
    content = bytearray(json.dumps(whole).encode())
    if draw(st.integers(0, 3)) == 0:
        place = draw(st.integers(0, len(content) - 1))
        content[place : place + draw(st.integers(0, 9))] = draw(st.binary(max_size=3))
    return bytes(content)


def _mutate(draw: st.DrawFn, whole: Any) -> None:
    at = whole
    for _ in range(draw(st.integers(1, 6))):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        if not isinstance(at[key], (dict, list)) or draw(st.integers(0, 3)) == 0:
            if draw(st.booleans()):
                at[key] = draw(_LEAVES)
            else:
                del at[key]
            return
        at = at[key]


def refused(read: Read, content: bytes) -> tuple[Problem, ...]:
    """The problems of a file, none where it is read; any other exception fails the test."""
    problems: tuple[Problem, ...] = ()
    try:
        read(content)
    except InvalidKnowledgeError as error:
        problems = error.problems or (Problem("", "", "nothing was said"),)
    assert all(one.source and one.field and one.message for one in problems)
    return problems
