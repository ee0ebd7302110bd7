"""A server that does nothing: how many requests the generator of load makes by itself.

Its port is its only argument.
"""

import asyncio
import sys

BODY = b"x" * 4_000  # about what an answer has, compressed
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)


class Trivial(asyncio.Protocol):
    """A connection on which everything has the same answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request."""
        self._transport.write(ANSWER * data.count(b"\r\n\r\n"))


async def main(port: int) -> None:
    """Serve until stopped."""
    server = await asyncio.get_running_loop().create_server(Trivial, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
