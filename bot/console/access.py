"""Who may use what: the roles a route names, and what each role finds in the navigation."""

from bot.staff import Role

LOTSEN = frozenset({Role.LOTSE, Role.ADMINISTRATOR})
DEPARTMENTS = frozenset({Role.DEPARTMENT})
EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
STAFF = frozenset(Role)
PUBLIC: frozenset[Role] = frozenset()

# Path, key of its name, who sees it.
NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("/console/queue", "queue.title", LOTSEN),
    ("/console/tasks", "tasks.own", DEPARTMENTS),
    ("/console/numbers", "numbers.title", LOTSEN),
    ("/console/staff", "navigation.staff", ADMINISTRATORS),
    ("/console/account", "navigation.account", STAFF),
)
