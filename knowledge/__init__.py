"""What the guide knows, and how it understands: pure, and without any knowledge of `bot`."""
