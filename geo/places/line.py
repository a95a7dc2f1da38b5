"""The line to an address service: one question at a time, three seconds, one megabyte.

The name of the service is resolved once and its address judged before anything is connected to
it, so neither the service nor its name server can send us anywhere else. Redirections are no
answer. After a failure the service is left alone for a minute.
"""

import http.client
import ipaddress
import json
import logging
import socket
import ssl
import threading
import time
from contextlib import suppress

from geo.places.dialects import Located, located
from geo.places.service import NoAnswer, Service

TIMEOUT_S = 3
SILENCE_S = 60
BETWEEN_S = 1  # the least that a public service asks for
LARGEST = 1_000_000
AGENT = "Placette (participatory maps; asks when residents search for a place)"
# What leads to another network behind a public address: NAT64, 6to4, Teredo.
TUNNELS = [ipaddress.ip_network(net) for net in ("64:ff9b::/32", "2002::/16", "2001::/32")]

logger = logging.getLogger(__name__)


class Line:
    """What this process knows about the services that it asks."""

    def __init__(self):
        self._busy = threading.Lock()
        self._last = self._silent_until = 0.0

    def ask(self, service: Service, path: str, language: str) -> tuple[Located, ...]:
        """Return what the service knows; nothing where the words displease it.

        Raises NoAnswer: at once where another question is under way, or after a failure.
        """
        if time.monotonic() < self._silent_until or not self._busy.acquire(blocking=False):
            raise NoAnswer("left alone")
        question = _Question(service, path, language)
        try:
            time.sleep(max(0, self._last + BETWEEN_S - time.monotonic()))
            return located(service.kind, question.answer())
        except NoAnswer as error:
            self._silent_until = time.monotonic() + SILENCE_S
            logger.warning("The address service %s does not answer: %s", service.host, error)
            raise
        finally:
            self._last = time.monotonic()
            self._busy.release()


LINE = Line()


class _Question(threading.Thread):
    """One question, in a thread of its own: resolving a name, too, ends with the three seconds."""

    def __init__(self, service: Service, path: str, language: str):
        super().__init__(daemon=True)
        self.service, self.path, self.language = service, path, language
        self.socket = None
        self.result, self.error = None, None

    def answer(self):
        self.start()
        self.join(TIMEOUT_S)
        if self.is_alive():
            self._hang_up()
            raise NoAnswer("too slow")
        if self.error:
            raise NoAnswer(str(self.error) or type(self.error).__name__) from self.error
        return self.result

    def run(self):
        try:
            self.result = self._read()
        except (NoAnswer, OSError, http.client.HTTPException, ValueError, RecursionError) as error:
            self.error = error

    def _hang_up(self):
        with suppress(OSError):  # it may just have ended by itself
            if self.socket:
                self.socket.shutdown(socket.SHUT_RDWR)

    def _read(self):
        service = self.service
        connection = http.client.HTTPConnection(service.host, service.port, timeout=TIMEOUT_S)
        try:
            self.socket = connection.sock = _connected(service)
            headers = {
                "User-Agent": AGENT,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Accept-Language": self.language,
            }
            connection.request("GET", self.path, headers=headers)
            with connection.getresponse() as response:
                return _json_of(response)
        finally:
            connection.close()


def _connected(service: Service) -> socket.socket:
    plain = _first_that_answers(_addresses_of(service), service.port)
    if service.scheme == "http":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=service.host)


def _first_that_answers(addresses: list[str], port: int) -> socket.socket:
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), TIMEOUT_S)
    return socket.create_connection((addresses[-1], port), TIMEOUT_S)


def _addresses_of(service: Service) -> list[str]:
    """The addresses that may be connected to; NoAnswer where any of them leads inside."""
    found = socket.getaddrinfo(service.host, service.port, type=socket.SOCK_STREAM)
    addresses = [row[4][0] for row in found]
    if not addresses or not all(may_ask(one, service.is_on_this_machine) for one in addresses):
        raise NoAnswer("its name leads to an address that is not public")
    return addresses


def may_ask(text: str, is_on_this_machine: bool) -> bool:
    """Whether an address is public; or on this machine, where the operator's setting says so."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if is_on_this_machine:
        return address.is_loopback
    if getattr(address, "ipv4_mapped", None) or address.is_multicast:
        return False
    return address.is_global and not any(address in tunnel for tunnel in TUNNELS)


def _json_of(response: http.client.HTTPResponse):
    if response.status == http.client.BAD_REQUEST:
        return None  # of these words it makes nothing
    kind = response.headers.get_content_type()
    if response.status != http.client.OK or "json" not in kind:
        raise NoAnswer(f"status {response.status}, {kind}")
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise NoAnswer("too long")
    return json.loads(body.decode("utf-8"), parse_constant=_refuse)


def _refuse(name: str):
    raise NoAnswer(f"{name} is no number")
