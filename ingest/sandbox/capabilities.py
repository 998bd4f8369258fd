"""Give up the powers of root that reading a file never needs (`man 7 capabilities`)."""

from __future__ import annotations

import ctypes
import os
import struct

from ingest.sandbox.linux import MACHINE, PR_CAPBSET_DROP, prctl, syscall

_CAPSET = {"x86_64": 126, "aarch64": 91}
_VERSION_3 = 0x20080522
# An upload may belong to another user; which files are in reach is Landlock's business.
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
_KEPT = (1 << _DAC_OVERRIDE) | (1 << _DAC_READ_SEARCH)
_MOST = 64


def drop() -> bool:
    """Keep only the right to read files; True when there was nothing to give up or it was given up."""
    if os.geteuid() != 0:
        return True
    try:
        for capability in range(_MOST):
            if not _KEPT >> capability & 1:
                _leave_bounding_set(capability)
        header = struct.pack("=Ii", _VERSION_3, 0)
        data = struct.pack("=6I", _KEPT, _KEPT, 0, 0, 0, 0)
        syscall(_CAPSET[MACHINE], ctypes.c_char_p(header), ctypes.c_char_p(data))
    except (OSError, KeyError):
        return False
    return True


def _leave_bounding_set(capability: int) -> None:
    try:
        prctl(PR_CAPBSET_DROP, capability)
    except OSError as error:
        if error.errno != 22:  # EINVAL: this kernel has fewer capabilities
            raise
