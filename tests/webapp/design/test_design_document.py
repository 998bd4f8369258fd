"""The document of the design system names what there is."""

from __future__ import annotations

import re

import pytest

from webapp.assets.places import ROOT, STATIC, WEBAPP

DOCUMENT = (ROOT / "docs" / "design-system.md").read_text(encoding="utf-8")
MACROS = [
    (page.name, name, arguments)
    for page in sorted((WEBAPP / "templates" / "components").glob("*.html"))
    for name, arguments in re.findall(r"{% macro ([a-z][a-z_]*)\((.*?)\) -?%}", page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "name", "arguments"), MACROS, ids=[f"{p}-{n}" for p, n, _ in MACROS])
def test_every_macro_is_described_with_its_arguments(page: str, name: str, arguments: str) -> None:
    assert f"`{page}`" in DOCUMENT
    shortened = re.sub(r'accept="[^"]*"', "accept=…", arguments)
    assert f"{name}({shortened})" in DOCUMENT


def test_every_token_of_the_document_exists() -> None:
    tokens = set(re.findall(r"--[a-z0-9-]+(?=:)", (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")))
    assert set(re.findall(r"--[a-z][a-z0-9-]+", DOCUMENT)) - tokens == set()


def test_every_style_uses_only_tokens_that_exist() -> None:
    sheets = [sheet.read_text(encoding="utf-8") for sheet in (STATIC / "css").glob("*.css")]
    defined = {name for sheet in sheets for name in re.findall(r"(--[a-z0-9-]+):", sheet)}
    assert {name for sheet in sheets for name in re.findall(r"var\((--[a-z0-9-]+)", sheet)} - defined == set()


def test_every_script_module_is_registered_and_every_one_used_exists() -> None:
    loader = (STATIC / "js" / "pustaka.js").read_text(encoding="utf-8")
    registered = set(re.findall(r'"([a-z-]+)"', loader.split("]);", 1)[0]))
    scripts = {script.stem: script.read_text(encoding="utf-8") for script in (STATIC / "js").glob("*.js")}
    assert registered == {
        name for name, text in scripts.items() if re.search(r"^export .*\bstart\(", text, re.MULTILINE)
    }
    imported = {name for text in scripts.values() for name in re.findall(r'from "\./([a-z-]+)\.js"', text)}
    assert set(scripts) - {"pustaka"} == registered | imported, "no script is left over"
