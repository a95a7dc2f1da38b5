"""Settings of hypothesis: time is measured in tests/bench, not here."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "verdicts",
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    derandomize="EXAMPLES" not in os.environ,
)
settings.load_profile("verdicts")
