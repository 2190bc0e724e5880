"""The second step of a sign-in: a code from an authenticator app, which counts once."""

from bot import totp
from bot.desk import tries
from bot.desk.office import Office
from bot.errors import UnknownUserError, WrongCodeError
from bot.staff import User
from bot.store import sign_in, staff

_CODES = 5


async def set_up(office: Office, user: User, secret: str, code: str) -> None:
    """Takes a secret over once a first code proves that the app has it. Raises WrongCodeError."""
    step = totp.step_of(secret, code, office.clock())
    if step is None:
        raise WrongCodeError
    async with office.work() as work:
        await sign_in.set_totp(work, user, secret)
        await sign_in.use_totp(work, user, step)


async def check(office: Office, id_: int, code: str) -> User:
    """Who has given their password and now their code. Raises WrongCodeError, TooManyTriesError."""
    taken = await tries.take(office, {tries.key("code", str(id_)): _CODES})
    async with office.work() as work:
        user = await staff.get(work, id_)
        if user is None or not user.active:
            raise UnknownUserError(name="")
        secret = await sign_in.totp_of(work, user)
        step = totp.step_of(secret, code, work.now) if secret else None
        if step is None or not await sign_in.use_totp(work, user, step):
            raise WrongCodeError
        await sign_in.untried(work, taken)
        return user
