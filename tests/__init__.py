"""The tests: a mirror of the packages, dialogues as text files, a Telegram of our own, and a fixed cast."""
