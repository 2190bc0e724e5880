"""The use cases, one transaction each. Everything above (channels, worker, command line) comes through here.

conversation: one message of a person · effects: what a Turn asks to be done · post: what goes out · lotse: what
staff do with a case · canned: replies ready for one · tasks, department: what a Lotse asks of a department, what it
answers · share: whether the person agrees · risk: what hangs on what, and who is told · clocks: whom to call to cases
that wait · numbers: of a city · reminders, remind: what is ahead, and sending it · upkeep: purge, backup · office:
what all of them work with.
"""

from bot.desk.office import Office

__all__ = ["Office"]
