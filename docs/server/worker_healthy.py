"""Ends well when a worker gave a sign of life lately: the health check of its container."""

import os
import sys

import psycopg

LATELY = """
SELECT count(*) > 0 FROM procrastinate_workers
WHERE last_heartbeat > now() - interval '40 seconds'"""

with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=4) as database:
    [is_there] = database.execute(LATELY).fetchone()
sys.exit(not is_there)
