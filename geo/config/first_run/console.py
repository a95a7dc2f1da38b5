"""What the first run says, and the one sentence with which it stops."""

import errno
import sys
from pathlib import Path

NO_SPACE = "No space is left on the disk: free about 1.5 GB, then run the same command again."
NO_NETWORK = (
    "The network does not answer, and something still has to be fetched: "
    "connect this machine, then run the same command again."
)
NETWORK_SIGNS = (
    "Temporary failure",
    "Could not resolve",
    "Name or service not known",
    "Network is unreachable",
    "NewConnectionError",
    "ConnectTimeout",
    "getaddrinfo",
    "EAI_AGAIN",
    "ENOTFOUND",
    "ETIMEDOUT",
    "ECONNREFUSED",
    "dns error",
    "error sending request",
)


class Stopped(Exception):
    """The set-up cannot go on; the text says why and what to do, in one sentence."""


def say(sentence: str) -> None:
    ending = "\n" if Progress.is_half_a_line else ""
    Progress.is_half_a_line = False
    sys.stderr.write(f"{ending}{sentence}\n")
    sys.stderr.flush()


class Progress:
    """Counts steps: on one line of a terminal, or at each quarter where there is none."""

    is_half_a_line = False

    def __init__(self, label: str, total: int) -> None:
        self.label, self.total, self.done = label, max(total, 1), 0
        self.on_terminal = sys.stderr.isatty()

    def step(self) -> None:
        before, self.done = self.done, min(self.done + 1, self.total)
        if self.on_terminal:
            Progress.is_half_a_line = self.done < self.total
            ending = "" if Progress.is_half_a_line else "\n"
            sys.stderr.write(f"\r  {self.label}: {self.done} of {self.total}{ending}")
            sys.stderr.flush()
        elif before * 4 // self.total < self.done * 4 // self.total:
            say(f"  {self.label}: {self.done} of {self.total}")


def reason_in(output: str) -> str | None:
    """The sentence for what a tool complained about, where it is a thing that befalls people."""
    if "No space left on device" in output or "ENOSPC" in output or "Disk quota" in output:
        return NO_SPACE
    if any(sign in output for sign in NETWORK_SIGNS):
        return NO_NETWORK
    return None


def sentence_for(error: OSError) -> str | None:
    """The sentence for an error of the file system, where it is a thing that befalls people."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return NO_SPACE
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS} and error.filename:
        owner = Path(error.filename)
        return (
            f"{owner} cannot be written: it belongs to another user, or the disk is read-only. "
            "Run the command as the user who ran it first, or make a clone of your own."
        )
    return None


def database_trouble(words: str) -> Stopped:
    """What to say when the database cannot be worked with."""
    told = " ".join(words.split())
    return Stopped(reason_in(told) or f"The database cannot be worked with: {told}")
