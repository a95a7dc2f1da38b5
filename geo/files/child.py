"""The child process that opens files of others: `jail.in_jail` starts it, nothing else does.

It is run by its path in Python's isolated mode, shuts itself in before it imports or opens
anything else, and answers on its first standard output in frames (`frames`): a status, then what
the task gives. Everything a library prints is thrown away.
"""

import importlib
import json
import os
import sys
from itertools import chain
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.append(ROOT)

from geo.files import confinement, landlock  # noqa: E402 - the path is known only now
from geo.files.frames import pack  # noqa: E402
from geo.files.refusals import UnreadableFile  # noqa: E402


def main() -> None:
    """Do the task that the standard input names, if this process is shut in as it asks."""
    request = json.loads(sys.stdin.buffer.read())
    answer = _take_output()
    confinement.limit(request["seconds"], request["memory"], request["file_bytes"])
    confinement.give_up_rights()
    if request["wall"] != "network":
        confinement.shut_in()
    code = {str(Path(ROOT, name)) for name in ("geo", request["task"].partition(".")[0]) if name}
    landlock.keep_to(str(Path.cwd()), code)
    if not _holds(request["wall"]):
        answer({"status": "open"}, [])
        return
    sys.excepthook = lambda kind, _error, trace: answer(_fault(kind, trace), [])
    if not request["task"]:
        answer({"status": "ok"}, [])
        return
    try:
        module, _, name = request["task"].partition(":")
        task = getattr(importlib.import_module(module), name)
        frames = task(Path(request["path"]), request["arguments"])
    except UnreadableFile as error:
        answer({"status": "refused", "code": error.code, "facts": error.facts}, [])
    except MemoryError:
        answer({"status": "memory"}, [])
    else:
        answer({"status": "ok"}, frames)


def _take_output():
    """Return the function that writes the answer; no one else can write there from now on."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

    def answer(status: dict, frames) -> None:
        for piece in pack(chain([json.dumps(status).encode()], frames)):
            answers.write(piece)
        answers.flush()

    return answer


def _holds(wall: str) -> bool:
    if wall == "seccomp":
        return confinement.is_shut_in()
    return wall == "none" or confinement.is_cut_off()


def _fault(kind: type, trace) -> dict:
    """Return where in the code it happened; never what the file says."""
    if issubclass(kind, MemoryError):
        return {"status": "memory"}
    while trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return {"status": "failed", "error": f"{kind.__name__} at {place}"}


if __name__ == "__main__":
    main()
