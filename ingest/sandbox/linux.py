"""The three Linux calls that Python has no name for: `syscall`, `prctl` and their error."""

from __future__ import annotations

import ctypes
import os
import platform

_LIBC = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_GET_SECCOMP, PR_SET_SECCOMP = 1, 4, 21, 22
PR_CAPBSET_READ, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 23, 24, 38

MACHINE = platform.machine()


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel by number; raises OSError when it refuses."""
    return _checked(_LIBC.syscall(ctypes.c_long(number), *arguments))


def prctl(option: int, *arguments: object) -> int:
    """Call prctl, the missing arguments being 0 (`man 2 prctl`); raises OSError when it refuses."""
    padded = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    padded += [ctypes.c_ulong(0)] * (4 - len(padded))
    return _checked(_LIBC.prctl(ctypes.c_int(option), *padded))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
