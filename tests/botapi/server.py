"""HTTP: /bot<token>/<method> goes to the calls, all else to the control app; uvicorn on a loopback port.

Owns sockets and responses, no rule of the Bot API.
"""

import asyncio
import json
import socket
import struct
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from .body import decoded
from .calls import Calls
from .wire import Cut, JsonObject, Refusal, accepted, refused

NO_LINGER = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Door:
    """The ASGI app."""

    calls: Calls
    control: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if not path.startswith("/bot"):
            await self.control(scope, receive, send)
            return
        token, _, method = path.removeprefix("/bot").partition("/")
        request = Request(scope, receive)
        body = await request.body()
        try:
            status, answer = await self._answer(token, method, request, body)
        except Cut:
            _cut(send)
            await _gone(receive)
            return
        await _respond(send, status, answer)

    async def _answer(self, token: str, method: str, request: Request, body: bytes) -> tuple[int, JsonObject]:
        async def gone() -> None:
            await _gone(request.receive)

        content_type = request.headers.get("content-type", "")
        try:
            raw = decoded(request.scope["query_string"], content_type, body)
            return HTTPStatus.OK, accepted(await self.calls.answer(token, method, raw, gone))
        except Refusal as refusal:
            return refusal.code, refused(refusal)


async def _respond(send: Send, status: int, answer: JsonObject) -> None:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _gone(receive: Receive) -> None:
    message: MutableMapping[str, Any] = {}
    while message.get("type") != "http.disconnect":
        message = await receive()


def _cut(send: Send) -> None:
    """Resets the connection: uvicorn's send belongs to the cycle that holds the transport."""
    transport = send.__self__.transport  # type: ignore[attr-defined]
    if transport.is_closing():
        return
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    transport.abort()


@dataclass(slots=True)
class Server:
    """uvicorn inside the running loop; signals and logs stay with the test."""

    app: ASGIApp
    port: int = 0
    _server: uvicorn.Server | None = None
    _sockets: list[socket.socket] = field(default_factory=list)

    async def start(self) -> None:
        """Opens the port; `port` then holds the one that was free."""
        listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or each answer waits 40 ms
        self.port = listener.getsockname()[1]
        self._sockets = [listener]
        config = uvicorn.Config(
            self.app,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_keep_alive=600,
        )
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=self._sockets)

    async def stop(self) -> None:
        """Closes the port and every connection; calls on their way have a second to end."""
        if self._server is None:
            return
        for server in self._server.servers:
            server.close()
        for connection in list(self._server.server_state.connections):
            connection.shutdown()
        if tasks := list(self._server.server_state.tasks):
            await asyncio.wait(tasks, timeout=1)
