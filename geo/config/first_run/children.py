"""Other programs, run so that an interruption leaves none of them behind."""

import contextlib
import os
import pwd
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from geo.config.first_run.console import Stopped, reason_in

KEPT_LINES = 400


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
