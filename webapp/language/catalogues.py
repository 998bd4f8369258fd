"""Translations: one `.po` file a room, joined and compiled into one catalogue a language.

The English sentence is the message's name, so English needs no catalogue. Indonesian is complete, and a test
says which sentence is not.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from webapp.assets.places import TRANSLATIONS

LANGUAGES = ("id", "en")
# Indonesian has one form for any number; Babel would assume two.
_PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
_DOMAIN = Path("LC_MESSAGES") / "messages.mo"
_LINE = re.compile(r'#.*|((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(?:[^"\\]|\\.)*"')


class CatalogueError(Exception):
    """A translation file cannot be used; the message is one line that says which and why."""


def compile_catalogues(folder: Path = TRANSLATIONS) -> int:
    """Compile every language that has translation files; give how many catalogues were written.

    Raises:
        CatalogueError: A file is broken, or two rooms translate one sentence differently.
    """
    written = 0
    for language in LANGUAGES:
        rooms = sorted((folder / language).glob("*.po"))
        if rooms:
            written += _write_mo(join_rooms(rooms, language), folder / language / _DOMAIN)
    return written


def join_rooms(rooms: list[Path], language: str) -> Catalog:
    """Join the files of all rooms; the same sentence may stand in several, translated alike.

    Raises:
        CatalogueError: A file is broken, or two rooms translate one sentence differently.
    """
    joined = Catalog(locale=language)
    joined.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", _PLURALS[language])]
    origin: dict[tuple[object, str | None], str] = {}
    for room in rooms:
        for message in read_room(room, language):
            key = (message.id, message.context)
            known = joined.get(message.id, message.context) if key in origin else None
            if known is not None and known.string != message.string:
                raise CatalogueError(f"{room.name} and {origin[key]} translate “{message.id}” differently.")
            joined.add(message.id, message.string, context=message.context)
            origin[key] = room.name
    return joined


def read_room(room: Path, language: str) -> list[Message]:
    """Give the messages of one `.po` file, without its header.

    Raises:
        CatalogueError: The file is broken.
    """
    try:
        _check_lines(room)
        with room.open("rb") as handle:
            catalogue = read_po(handle, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{room.name} is not a translation file: {error}") from error
    return [message for message in catalogue if message.id]


def _check_lines(room: Path) -> None:
    """Refuse a line that Babel would read wrongly without a word, as one with a quote missing."""
    for n, line in enumerate(room.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not _LINE.fullmatch(line.strip()):
            raise CatalogueError(f"{room.name}, line {n}, is no comment and no quoted text: {line.strip()[:60]}")


def _write_mo(catalogue: Catalog, target: Path) -> bool:
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    if target.is_file() and target.read_bytes() == buffer.getvalue():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name("messages.partial")
    partial.write_bytes(buffer.getvalue())
    partial.replace(target)
    return True
