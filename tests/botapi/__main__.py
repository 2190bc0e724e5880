"""The double in a process of its own: `python -m tests.botapi --port 8081`; prints its address."""

import argparse
import asyncio
import signal
import sys

from .telegram import DEFAULT_TOKEN, Telegram


async def serve(token: str, port: int, *, aiogram: bool) -> None:
    """Until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with Telegram(token=token, port=port, aiogram=aiogram) as telegram:
        sys.stdout.write(f"{telegram.url}\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--no-aiogram", action="store_true", help="without the second opinion")
    options = parser.parse_args()
    asyncio.run(serve(options.token, options.port, aiogram=not options.no_aiogram))


if __name__ == "__main__":
    main()
