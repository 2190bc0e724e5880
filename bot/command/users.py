"""`bot users`: who works here."""

from typing import Annotated

import typer

from bot.command import with_office
from bot.desk import lotse, sign_in
from bot.desk.forum import link
from bot.passwords import new_password
from bot.staff import Role

app = typer.Typer(no_args_is_help=True, help="The staff: add, list, remove.")
Name = Annotated[str, typer.Argument(help="The user name")]


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they do")] = Role.LOTSE,
    city: Annotated[list[str] | None, typer.Option(help="A city of theirs; again for more")] = None,
    *,
    all_cities: Annotated[bool, typer.Option(help="All ten cities, instead of --city")] = False,
) -> None:
    """Add a member of staff."""
    if bool(city) == all_cities:
        typer.echo("Name each city with --city, or say --all-cities.", err=True)
        raise typer.Exit(1)
    with_office(lambda office: lotse.add_user(office, name, role, tuple(city or ())))
    typer.echo(f"{name} is {role}.")


@app.command()
def password(name: Name) -> None:
    """Give somebody a new password for the console; it is printed once."""
    new = new_password()
    with_office(lambda office: sign_in.set_password(office, name, new))
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


@app.command("list")
def list_() -> None:
    """List the active members of staff."""
    for user in with_office(lotse.users):
        typer.echo(f"{user.name}  {user.role}  {', '.join(user.cities) or 'all cities'}")


@app.command()
def remove(name: Name) -> None:
    """Take a member of staff out of service; what they did stays on record."""
    with_office(lambda office: lotse.remove_user(office, name))
    typer.echo(f"{name} is out of service.")
