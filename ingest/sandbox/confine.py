"""What the child does to itself before it opens the file: the layers, outermost first."""

from __future__ import annotations

import os
import resource
import signal
import sys
import sysconfig
from pathlib import Path

from ingest.limits import Limits
from ingest.sandbox import capabilities, landlock, seccomp
from ingest.sandbox.linux import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, prctl

_PROJECT = Path(__file__).resolve().parents[2]
# What Python, the shared libraries, fontconfig and Tesseract read.
_SYSTEM = (
    "/usr", "/lib", "/lib32", "/lib64", "/bin", "/opt",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts",
    "/etc/localtime", "/etc/papersize", "/etc/mime.types",
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu",
    "/dev/urandom", "/dev/random", "/dev/zero",
)  # fmt: skip


def confine(*, workdir: Path, readable: tuple[Path, ...], limits: Limits, die_with_parent: bool) -> tuple[str, ...]:
    """Shut this process in, and give the names of the layers that took hold.

    Args:
        workdir: the only folder it may write into.
        readable: what it may read besides the programs: the file, Tesseract's languages.
        limits: bytes and seconds for `setrlimit`.
        die_with_parent: end when the starting thread ends. The kernel watches the thread, not the process,
            so workers that outlive the thread which started them must not ask for it.
    """
    if die_with_parent:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    limit_resources(limits)
    active = ["rlimits"]
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    active.append("no-new-privileges")
    if capabilities.drop():
        active.append("no-capabilities")
    programs = (*map(Path, _SYSTEM), *_python_folders())
    if landlock.restrict(readable=(*programs, *readable), writable=(workdir, Path("/dev/null"))):
        active.append("landlock")
    if seccomp.restrict():
        active.append("seccomp")
    return tuple(active)


def limit_resources(limits: Limits) -> None:
    """Set the limits of this process and of each one it starts; they can only be lowered afterwards."""
    seconds = int(limits.wall_seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.address_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_NOFILE, 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def _python_folders() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    named = {paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"], sys.prefix, sys.base_prefix}
    executable = Path(os.path.realpath(sys.executable)).parent
    return (*map(Path, sorted(named)), executable, _PROJECT / "ingest")
