"""The application: dialogue, cases, storage, channels."""
