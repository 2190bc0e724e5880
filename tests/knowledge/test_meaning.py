"""A message is near to the label whose phrases mean the same."""

import numpy as np
import pytest

from knowledge.model import Vectors
from knowledge.understand.meaning import MeaningIndex

SIZE = 12
SPREAD = 0.2


def _axis(*axes: int) -> Vectors:
    """A direction that shares in some axes."""
    vector = np.zeros(SIZE, np.float32)
    vector[list(axes)] = 1
    return vector / np.float32(np.linalg.norm(vector))


def _around(axis: int, count: int, seed: int) -> Vectors:
    """Directions near an axis, the same each time."""
    noise = np.random.default_rng(seed).normal(0, SPREAD, (count, SIZE)).astype(np.float32)
    rows: Vectors = _axis(axis) + noise
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _index(labels: str, each: int = 5, weights: list[float] | None = None) -> MeaningIndex:
    """A label for each letter, the first around the first axis."""
    rows = np.concatenate([_around(axis, each, axis) for axis in range(len(labels))])
    owners = [label for label in labels for _ in range(each)]
    return MeaningIndex(owners, rows, weights or [1.0] * len(rows))


def _best(index: MeaningIndex, vectors: Vectors) -> list[str]:
    return [index.labels[place] for place in index.scores(vectors).argmax(axis=1)]


@pytest.mark.parametrize("labels", ["abc", "cab", "bca"])
def test_the_label_with_the_nearest_phrases_is_nearest(labels: str) -> None:
    new = np.concatenate([_around(axis, 4, 100 + axis) for axis in range(3)])
    assert _best(_index(labels), new) == [label for label in labels for _ in range(4)]


def test_labels_are_sorted_however_the_examples_come() -> None:
    rows = np.stack([_axis(axis) for axis in (0, 1, 2, 0, 1, 2)])
    index = MeaningIndex(["c", "a", "b", "c", "a", "b"], rows, [1.0] * 6)
    assert index.labels == ("a", "b", "c")
    assert _best(index, rows) == ["c", "a", "b", "c", "a", "b"]


def test_the_order_of_the_examples_does_not_matter() -> None:
    rows = np.concatenate([_around(axis, 5, axis) for axis in range(3)])
    labels, weights = [*"aaaaabbbbbccccc"], [float(1 + number % 3) for number in range(15)]
    mixed = np.random.default_rng(1).permutation(15)
    other = MeaningIndex([labels[at] for at in mixed], rows[mixed], [weights[at] for at in mixed])
    new = _around(1, 4, 7)
    assert other.scores(new) == pytest.approx(MeaningIndex(labels, rows, weights).scores(new), abs=1e-3)


def test_there_is_a_score_for_each_text_and_label() -> None:
    scores = _index("abc").scores(_around(0, 4, 9))
    assert scores.shape == (4, 3)
    assert scores.dtype == np.float32
    assert _index("abc").scores(np.zeros((0, SIZE), np.float32)).shape == (0, 3)


def test_each_text_is_judged_for_itself() -> None:
    index, new = _index("abc"), _around(2, 3, 9)
    alone = np.concatenate([index.scores(row[None]) for row in new])
    assert index.scores(new) == pytest.approx(alone, abs=1e-4)


def test_an_example_that_counts_more_draws_its_label_nearer() -> None:
    plain, heavy = _index("ab"), _index("ab", weights=[1.0] * 5 + [6.0] * 5)
    between = _axis(0, 1)[None]
    apart = [float(np.diff(index.scores(between)[0])[0]) for index in (plain, heavy)]
    assert apart[1] > apart[0] + 0.5


def test_within_a_label_the_example_that_counts_more_decides_what_is_near() -> None:
    rows = np.stack([_axis(0), _axis(1), _axis(2), _axis(3)])
    near = [
        MeaningIndex([*"aabb"], rows, [weight, 1.0, 1.0, 1.0]).scores(rows[:1])[0, 0] for weight in (1.0, 8.0)
    ]
    assert near[1] > near[0]


def test_the_middle_of_a_label_lies_where_its_examples_count_more() -> None:
    rows = np.stack([_axis(0), _axis(1), _axis(2), _axis(3)])
    gain = np.diff(
        [
            MeaningIndex([*"aabb"], rows, [weight, 1.0, 1.0, 1.0]).scores(rows[:1])[0, 0]
            for weight in (1.0, 8.0)
        ]
    )[0]
    by_phrases_alone = np.log(8) - 0.5 * np.log(9 / 2)
    assert gain > by_phrases_alone + 0.2


def test_a_label_of_several_topics_is_near_by_each_of_them() -> None:
    """Its middle is near to none of them."""
    rows = np.concatenate([_around(axis, 4, axis) for axis in range(4)] + [_around(0, 4, 30) + _axis(5)])
    index = MeaningIndex([*"aaaaaaaaaaaaaaaabbbb"], rows, [1.0] * 20)
    assert _best(index, rows) == [*"aaaaaaaaaaaaaaaabbbb"]


def test_one_example_a_label_is_enough() -> None:
    rows = np.stack([_axis(axis) for axis in range(5)])
    index = MeaningIndex([*"edcba"], rows, [1.0] * 5)
    assert _best(index, rows) == [*"edcba"]
    assert _best(index, _around(3, 3, 4)) == ["b"] * 3


@pytest.mark.parametrize("count", [1, 4])
def test_a_single_label_gets_a_number(count: int) -> None:
    index = MeaningIndex(["only"] * count, _around(0, count, 3), [1.0] * count)
    scores = index.scores(np.stack([_axis(0), _axis(5), np.zeros(SIZE, np.float32)]))
    assert index.labels == ("only",)
    assert scores.shape == (3, 1)
    assert np.isfinite(scores).all()


def test_the_same_example_twice_does_no_harm() -> None:
    rows = np.stack([_axis(0), _axis(0), _axis(1), _axis(1)])
    index = MeaningIndex([*"aabb"], rows, [1.0] * 4)
    assert np.isfinite(index.scores(rows)).all()
    assert _best(index, rows) == [*"aabb"]


def test_what_is_far_from_all_phrases_is_far_from_all_labels() -> None:
    index = _index("abc")
    own = index.scores(_around(0, 4, 8))[:, 0]
    assert index.scores(_axis(SIZE - 1)[None]).max() < own.min() - 5


def test_what_differs_within_labels_says_little() -> None:
    """A direction in which the phrases of each label are spread (their language, say) does not tell labels apart."""
    loud = np.stack([_axis(axis) + sign * 2 * _axis(9) for axis in (0, 1) for sign in (1, -1, 1, -1)])
    loud += np.random.default_rng(2).normal(0, 0.02, (len(loud), SIZE)).astype(np.float32)
    keep = [0, 1, 2, 3, 5, 7]  # the second label has phrases of one side alone
    index = MeaningIndex([*"aaaabb"], loud[keep], [1.0] * 6)
    other_side = (_axis(1) + 2 * _axis(9))[None]
    plain = loud[keep] @ other_side.T
    assert [*"aaaabb"][int(plain.argmax())] == "a"
    assert _best(index, other_side) == ["b"]
