"""A worker: does one job after the other until it is told to stop."""

import asyncio
import logging

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from procrastinate.contrib.django import app

from geo.jobs.messages import QUEUE
from geo.jobs.reaping import reap

logger = logging.getLogger(__name__)
REAPED_EVERY_S = 15


def work(patience_s: float) -> None:
    """Do jobs until SIGTERM or SIGINT comes; then take no other.

    A job that is not done `patience_s` seconds later is given back, and begins anew elsewhere.
    """
    connection.close()
    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(_work(patience_s))


async def _work(patience_s: float) -> None:
    reaping = asyncio.create_task(_reap_now_and_then())
    try:
        async with app.open_async():
            await app.run_worker_async(
                queues=[QUEUE],
                shutdown_graceful_timeout=patience_s,
                delete_jobs="successful",
            )
    finally:
        reaping.cancel()


async def _reap_now_and_then() -> None:
    while True:
        await sync_to_async(_reap)()
        await asyncio.sleep(REAPED_EVERY_S)


def _reap() -> None:
    """One round; the next one comes whatever happens in this one."""
    close_old_connections()
    try:
        reap()
    except Exception:
        logger.exception("nobody looked after jobs that were left")
