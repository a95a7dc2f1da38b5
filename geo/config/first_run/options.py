"""The words after `manage.py demo`, read before anything is set up."""

import argparse


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py demo", description="The island of Valdora, served on this machine."
    )
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--reset", action="store_true", help="start again from an empty database")
    return parser.parse_args(arguments)
