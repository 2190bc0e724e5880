"""Time: instants are aware UTC; the legal date comes only from `today` in Europe/Berlin."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    return datetime.now(UTC)


def today(instant: datetime) -> date:
    """The date in Germany at an instant."""
    return instant.astimezone(BERLIN).date()
