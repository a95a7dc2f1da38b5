"""Settings of the worker under test: it knows one more kind of job."""

from geo.config.settings import *  # noqa: F403

JOBS = {"replace_layer": "tests.config.slow_job.replace_layer"}
