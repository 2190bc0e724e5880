"""Every error of the application, made with data; the docstring is the message.

Three branches: what staff can mend (`StaffError`), what a channel reports (`DeliveryError`), what is our fault.
"""


class LotseError(Exception):
    """Something went wrong."""

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__((type(self).__doc__ or "").strip().split("\n")[0].format(**data))


class StaffError(LotseError):
    """The command cannot be carried out."""


class UnknownUserError(StaffError):
    """There is no active user «{name}»; `bot users add` makes one."""


class UserExistsError(StaffError):
    """There is a user «{name}» already."""


class UnknownCityError(StaffError):
    """There is no city «{city}»; the cities are {cities}."""


class UnknownLanguageError(StaffError):
    """There is no language «{lang}»; the languages are {langs}."""


class UnknownCaseError(StaffError):
    """There is no case {number} in your cities."""


class UnknownTaskError(StaffError):
    """There is no such task for you."""


class ClosedError(StaffError):
    """Case {number} is closed."""


class AlreadyYoursError(StaffError):
    """Case {number} is yours already."""


class ClaimedError(StaffError):
    """Case {number} belongs to {owner}."""


class NotClaimedError(StaffError):
    """Case {number} belongs to nobody; claim it first."""


class OutOfReachError(StaffError):
    """The person of case {number} has blocked the guide and cannot be reached there; they can come back."""


class NothingToSendError(StaffError):
    """Nothing of case {number} has to be sent again there."""


class NotOfferedError(StaffError):
    """Case {number} is not offered to you any more."""


class UnknownReceiverError(StaffError):
    """A case cannot be handed on to «{to}»."""


class UnknownDeputyError(StaffError):
    """«{name}» cannot stand in for you: not in all of your cities."""


class AbsenceError(StaffError):
    """An absence ends on a day from today on, within a year."""


class NoOutcomeError(StaffError):
    """Say what became of the case."""


class EmptyTextError(StaffError):
    """There is no text to send."""


class SignInError(StaffError):
    """Name or password is wrong."""


class WrongCodeError(StaffError):
    """The code is wrong, too old or used already."""


class WrongPasswordError(StaffError):
    """The present password is wrong."""


class ProviderError(StaffError):
    """The identity provider could not be used: {why}"""


class UnknownIdentityError(StaffError):
    """Nobody here is known by that identity; an administrator adds them under the same name."""


class OwnAccountError(StaffError):
    """Nobody takes away their own rights; another administrator can."""


class UserNameError(StaffError):
    """A user name has 1 to {most} characters and no space at its ends."""


class NoCityError(StaffError):
    """Name each city, or all of them."""


class UnknownDepartmentError(StaffError):
    """There is no department «{department}»."""


class NoDepartmentError(StaffError):
    """Who works for a department needs one (--department), and only they have one."""


class TooManyTriesError(StaffError):
    """That was tried too often; try again in {minutes} minutes."""


class WeakPasswordError(StaffError):
    """A password has at least {count} characters."""


class ExpiredFormError(StaffError):
    """The form is too old; open the page again."""


class ForbiddenError(StaffError):
    """Your role does not allow this."""


class TaskMovedError(StaffError):
    """Task {task} is {status} by now; please look at it again."""


class NoReasonError(StaffError):
    """A refusal needs its reason."""


class DayOverError(StaffError):
    """{day} is over already."""


class CircleError(StaffError):
    """A task would wait for itself."""


class SharedError(StaffError):
    """The person has agreed already."""


class DeadLinkError(StaffError):
    """The link does not lead anywhere, or no longer."""


class UnfilledError(StaffError):
    """Something is still to be filled in: {names}. Nothing was sent."""


class UnknownProposalError(StaffError):
    """There is no proposal {proposal}."""


class UnknownRevisionError(StaffError):
    """There is no revision «{revision}»."""


class UnknownDocumentError(StaffError):
    """There is no document {document}."""


class UnknownAnswerError(StaffError):
    """There is no such answer in your cities."""


class WhyError(StaffError):
    """Say why, in 1 to {most} characters."""


class NotAuthorError(StaffError):
    """Proposal {proposal} is {author}'s to change."""


class SecondPersonError(StaffError):
    """Proposal {proposal} is your own; a second person publishes it."""


class EmptyProposalError(StaffError):
    """The proposal would change nothing."""


class ProposalMovedError(StaffError):
    """Proposal {proposal} has changed or is {status} by now; please look at it again."""


class ConflictError(StaffError):
    """Others have published meanwhile: {documents}. Look at both texts before you go on."""


class SettingsError(StaffError):
    """The settings cannot be used: {why}"""


class SecretFileError(SettingsError):
    """{name} names the file {file}, which cannot be read: {why}"""


class PortError(StaffError):
    """Nothing can listen on {host}:{port}: {why}; choose another with --port."""


class TelegramSetupError(StaffError):
    """Telegram did not take the set-up: {why} (a wrong LOTSE_TELEGRAM_TOKEN or LOTSE_WEBHOOK_URL?)"""


class StoreError(StaffError):
    """The database did not answer as it should: {why}"""


class LocaleError(StaffError):
    """The texts of «{lang}» cannot be used: {why}"""


class RestoreError(StaffError):
    """The backup {file} cannot be restored: {why}"""


class DeliveryError(LotseError):
    """A message did not go out: {why}"""

    permanent = False


class UnreachableError(DeliveryError):
    """The person cannot be reached any more: {why}"""

    permanent = True


class RefusedError(DeliveryError):
    """The channel refuses this message for good: {why}"""

    permanent = True


class MigratedError(DeliveryError):
    """The chat has moved to {chat}."""


class ThreadGoneError(DeliveryError):
    """The topic of the case is no longer there."""

    permanent = True


class ForumError(DeliveryError):
    """The group cannot be used as a forum: {why}"""


class LaterError(DeliveryError):
    """The channel asks to try again in {seconds} s."""

    @property
    def seconds(self) -> float:
        return float(str(self.data["seconds"]))


class UncertainError(DeliveryError):
    """Nobody knows whether the message arrived: {why}"""


class UnreadableError(StaffError):
    """A sealed text cannot be opened: its key is gone."""


class PoisonError(LotseError):
    """An update cannot be read: {why}"""
