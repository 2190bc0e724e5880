"""The commands of `python -m bot`, one file a group. They parse, call a use case, and print."""
