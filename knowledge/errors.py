"""Errors of the knowledge. A problem names the file and the field, so that whoever wrote it can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one document."""

    source: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.field}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge cannot be used."""


class InvalidKnowledgeError(KnowledgeError):
    """The documents have problems; all of them are listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class NoEncoderError(KnowledgeError):
    """There is no encoder on this machine; words alone decide. `why` says what is missing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class InvalidFactsError(KnowledgeError):
    """Facts that no fact of the guide can have, by their ids."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(f"no such fact, or not such a value: {', '.join(ids)}")
        self.ids = ids
