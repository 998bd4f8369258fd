"""Landlock: the child sees only the folders that it is given (`man 7 landlock`, kernel 5.13 or newer)."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from ingest.sandbox.linux import syscall

# The same numbers on every architecture (asm-generic/unistd.h).
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | _TRUNCATE | _IOCTL_DEV
# How many of the file-system rights each ABI version knows.
_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_BIND_AND_CONNECT_TCP = 0b11
_SCOPE_ABSTRACT_UNIX_AND_SIGNAL = 0b11


class _RulesetAttr(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """Give the version of Landlock in this kernel, 0 where it is missing or switched off."""
    try:
        return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    except OSError:
        return 0


def restrict(*, readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Shut this process and all it starts into the given files and folders; False where Landlock is missing."""
    version = abi()
    if not version:
        return False
    rights = (1 << _RIGHTS_BY_ABI.get(version, 16)) - 1
    ruleset = _create(version, rights)
    try:
        for path in readable:
            _allow(ruleset, path, rights & (EXECUTE | READ_FILE | READ_DIR))
        for path in writable:
            _allow(ruleset, path, rights & ~EXECUTE)
        syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return True


def _create(version: int, rights: int) -> int:
    net = _NET_BIND_AND_CONNECT_TCP if version >= 4 else 0
    scoped = _SCOPE_ABSTRACT_UNIX_AND_SIGNAL if version >= 6 else 0
    attributes = _RulesetAttr(rights, net, scoped)
    # Older kernels refuse a longer structure than they know.
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    return syscall(CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no right
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _FILE_RIGHTS
        rule = _PathBeneathAttr(rights, descriptor)
        syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(descriptor)
