"""What the guide knows and how it understands, tested without a database."""
