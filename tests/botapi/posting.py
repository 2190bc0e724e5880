"""Posts JSON over kept connections, fast enough not to be the bottleneck of a load test.

HTTP/1.1 by h11; what is posted and how often is webhook.py.
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

import h11


class PostError(Exception):
    """There was no answer; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: bytes

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    http: h11.Connection

    async def exchange(self, request: h11.Request, body: bytes) -> Answer:
        sent = (self.http.send(request), self.http.send(h11.Data(body)), self.http.send(h11.EndOfMessage()))
        self.writer.write(b"".join(part or b"" for part in sent))
        await self.writer.drain()
        status, content = 0, b""
        while not isinstance(event := await self._event(), h11.EndOfMessage):
            if isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                content += bytes(event.data)
            elif isinstance(event, h11.ConnectionClosed):
                raise PostError("Connection closed without an answer")
        return Answer(status, content)

    async def _event(self) -> object:
        while (event := self.http.next_event()) is h11.NEED_DATA:
            self.http.receive_data(await self.reader.read(65536))
        return event

    def reusable(self) -> bool:
        if self.http.our_state is not h11.DONE or self.http.their_state is not h11.DONE:
            return False
        self.http.start_next_cycle()
        return True


@dataclass(slots=True)
class Poster:
    """Connections to one webhook; `timeout` is seconds for one exchange."""

    timeout: float
    idle: list[_Connection] = field(default_factory=list)

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Sends the body once.

        Raises:
            PostError: no connection, no answer, or not in time.

        """
        try:
            parts = urlsplit(url)
            async with asyncio.timeout(self.timeout):
                return await self._exchange(parts, body, headers)
        except TimeoutError:
            reason = "Read timeout expired"
        except (OSError, ValueError, h11.ProtocolError) as error:
            reason = str(error) or type(error).__name__
        raise PostError(reason)

    def close(self) -> None:
        while self.idle:
            self.idle.pop().writer.close()

    async def _exchange(self, parts: SplitResult, body: bytes, headers: dict[str, str]) -> Answer:
        connection = self._kept() or await _connect(parts)
        kept = False
        try:
            answer = await connection.exchange(_request(parts, len(body), headers), body)
            kept = connection.reusable()
        finally:
            if kept:
                self.idle.append(connection)
            else:
                connection.writer.close()
        return answer

    def _kept(self) -> _Connection | None:
        while self.idle:
            connection = self.idle.pop()
            if not connection.reader.at_eof():
                return connection
            connection.writer.close()
        return None


async def _connect(parts: SplitResult) -> _Connection:
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(
        parts.hostname, port, ssl=_unverified() if secure else None
    )
    return _Connection(reader, writer, h11.Connection(h11.CLIENT))


def _unverified() -> ssl.SSLContext:
    """For a test's own certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _request(parts: SplitResult, length: int, headers: dict[str, str]) -> h11.Request:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fields = {"Host": parts.netloc, "Content-Type": "application/json", "Content-Length": str(length)}
    return h11.Request(method="POST", target=target, headers=list((fields | headers).items()))
