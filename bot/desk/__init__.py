"""The use cases, one transaction each. Everything above (channels, worker, command line) comes through here.

conversation: one message of a person · effects: what a Turn asks to be done · post: what goes out · lotse: what
staff do with a case · canned: replies ready for one · clocks: whom to call to cases that wait · numbers: of a city · reminders,
remind: what is ahead, and sending it · upkeep: purge, backup · office: what all of them work with.
"""

from bot.desk.office import Office

__all__ = ["Office"]
