"""`make serve` and `make test`: what they need is pinned, what they say is one line, and twice is as once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.front_door.environment import Environment
from tools.front_door.places import DEV_LOCK, RUN_LOCK, digest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def _locked(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^ \\;]+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0].lower() for line in requirements}


def _front_door(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.front_door", *words]
    environment = {**os.environ, **settings}
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(("lock", "extras"), [(RUN_LOCK, ["build"]), (DEV_LOCK, ["build", "dev"])], ids=["run", "dev"])
def test_every_direct_dependency_is_locked(lock: Path, extras: list[str]) -> None:
    """A dependency that was added without `make lock` is named here."""
    wanted = _names(PROJECT["dependencies"]).union(*(_names(PROJECT["optional-dependencies"][each]) for each in extras))
    assert wanted - set(_locked(lock)) == set()


def test_the_developers_lock_holds_the_other_whole() -> None:
    """Tests run against the very versions that serve."""
    run, dev = _locked(RUN_LOCK), _locked(DEV_LOCK)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK], ids=["run", "dev"])
def test_every_locked_package_has_a_checksum_and_no_address(lock: Path) -> None:
    """Where packages come from is the machine's affair; what they are is ours."""
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|--index|--find-links", text)


def test_the_front_ends_lock_names_a_checksum_for_every_package_and_no_address() -> None:
    """The same for npm."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert {name for name, package in installed.items() if "integrity" not in package} == set()
    assert {name for name, package in installed.items() if "resolved" in package} == set()


def test_help_lists_every_target_with_its_purpose() -> None:
    """`make` alone is the way in."""
    told = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^([a-z%-]+):", MAKEFILE, re.MULTILINE)) - {"python"}
    assert targets == set(re.findall(r"^  make ([a-z%-]+) ", told, re.MULTILINE))


def test_ci_runs_what_a_developer_runs() -> None:
    """One command, executable, without a terminal."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make check </dev/null" in script.read_text(encoding="utf-8")


def _wheel(folder: Path, name: str, version: str, *needs: str) -> str:
    """Write an empty package that needs others; give its line in a lock file."""
    stem = f"{name.replace('-', '_')}-{version}"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", "Provides-Extra: more"]
    metadata += [f"Requires-Dist: {need}" for need in needs]
    wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {"METADATA": "\n".join(metadata) + "\n", "WHEEL": wheel}
    path = folder / f"{stem}-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(f"{stem}.dist-info/{file}", text)
        archive.writestr(f"{stem}.dist-info/RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_what_is_published_after_the_lock_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where a package asks for another's extra, at which the pip of Debian 12 forgets the pin."""
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock = tmp_path / "test.lock"
    lock.write_text(
        _wheel(tmp_path, "pustaka-test-reader", "1.0", "pustaka-test-page[more]>=1")
        + _wheel(tmp_path, "pustaka-test-page", "1.0")
    )
    _wheel(tmp_path, "pustaka-test-page", "2.0")
    environment = Environment(tmp_path / "venv")
    venv.create(environment.folder, with_pip=True)
    environment.fill(lock)
    listed = subprocess.run(
        [environment.python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    assert "pustaka-test-page==1.0\npustaka-test-reader==1.0\n" in listed.stdout


def test_wrong_words_end_with_2() -> None:
    """And say what there is."""
    ended = _front_door("fly")
    assert (ended.returncode, ended.stderr.startswith("Use: make serve")) == (2, True)


def test_a_port_in_use_is_said_in_one_line_before_anything_is_made(tmp_path: Path) -> None:
    """With the command that helps."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = _front_door("serve", PUSTAKA_PORT=port, PUSTAKA_DATA=str(tmp_path / "data"))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "make serve PORT=" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_no_port_is_said_in_one_line() -> None:
    """By the variable's name."""
    ended = _front_door("serve", PUSTAKA_PORT="http")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "PUSTAKA_PORT is http" in ended.stderr


def test_missing_system_packages_are_named_in_one_line(tmp_path: Path) -> None:
    """Where apt is not there or not allowed, the line is the command to type."""
    ended = _front_door("serve", PATH=str(tmp_path), PUSTAKA_PORT=_free_port())
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng" in ended.stderr


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_an_unknown_bench_is_named_with_those_there_are() -> None:
    """Before an environment is made for it."""
    ended = _front_door("bench", "weather")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "search" in ended.stderr


def test_setting_up_again_takes_seconds_and_installs_nothing() -> None:
    """The stamp knows the lock files by checksum."""
    stamp = Environment().stamp
    if not stamp.is_file() or json.loads(stamp.read_text()).get(DEV_LOCK.name) != digest(DEV_LOCK):
        pytest.skip("this environment was not made by `make setup`")
    before = stamp.stat().st_mtime_ns
    started = time.monotonic()
    ended = _front_door("setup")
    assert ended.returncode == 0, ended.stderr
    assert "✓" not in ended.stderr
    assert stamp.stat().st_mtime_ns == before
    assert time.monotonic() - started < 60
