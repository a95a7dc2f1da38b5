"""Hides the disk from a child process: it reads its programs and its own folder, nothing else.

Landlock, since Linux 5.13, without privilege. A second wall behind `confinement`: where the kernel
lacks it, nothing happens.
"""

import ctypes
import os
import struct
import sys
import sysconfig
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

CREATE, ADD, RESTRICT = 444, 445, 446  # system calls, the same on every machine
ASK_VERSION = 1
BELOW_A_PATH = 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # by version
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
DEVICES = ("/dev/null", "/dev/urandom", "/sys/devices/system/cpu", "/usr/share/zoneinfo")


def keep_to(folder: str, code: Iterable[str]) -> bool:
    """Leave this process its folder, to read the code and libraries, and no more; say if so."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = call(CREATE, None, 0, ASK_VERSION)
    if version < 1:
        return False
    rights = max(bits for since, bits in RIGHTS.items() if since <= version)
    rules = call(CREATE, struct.pack("=Q", rights), 8, 0)
    if rules < 0:
        return False
    own = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    _allow(call, rules, [folder], rights)
    _allow(call, rules, [*code, *own, *LIBRARIES, *DEVICES, f"{sys.base_prefix}/lib"], READ_FILE)
    done = call(RESTRICT, rules, 0) == 0
    os.close(rules)
    return done


def _allow(call, rules: int, paths: Iterable[str], rights: int) -> None:
    """Allow rights at and below the paths that exist."""
    for path in paths:
        with suppress(FileNotFoundError):
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            is_folder = Path(path).is_dir()
            here = rights | READ_FOLDER if is_folder else rights
            call(ADD, rules, BELOW_A_PATH, struct.pack("=Qi", here, place), 0)
            os.close(place)
