"""Dashboards without browsers: the WebSocket of Streamlit, on which a page says what it wants."""

__all__ = ["Dashboard", "change_at_once", "change_often", "opened_dashboard"]

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import islice

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from traffic.client import check_loopback
from traffic.loops import Load

SECONDS = 120.0  # that one run of the script may take
MOST_BYTES = 64 << 20  # of one message
LOOKS = 200  # at the memory, while one session changes its filters
CHANGE = "change of filters"


class Dashboard:
    """One page that is open: a session of the server."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def show(self, query: str) -> list[bytes]:
        """Have the page of a query made, and return the messages that came with it.

        Raises OSError where the script ends otherwise than well, TimeoutError where it does not.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = query
        await self._connection.send(asked.SerializeToString())
        async with asyncio.timeout(SECONDS):
            return await self._until_finished()

    async def _until_finished(self) -> list[bytes]:
        came = list[bytes]()
        async for data in self._connection:
            assert isinstance(data, bytes)
            came.append(data)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise OSError(f"the script ended with {message.script_finished}")
                return came
        raise OSError("the connection ended before the script")


@asynccontextmanager
async def opened_dashboard(url: str) -> AsyncIterator[Dashboard]:
    """Open a page until the block ends."""
    host, port = check_loopback(url)
    address, protocols = f"ws://{host}:{port}/_stcore/stream", [Subprotocol("streamlit")]
    async with connect(address, subprotocols=protocols, max_size=MOST_BYTES) as connection:
        yield Dashboard(connection)


async def change_at_once(url: str, asked: Iterator[str], dashboards: int, seconds: float) -> Load:
    """Let so many dashboards change their filters, each as soon as it shows what it asked for."""
    loop = asyncio.get_running_loop()
    load = Load(seconds=seconds)

    async def change() -> None:
        async with opened_dashboard(url) as page:
            await page.show("")
            while loop.time() < end:
                await _change(page, next(asked), load)

    begin = loop.time()
    end = begin + seconds
    await asyncio.gather(*(change() for _ in range(dashboards)))
    load.seconds = loop.time() - begin
    return load


async def change_often(
    url: str, asked: Iterator[str], changes: int, memory: Callable[[], float | None]
) -> tuple[Load, list[float]]:
    """Let one session change its filters; return with it the memory from its start to its end."""
    load, found = Load(seconds=0.0), list[float]()
    loop = asyncio.get_running_loop()
    begin = loop.time()
    async with opened_dashboard(url) as page:
        for number, query in enumerate(islice(asked, changes)):
            await _change(page, query, load)
            if number % max(1, changes // LOOKS) == 0:
                found.append(memory() or 0.0)
    load.seconds = loop.time() - begin
    return load, found


async def _change(page: Dashboard, query: str, load: Load) -> None:
    loop = asyncio.get_running_loop()
    begin = loop.time()
    try:
        await page.show(query)
    except (OSError, TimeoutError):
        load.note(CHANGE, 0, loop.time() - begin)
    else:
        load.note(CHANGE, 200, loop.time() - begin)
