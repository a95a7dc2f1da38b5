"""Why a live server of OpenStreetMap gave nothing that can be used; knows no Django.

`failure_sentences.explain_failure` says each in the words of people.
"""


class LiveFailure(Exception):
    """Nothing usable came; nothing was changed. server: the name of who was asked."""

    def __init__(self, server: str, told: str = ""):
        self.server = server
        self.told = told
        super().__init__(f"{server}: {told}" if told else server)


class OverpassBusy(LiveFailure):
    """The server said, again and again until the deadline, that it has too much to do."""


class OverpassSlow(LiveFailure):
    """No whole answer came in time."""


class OverpassUnreachable(LiveFailure):
    """There is no way to the server, or nobody there."""


class OverpassIncomplete(LiveFailure):
    """The server gave a part and remarked that it is not all; told: its remark."""


class OverpassRefused(LiveFailure):
    """The server answered with an error; told: the number of the status."""


class OverpassUnreadable(LiveFailure):
    """What came is no answer: a page, half of a text, something else."""


class OverpassTooMuch(LiveFailure):
    """The answer is larger than what this service takes in."""


class PlaceUnknown(LiveFailure):
    """The server knows no area of this name; told: the name."""


class CannotAsk(ValueError):
    """The question itself is not one that a live server is asked."""


class AreaTooLarge(CannotAsk):
    """More than what a public server should be asked at once; km2: how large."""

    def __init__(self, km2: float):
        self.km2 = km2
        super().__init__(f"{km2:.0f} km²")


class NothingToAsk(CannotAsk):
    """There is no condition, or one that everything meets."""


FAILURES = (LiveFailure, CannotAsk)
