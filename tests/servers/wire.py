"""One server on the wire: reads a request, lets the role answer, lets faults strike, sends what is left of the answer."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from .answers import Answer, Ask, Request, conditional
from .fault import Occasion
from .roles import ROLES

if TYPE_CHECKING:
    from .standin import StandIn

_PIECE = 65536


class Server(ThreadingHTTPServer):
    """The server of one role; with `tls` it speaks TLS."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, standin: StandIn, role: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.standin, self.role = standin, role
        self.tls: ssl.SSLContext | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), name=f"stand-in {self.role}", daemon=True).start()

    def stop(self) -> None:
        """Let nobody in any more and close what is open."""
        if self._stopped:
            return
        self._stopped = True
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(5)
        arrived = time.monotonic()
        try:
            secured = self.tls.wrap_socket(request, server_side=True)
        except OSError:
            self.standin.note(Request(self.role, "TLS", "", {}, arrived, "bad_certificate"))
            return
        secured.settimeout(None)
        try:
            super().finish_request(secured, client_address)
        finally:
            with contextlib.suppress(OSError):
                secured.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are no error; anything else is one of ours, and shows."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError, ssl.SSLError, BrokenPipeError)):
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    """One connection; it stays open for further requests as that of the real servers does."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Microsoft-IIS/10.0", ""
    wbufsize = _PIECE
    disable_nagle_algorithm = True
    server: Server

    def handle_one_request(self) -> None:
        self.arrived = 0.0
        super().handle_one_request()

    def parse_request(self) -> bool:
        self.arrived = time.monotonic()
        return super().parse_request()

    def log_message(self, format: str, *args: object) -> None:
        """The log is the stand-in's."""

    def _answer(self) -> None:
        standin, role = self.server.standin, self.server.role
        standin.begin(role)
        try:
            ask = self._ask()
            reply = ROLES[role](ask, standin.shelf, standin.addresses)
            answer, names = conditional(reply.answer, ask), []
            for planned, chance in standin.plan.striking(ask, reply):
                about = (reply.stage, reply.symbol, reply.language, reply.form, standin.shelf, standin.addresses)
                answer = planned.fault.change(answer, Occasion(ask, *about, chance), **planned.parameters)
                names.append(planned.fault.name)
            headers = dict(self.headers.items())
            seen = (role, self.command, self.path, headers, self.arrived, "+".join(names) or "served")
            standin.note(Request(*seen, reply.symbol, reply.language, reply.stage, 0 if answer.hang_up else answer.status))
            self._send(answer)
        finally:
            standin.end(role)

    do_GET = do_HEAD = _answer  # noqa: N815

    def _ask(self) -> Ask:
        parts = urlsplit(self.path)
        query = {name.casefold(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
        headers = {key.casefold(): value for key, value in self.headers.items()}
        return Ask(self.server.role, self.command, self.path, unquote(parts.path), query, headers)

    # --- sending

    def _pause(self, seconds: float) -> None:
        if self.server.standin.closing.wait(seconds):
            raise ConnectionAbortedError("the stand-in closes")

    def _send(self, answer: Answer) -> None:
        if answer.wait:
            self._pause(answer.wait)
        if answer.hang_up:
            self._hang_up(answer.hang_up)
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.cut_headers:
            self.wfile.write(b"".join(self._headers_buffer)[:-10])
            self._headers_buffer = []
            self._hang_up("close")
            return
        bodiless = self.command == "HEAD" or answer.status in (204, 304)
        if answer.framing == "length" and answer.status not in (204, 304):
            self.send_header("Content-Length", str(answer.declared if answer.declared is not None else len(answer.body)))
        elif answer.framing == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
        if answer.framing == "close":
            self.send_header("Connection", "close")
        self._end_headers(answer)
        if not bodiless:
            self._body(answer)
        self.wfile.flush()

    def _end_headers(self, answer: Answer) -> None:
        if answer.drip_head is None:
            self.end_headers()
            return
        size, seconds = answer.drip_head
        head, self._headers_buffer = b"".join(self._headers_buffer) + b"\r\n", []
        for start in range(0, len(head), size):
            self.wfile.write(head[start : start + size])
            self.wfile.flush()
            self._pause(seconds)

    def _body(self, answer: Answer) -> None:
        whole = int(len(answer.body) * answer.cut) if answer.cut is not None else len(answer.body)
        chunked, sent = answer.framing == "chunked", 0
        for piece in self._pieces(answer, whole):
            if answer.declared is not None:
                piece = piece[: answer.declared - sent]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            sent += len(piece)
            if answer.drip:
                self.wfile.flush()
                self._pause(answer.drip[1])
            elif answer.stream and self.server.standin.closing.is_set():
                raise ConnectionAbortedError("the stand-in closes")
            if answer.declared is not None and sent >= answer.declared:
                return
        if answer.cut is not None or (answer.declared is not None and sent < answer.declared):
            self._hang_up("close")
        elif chunked:
            self.wfile.write(b"0\r\n\r\n")

    @staticmethod
    def _pieces(answer: Answer, whole: int) -> Iterator[bytes]:
        size = answer.drip[0] if answer.drip else _PIECE
        for start in range(0, whole, size):
            yield answer.body[start : min(start + size, whole)]
        if answer.stream:
            yield from answer.stream()

    def _hang_up(self, how: str) -> None:
        """Close the connection; a reset is what a client sees of a process that was killed."""
        self.close_connection = True
        self.wfile.flush()
        if how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
