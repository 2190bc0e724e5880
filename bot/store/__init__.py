"""The database: one transaction is one `Work`; all queries stand in the modules of this package.

people: citizens, addresses, sessions · queue: inbox and outbox · cases: cases and events · tasks: tasks for
departments and consent to them · notices: what staff are told · clocks: who waits for whom · numbers, tally: what is
counted · staff: who works here · knowledge: guide
revisions · upkeep: leases, retention, backup. Rows become values here and never leave.
"""

from bot.store.work import Store, Work

__all__ = ["Store", "Work"]
