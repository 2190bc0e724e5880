"""`bot users`: who works here."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.command import with_office
from bot.desk import Office, lotse, staffing
from bot.desk.forum import link
from bot.staff import Role

app = typer.Typer(no_args_is_help=True, help="The staff: who works here, and how they come in.")
T = TypeVar("T")
Name = Annotated[str, typer.Argument(help="The user name")]


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they do")] = Role.LOTSE,
    city: Annotated[list[str] | None, typer.Option(help="A city of theirs; again for more")] = None,
    department: Annotated[str | None, typer.Option(help="The one they answer for (role department)")] = None,
    *,
    all_cities: Annotated[bool, typer.Option(help="All ten cities, instead of --city")] = False,
) -> None:
    """Add a member of staff."""
    if bool(city) == all_cities:
        typer.echo("Name each city with --city, or say --all-cities.", err=True)
        raise typer.Exit(1)
    with_office(lambda office: lotse.add_user(office, name, role, tuple(city or ()), department))
    typer.echo(f"{name} is {role}.")


@app.command()
def password(name: Name) -> None:
    """Give somebody a first password for the console; it is printed once, and they replace it."""
    new = with_office(lambda office: _done(office, name, staffing.give_password))
    typer.echo(f"Password of {name}: {new}")


@app.command()
def telegram(
    name: Name,
    *,
    remove_it: Annotated[bool, typer.Option("--remove", help="Nobody there is this user any more")] = False,
) -> None:
    """Link somebody with their user at Telegram, for the forum groups; the code counts once, for 15 minutes."""
    if remove_it:
        with_office(lambda office: link.unlink(office, name))
        typer.echo(f"{name} is nobody at Telegram any more.")
        return
    code = with_office(lambda office: link.new_code(office, name))
    typer.echo(f"{name} sends this to the bot, in private and within 15 minutes:")
    typer.echo(f"/link {code}")


async def _done(office: Office, name: str, use: Callable[[Office, None, int], Awaitable[T]]) -> T:
    """Does something with who has that name."""
    return await use(office, None, (await staffing.named(office, name)).id)


@app.command("second-step-off")
def second_step_off(name: Name) -> None:
    """For who has lost their phone: let them in by password alone, until they set up a new one."""
    with_office(lambda office: _done(office, name, staffing.drop_second_step))
    typer.echo(f"{name} comes in without a code.")


@app.command()
def untie(name: Name) -> None:
    """Loosen somebody's tie to the identity provider; the next identity of their name is theirs."""
    with_office(lambda office: _done(office, name, staffing.untie))
    typer.echo(f"{name} belongs to no identity.")


@app.command("sign-out")
def sign_out(name: Name) -> None:
    """Sign somebody out of the console everywhere."""
    with_office(lambda office: _done(office, name, staffing.end_sessions))
    typer.echo(f"{name} is signed out.")


@app.command("list")
def list_() -> None:
    """List the active members of staff."""
    for user in with_office(lotse.users):
        role = f"{user.role} {user.department}" if user.department else user.role
        typer.echo(f"{user.name}  {role}  {', '.join(user.cities) or 'all cities'}")


@app.command()
def remove(name: Name) -> None:
    """Take a member of staff out of service; what they did stays on record."""
    with_office(lambda office: lotse.remove_user(office, name))
    typer.echo(f"{name} is out of service.")


@app.command("bring-back")
def bring_back(name: Name) -> None:
    """Take somebody back into service; they need a new password."""
    with_office(lambda office: _done(office, name, staffing.bring_back))
    typer.echo(f"{name} is back.")
