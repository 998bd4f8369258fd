"""Every sentence of a page exists in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask_babel import force_locale, gettext, ngettext

from webapp.assets.places import TRANSLATIONS, WEBAPP
from webapp.language.catalogues import CatalogueError, compile_catalogues, join_rooms, read_room
from webapp.language.extraction import find_messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture(scope="module")
def shown() -> Catalog:
    return find_messages(WEBAPP)


@pytest.fixture(scope="module")
def indonesian() -> Catalog:
    return join_rooms(sorted((TRANSLATIONS / "id").glob("*.po")), "id")


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_every_sentence_is_translated_into_indonesian(shown: Catalog, indonesian: Catalog) -> None:
    keys = {(m.id, m.context): m for m in indonesian if m.id and all(forms(m.string))}
    missing = [f"{m.locations[0][0]}: {m.id}" for m in shown if m.id and (m.id, m.context) not in keys]
    assert missing == []


def test_no_translation_is_left_over(shown: Catalog, indonesian: Catalog) -> None:
    used = {(m.id, m.context) for m in shown}
    assert [m.id for m in indonesian if m.id and (m.id, m.context) not in used] == []


def test_translations_keep_the_placeholders(indonesian: Catalog) -> None:
    for message in indonesian:
        wanted = set(PLACEHOLDER.findall(" ".join(forms(message.id))))
        for text in forms(message.string) if message.id else []:
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_no_translation_is_marked_as_a_guess() -> None:
    rooms = (TRANSLATIONS / "id").glob("*.po")
    assert [m.id for room in rooms for m in read_room(room, "id") if m.fuzzy] == []


def test_sentences_come_in_the_language_asked_for(guide: Flask) -> None:
    with guide.test_request_context("/"):
        with force_locale("id"):
            assert gettext("Get a copy") == "Minta salinan"
            many = ngettext("One thing is still missing", "%(num)s things are still missing", 2)
            assert many == "Masih ada 2 hal yang kurang"
        with force_locale("en"):
            assert gettext("Get a copy") == "Get a copy"


def test_two_rooms_that_disagree_about_a_sentence_are_named(tmp_path: Path) -> None:
    for room, word in (("desk", "Meja"), ("readers", "Bangku")):
        (tmp_path / f"{room}.po").write_text(f'{HEADER}msgid "Desk"\nmsgstr "{word}"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"readers\.po and desk\.po translate “Desk” differently"):
        join_rooms(sorted(tmp_path.glob("*.po")), "id")


@pytest.mark.parametrize(
    "body",
    [
        b'msgid "Desk\nmsgstr "Meja"\n',
        b'msgid "Desk"\nmsgstr Meja\n',
        b"a letter to the editor\n",
        b'msgid "Desk"\nmsgstr "\xff"\n',
        b'msgid "Desk"\nmsgid_plural "Desks"\nmsgstr[0] "Meja"\nmsgstr[7] "Meja"\n',
    ],
)
def test_a_broken_translation_file_is_named(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "desk.po").write_bytes(body)
    with pytest.raises(CatalogueError, match=r"^desk\.po[^\n]+$"):
        compile_catalogues(tmp_path)
