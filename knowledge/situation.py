"""Situations: families as they are met, and the plan that each should get. Part of the knowledge, as its proof. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.localized import Law


@dataclass(frozen=True, slots=True)
class Expected:
    """A step that the plan should have: its id and, where there is one, its day."""

    id: str
    until: date | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """A family on a day: what they need and told (as JSON has it), and the plan that they should get.

    `gaps` are services, `excluded` pairs of services, `reasons` why the case is hard; `laws` what the plan was held
    against.
    """

    id: str
    about: str
    today: date
    city: str
    needs: tuple[str, ...]
    facts: Mapping[str, Any]
    steps: tuple[Expected, ...]
    gaps: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    laws: tuple[Law, ...]
