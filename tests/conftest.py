"""What every test may use: the folder of real publications and an empty working folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, expect, sync_playwright
from reportlab import rl_config
from werkzeug.routing import Rule

# `ci` tries the same examples each time, `default` others at every run; a busy machine is no fault in either.
_PROFILE = hypothesis_settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
hypothesis_settings.register_profile("patient", _PROFILE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")
# Pictures as the scanner's bytes, not spelt out in letters, which would leave a fifth of the file as room to grow by.
# Here for all tests alike: set by one of them, it changed what others made whenever they ran in the same process.
rl_config.useA85 = 0

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is slow: with several processes, each taking a file at a time, all then end together."""
    if not os.environ.get("PUSTAKA_LONG"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long: `make long` runs it"))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None and item.get_closest_marker("journey") is None)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real publications, or skip with the reason."""
    folder = os.environ.get("PUSTAKA_CORPUS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PUSTAKA_CORPUS does not name a folder of real publications")
    return Path(folder).resolve()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash with the least that argon2id allows: what a hash costs is for thieves, not for tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("library.readers.credentials._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once: every test has an application of its own."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_routes() -> Iterator[None]:
    """Compile what builds the address of a route once: every test has an application with all of them."""
    compile_builder = Rule._compile_builder
    known: dict[object, object] = {}

    def once(rule: Rule, append_unknown: bool = True) -> object:
        key = (rule.rule, append_unknown, tuple(rule._trace), repr(rule.defaults))
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def checked_offices() -> Iterator[None]:
    """Check the offices' files once as long as they are the same: every test opens a library with all of them."""
    from library import wiring  # not for tests that need no library

    load = wiring.load_offices
    known: dict[object, object] = {}

    def once(folder: Path, **more: object) -> object:
        files = sorted(folder.glob("*.toml"))
        key = (folder, *((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files))
        if more or not files:
            return load(folder, **more)  # type: ignore[arg-type]
        if key not in known:
            known[key] = load(folder)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "load_offices", once)
        yield


@pytest.fixture(scope="session")
def fresh_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder as a first start leaves it, to be copied: making its tables takes longer than most tests."""
    from library import Settings, open_library  # not for tests that need no library

    folder = tmp_path_factory.mktemp("fresh") / "data"
    open_library(Settings(data=folder, workers=0)).close()
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser to the tests of a module.

    Playwright runs an event loop in this thread as long as it is open: a second one beside it is refused, and so is
    `asyncio.run` in other tests.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    expect.set_options(timeout=20_000)  # a machine on which other tests run is slow, and not wrong
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
