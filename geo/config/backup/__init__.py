"""One file that holds the service, and the way back from it."""
