"""Probed from inside: what a file that has taken over its parser could still do."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from ingest import errors
from ingest.limits import Limits
from ingest.sandbox import layers, seccomp
from ingest.sandbox.spawn import BrokenProtocolError, run_child
from tests.ingest import probe_child

ESCAPES = [
    "connect_over_tcp",
    "look_up_a_name",
    "listen",
    "open_a_ring",
    "read_the_passwords",
    "read_the_parents_environment",
    "list_the_home",
    "write_outside",
    "run_what_it_wrote",
    "end_its_parent",
    "leave_the_group",
    "trace_a_process",
    "mount",
    "become_another_user",
    "raise_a_limit",
    "write_a_huge_file",
]


def _probe(name: str, workdir: Path, limits: Limits | None = None) -> dict[str, Any]:
    workdir.mkdir(exist_ok=True)
    (workdir / "tmp").mkdir(exist_ok=True)
    limits = limits or Limits(stall_seconds=30)
    told: dict[str, Any] = {}
    order = {"probe": name, "limits": limits.to_json()}
    run_child("tests.ingest.probe_child", order, workdir=workdir, limits=limits, report=told.update)
    return told


@pytest.mark.parametrize("escape", ESCAPES)
def test_every_way_out_is_denied(escape: str, tmp_path: Path) -> None:
    """Network, other files, other processes, more rights: each attempt ends in an error inside the child."""
    told = _probe(escape, tmp_path / "kerja")
    if escape == "read_the_passwords" and "landlock" not in told["sandbox"]:
        pytest.skip("this kernel has no Landlock")
    assert "succeeded" not in told, told
    assert "denied" in told
    assert not (tmp_path / "luar.txt").exists()


def test_the_child_knows_nothing_of_the_servers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and passwords that the server was started with do not reach the child."""
    monkeypatch.setenv("PUSTAKA_SECRET", "kunci")
    known = json.loads(_probe("give_its_environment", tmp_path / "kerja")["succeeded"])
    assert "PUSTAKA_SECRET" not in known
    assert known["TMPDIR"].startswith(str(tmp_path / "kerja"))


def test_a_memory_bomb_is_ended(tmp_path: Path) -> None:
    """More than its share of memory ends the child long before the machine suffers."""
    started = time.monotonic()
    with pytest.raises(errors.OutOfMemory):
        _probe("take_memory", tmp_path / "kerja", Limits(memory_bytes=200 << 20))
    assert time.monotonic() - started < 60


def test_the_address_space_is_bounded_even_between_two_looks(tmp_path: Path) -> None:
    """A single allocation above the limit fails at once."""
    told = _probe("take_memory", tmp_path / "kerja", Limits(address_bytes=300 << 20, memory_bytes=1 << 40))
    assert told["denied"].startswith("MemoryError")


def test_a_stalled_child_is_ended_with_all_it_started(tmp_path: Path) -> None:
    """The grandchild, Tesseract in earnest, does not live on."""
    with pytest.raises(errors.TimedOut):
        _probe("wait_with_a_grandchild", tmp_path / "kerja", Limits(stall_seconds=3))
    grandchild = int((tmp_path / "kerja" / "cucu.pid").read_text())
    deadline = time.monotonic() + 5
    while _lives(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(grandchild)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("babble", ["say_no_json", "say_a_list", "say_an_endless_line"])
def test_a_child_that_babbles_is_ended(babble: str, tmp_path: Path) -> None:
    """A report that is no object, or never ends, is not waited for."""
    with pytest.raises(BrokenProtocolError):
        _probe(babble, tmp_path / "kerja")


def test_what_protects_this_machine_is_known() -> None:
    """The layers that `doctor` shows are the layers that a child reports."""
    state = layers.available()
    assert set(state) == {"rlimits", "no-new-privileges", "no-capabilities", "landlock", "seccomp"}
    assert state["rlimits"]


def test_the_filter_denies_each_listed_call_and_no_other() -> None:
    """Run the filter's program by hand over every call number."""
    for architecture, calls in seccomp.TABLES.values():
        denied = sorted(set(calls.values()))
        code = seccomp.program(architecture, denied)
        for number in range(600):
            assert (_run(code, architecture, number) != 0x7FFF0000) == (number in denied)
        assert _run(code, architecture, 0x40000000 + 1) != 0x7FFF0000
        assert _run(code, architecture ^ 1, 0) == 0x80000000


def _run(code: bytes, architecture: int, number: int) -> int:
    """A machine for the four instructions that the filter uses."""
    import struct

    steps = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    value = at = 0
    while True:
        kind, if_true, if_false, operand = steps[at]
        at += 1
        if kind == 0x06:
            return operand
        if kind == 0x20:
            value = architecture if operand == 4 else number
        else:
            holds = value == operand if kind == 0x15 else value >= operand
            at += if_true if holds else if_false


def test_the_probes_are_all_used() -> None:
    """A probe that no test runs proves nothing."""
    others = {"take_memory", "wait_with_a_grandchild", "give_its_environment", "main"}
    others |= {"say_no_json", "say_a_list", "say_an_endless_line"}
    assert {name for name in probe_child.PROBES if name not in others} == set(ESCAPES)
