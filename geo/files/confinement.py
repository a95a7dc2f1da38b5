"""Shuts a child process in before it opens a file of others: limits, no socket, no program.

Linux only, by its system calls through ctypes; needs no privilege. What the kernel lacks is left
out, and `is_shut_in` asks at the end whether it holds: whoever reads must ask.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import struct

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000
DENIED = {  # system call → its number on x86_64, on aarch64
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "semget": (64, 190),
    "msgget": (68, 186),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "kill": (62, 129),
    "ptrace": (101, 117),
    "rt_sigqueueinfo": (129, 138),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "mount": (165, 40),
    "umount2": (166, 39),
    "init_module": (175, 105),
    "tkill": (200, 130),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "accept4": (288, 242),
    "rt_tgsigqueueinfo": (297, 240),
    "perf_event_open": (298, 241),
    "open_by_handle_at": (304, 265),
    "sendmmsg": (307, 269),
    "setns": (308, 268),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "finit_module": (313, 273),
    "bpf": (321, 280),
    "execveat": (322, 281),
    "userfaultfd": (323, 282),
    "pidfd_send_signal": (424, 424),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
}
CLONE, CLONE3, TGKILL, PRLIMIT = (56, 220), (435, 435), (234, 131), (302, 261)
CLONE_THREAD = 0x00010000

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
FILTER_MODE = 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in struct seccomp_data
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000


CAPABILITIES = struct.pack("=Ii", 0x20080522, 0)  # of this process, in two words of each kind
READ_ANYTHING = 1 << 1 | 1 << 2  # what root may need to reach its own programs; Landlock is below


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def limit(seconds: int, memory: int, file_bytes: int) -> None:
    """Bound processor time, memory, the size of files; no core files, few open ones."""
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def give_up_rights() -> None:
    """Leave root, where the service runs as root, no right but to read its programs."""
    if platform.system() != "Linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    words = ctypes.create_string_buffer(24)
    if libc.capget(CAPABILITIES, words) == 0:
        held = struct.unpack("=6I", words.raw)
        libc.capset(
            CAPABILITIES, struct.pack("=6I", *(word & READ_ANYTHING for word in held[:3]), 0, 0, 0)
        )


def shut_in() -> None:
    """Deny, for good, sockets, programs, other processes; where the kernel can, else nothing."""
    if platform.system() != "Linux" or platform.machine() not in ARCHITECTURES:
        return
    call = _prctl()
    call(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    call(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    code = _filter(platform.machine())
    program = _Program(len(code) // 8, code)
    call(PR_SET_SECCOMP, FILTER_MODE, ctypes.addressof(program), 0, 0)


def end_with_the_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends, where it can."""
    if platform.system() == "Linux":
        _prctl()(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _prctl():
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    return call


def _filter(machine: str) -> bytes:
    """Return the program of struct sock_filter that the kernel asks before each call."""
    column, architecture = ARCHITECTURES[machine]
    denied = _give(ERROR | errno.EPERM)
    program = [
        _do(LOAD, ARCHITECTURE),
        _do(EQUAL, architecture, yes=1),
        _give(KILL),
        _do(LOAD, NUMBER),
        _do(AT_LEAST, X32, no=1),
        _give(KILL),
    ]
    for numbers in DENIED.values():
        if numbers[column] is not None:
            program += [_do(EQUAL, numbers[column], no=1), denied]
    # a library that hears ENOSYS makes its threads by clone, whose flags can be seen
    program += [_do(EQUAL, CLONE3[column], no=1), _give(ERROR | errno.ENOSYS)]
    program += _only_if(CLONE[column], [_do(ANY_BIT, CLONE_THREAD, yes=1), denied])
    program += _only_if(TGKILL[column], [_do(EQUAL, os.getpid(), yes=1), denied])
    program += _only_if(PRLIMIT[column], [_do(EQUAL, 0, yes=1), denied])
    return b"".join([*program, _give(ALLOW)])


def _only_if(number: int, question: list[bytes]) -> list[bytes]:
    """Return what asks a question of the first argument of one system call."""
    steps = [_do(LOAD, FIRST_ARGUMENT), *question, _give(ALLOW)]
    return [_do(EQUAL, number, no=len(steps)), *steps]


def _do(operation: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, yes, no, value)


def _give(answer: int) -> bytes:
    return _do(RETURN, answer)


def is_shut_in() -> bool:
    """Whether no socket can be opened and no program started, tried out."""
    return (
        _is_forbidden(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close())
        and _is_forbidden(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close())
        and _is_forbidden(socket.socketpair)
        and _is_forbidden(lambda: os.execv("/nowhere", ["nowhere"]))  # noqa: S606
        and _is_forbidden(lambda: os.kill(os.getpid(), 0))
    )


def _is_forbidden(attempt) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def is_cut_off() -> bool:
    """Whether no network is there at all, not even this machine's own."""
    return all(_leads_nowhere(address) for address in ("127.0.0.1", "192.0.2.1"))


def _leads_nowhere(address: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return probe.connect_ex((address, 9)) == errno.ENETUNREACH
