"""From a clone to a running service; nothing here imports anything outside the standard library."""
