"""The models of the app, each defined in its slice."""
