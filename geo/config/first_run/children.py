"""Other programs, run so that an interruption leaves none of them behind."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from geo.config.first_run.console import Stopped, reason_in

KEPT_LINES = 400
LIBC = ctypes.CDLL(None)
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, on Linux


def die_with_parent() -> None:
    """Even a run that is killed outright leaves nothing that goes on writing."""
    if sys.platform == "linux":
        LIBC.prctl(DIE_WITH_PARENT, signal.SIGKILL)


def run(
    command: Iterable[str | Path],
    *,
    heard: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user: int | None = None,
    text: str | None = None,
) -> str:
    """Run a program to its end and return what it printed; `heard` is told each line at once."""
    words = [str(word) for word in command]
    identity = {} if user is None else {"user": user, "group": group_of(user), "extra_groups": []}
    lines = deque(maxlen=KEPT_LINES)
    with subprocess.Popen(  # noqa: S603  (fixed programs, no shell)
        words,
        stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=None if environment is None else os.environ | dict(environment),
        cwd=folder,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=die_with_parent,
        **identity,
    ) as child:
        try:
            if text is not None:
                child.stdin.write(text)
                child.stdin.close()
            for line in child.stdout:
                lines.append(line)
                if heard:
                    heard(line)
            child.wait()
        except BaseException:
            end_group(child)
            raise
    output = "".join(lines)
    if child.returncode:
        tail = (
            " ".join(output.strip().splitlines()[-3:]) or f"it ended with code {child.returncode}"
        )
        raise Stopped(reason_in(output) or f"{Path(words[0]).name} failed: {tail}")
    return output


def end_group(child: subprocess.Popen) -> None:
    """End a child with everything that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=5)
            return


def group_of(user: int) -> int:
    return pwd.getpwuid(user).pw_gid
