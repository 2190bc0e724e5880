"""What became of a step of a plan."""

from enum import StrEnum


class Mark(StrEnum):
    """What became of a step."""

    DONE = "done"
    REFUSED = "refused"
