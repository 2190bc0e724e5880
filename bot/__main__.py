"""The command line: `python -m bot`, the same as `lotse`."""

import typer

from bot.command import cases, chat, exports, imports, knowledge, operate, plan, revisions, run, users

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The digital Lotse: a guide through social help.",
)
app.command()(run.run)
app.command()(chat.chat)
app.add_typer(cases.app, name="cases")
app.add_typer(users.app, name="users")
app.add_typer(revisions.app, name="knowledge")
app.command()(knowledge.match)
app.command()(plan.plan)
app.command()(knowledge.check)
app.command()(knowledge.stamp)
app.command()(knowledge.encode)
app.add_typer(imports.app, name="import")
app.add_typer(exports.app, name="export")
app.command()(operate.migrate)
app.command()(operate.backup)
app.command()(operate.restore)
app.command()(operate.purge)
app.command()(operate.telegram_setup)

if __name__ == "__main__":
    app(prog_name="python -m bot")
