"""Seccomp: the kernel refuses calls that reading a file never needs (`man 2 seccomp`).

No sockets, so no network; no new sessions or process groups, so that ending the group ends every grandchild;
nothing that inspects other processes, mounts, loads modules or sets clocks.
"""

from __future__ import annotations

import ctypes
import errno
import struct

from ingest.sandbox.linux import MACHINE, PR_SET_SECCOMP, prctl

_FILTER_MODE = 2
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_DENY = 0x00050000 | errno.EPERM
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_OFFSET, _ARCH_OFFSET = 0, 4
_X32 = 0x40000000  # the second, rarely used numbering of x86-64 kernels

# AUDIT_ARCH_* of linux/audit.h and the denied calls by number, from asm/unistd.h.
_X86_64 = {
    "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "pidfd_getfd": 438,
    "setpgid": 109, "setsid": 112, "unshare": 272, "setns": 308, "chroot": 161, "pivot_root": 155,
    "mount": 165, "umount2": 166, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432,
    "mount_setattr": 442, "name_to_handle_at": 303, "open_by_handle_at": 304, "mknod": 133, "mknodat": 259,
    "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425, "add_key": 248,
    "request_key": 249, "keyctl": 250, "init_module": 175, "finit_module": 313, "delete_module": 176,
    "kexec_load": 246, "kexec_file_load": 320, "reboot": 169, "swapon": 167, "swapoff": 168,
    "settimeofday": 164, "clock_settime": 227, "adjtimex": 159, "sethostname": 170, "acct": 163,
    "iopl": 172, "ioperm": 173, "syslog": 103,
}  # fmt: skip
_AARCH64 = {
    "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "accept4": 242,
    "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "pidfd_getfd": 438,
    "setpgid": 154, "setsid": 157, "unshare": 97, "setns": 268, "chroot": 51, "pivot_root": 41,
    "mount": 40, "umount2": 39, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432,
    "mount_setattr": 442, "name_to_handle_at": 264, "open_by_handle_at": 265, "mknodat": 33,
    "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "io_uring_setup": 425, "add_key": 217,
    "request_key": 218, "keyctl": 219, "init_module": 105, "finit_module": 273, "delete_module": 106,
    "kexec_load": 104, "kexec_file_load": 294, "reboot": 142, "swapon": 224, "swapoff": 225,
    "settimeofday": 170, "clock_settime": 112, "adjtimex": 171, "sethostname": 161, "acct": 89, "syslog": 116,
}  # fmt: skip
TABLES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (0xC000003E, _X86_64),
    "aarch64": (0xC00000B7, _AARCH64),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def program(architecture: int, denied: list[int]) -> bytes:
    """Write the filter: wrong architecture ends the process, a denied call gives EPERM, all else passes."""
    steps = [_step(_LOAD, _ARCH_OFFSET), _step(_JUMP_EQUAL, architecture, 1, 0), _step(_RETURN, _KILL)]
    steps += [_step(_LOAD, _NUMBER_OFFSET)]
    to_deny = len(denied) + 1  # steps between the x32 test and the last return
    steps += [_step(_JUMP_AT_LEAST, _X32, to_deny, 0)]
    steps += [_step(_JUMP_EQUAL, number, len(denied) - index, 0) for index, number in enumerate(denied)]
    steps += [_step(_RETURN, _ALLOW), _step(_RETURN, _DENY)]
    return b"".join(steps)


def restrict() -> bool:
    """Install the filter for this process and all it starts; False where this machine has no table or no seccomp."""
    if MACHINE not in TABLES:
        return False
    architecture, calls = TABLES[MACHINE]
    code = program(architecture, sorted(calls.values()))
    handed = _Program(len(code) // 8, code)
    try:
        prctl(PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(handed))
    except OSError:
        return False
    return True
