"""The nouns of a change to the guide, frozen: what somebody proposes, what it may become, and what it changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.staff import Role, User

FORM = "form"
CITIES = "cities"
MAY_PROPOSE = (Role.EDITOR, Role.ADMINISTRATOR)


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    REVIEW = "review"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PROPOSAL_MAY_BECOME: Mapping[ProposalStatus, tuple[ProposalStatus, ...]] = {
    ProposalStatus.OPEN: (ProposalStatus.REVIEW, ProposalStatus.WITHDRAWN),
    ProposalStatus.REVIEW: (
        ProposalStatus.OPEN,  # it was edited again: nobody approves what they have not seen
        ProposalStatus.PUBLISHED,
        ProposalStatus.REFUSED,
        ProposalStatus.WITHDRAWN,
    ),
    ProposalStatus.REFUSED: (ProposalStatus.OPEN, ProposalStatus.WITHDRAWN),
    ProposalStatus.PUBLISHED: (),
    ProposalStatus.WITHDRAWN: (),
}
EDITABLE = (ProposalStatus.OPEN, ProposalStatus.REVIEW, ProposalStatus.REFUSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to the guide with its author and reason.

    `city`: of an author who edits only their cities; `source`: a form, or the format it was imported from; `note`: what
    the reviewer said; `report`: what it gains and breaks, as measured; `revision`: what it became.
    """

    id: int
    reason: str
    author: User
    city: str | None
    source: str
    status: ProposalStatus
    created_at: datetime
    changed_at: datetime
    reviewer: User | None = None
    decided_at: datetime | None = None
    note: str = ""
    report: str = ""
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One document as a proposal has it.

    `data` is None where the document goes; `was` names the published content that it was made from, None: it is new.
    """

    kind: str
    id: str
    data: Any | None
    was: str | None

    @property
    def place(self) -> tuple[str, str]:
        return (self.kind, self.id)

    @property
    def is_gone(self) -> bool:
        return self.data is None


def may_edit(user: User, kind: str, id_: str) -> bool:
    """Whoever works for some cities edits the documents of these cities and nothing else."""
    return user.role in MAY_PROPOSE and (not user.cities or (kind == CITIES and id_ in user.cities))


def may_decide(user: User, proposal: Proposal, edits: Iterable[Edit], *, four_eyes: bool) -> bool:
    """A second person publishes or refuses, and only what they could have written themselves."""
    is_second = not four_eyes or user.id != proposal.author.id
    return is_second and all(may_edit(user, *edit.place) for edit in edits)
