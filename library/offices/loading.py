"""Read a folder of office files: every mistake in every file, in one report."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter, ValidationError

from library.offices.agreement import disagreements
from library.offices.calendar import OfficeCalendar
from library.offices.errors import OfficeFileError, Problem
from library.offices.merging import Table, edited, with_defaults
from library.offices.office import CalendarSheet, Identity, Letterhead, Office, Region, Standard
from library.offices.places import Places
from library.offices.rules import CitationRules, Rules
from library.offices.standard import Service
from library.offices.strictness import STRICT
from library.offices.version import standard_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from library.offices.places import Path as KeyPath

DEFAULTS = "defaults.toml"
_MAX_BYTES = 1_000_000  # an office file has some 20 kB


@dataclass(frozen=True)
class _Sheet:
    """An office file as it stands."""

    __pydantic_config__ = STRICT

    office: Identity
    region: Region
    letterhead: Letterhead
    services: dict[Literal["consultation", "library"], Service]
    rules: Rules
    citation: CitationRules
    calendar: CalendarSheet


@dataclass(frozen=True)
class _DefaultsSheet:
    """The file of defaults: complete in itself."""

    __pydantic_config__ = STRICT

    rules: Rules
    citation: CitationRules
    calendar: CalendarSheet


_SHEET = TypeAdapter(_Sheet)
_DEFAULTS = TypeAdapter(_DefaultsSheet)


@dataclass(frozen=True)
class _Source:
    """A parsed file: its name, its text and its content."""

    name: str
    text: str
    table: Table

    @cached_property
    def places(self) -> Places:
        """Where the keys stand; worked out only when there is something to complain about."""
        return Places(self.text)

    def problem(self, path: KeyPath, message: str) -> Problem:
        return Problem(self.name, self.places.line(path), _dotted(path), message)


def packaged_offices() -> Path:
    """Give the folder of the offices that come with the program."""
    return Path(str(files("catalog_data"))) / "offices"


def load_offices(
    folder: Path, *, overlays: Mapping[str, Table] | None = None, added: Mapping[str, str] | None = None
) -> tuple[Office, ...]:
    """Load every office of `folder` (`*.toml` beside `defaults.toml`), in their `order`.

    Args:
        folder: Of the files.
        overlays: What administrators made of an office's file, by the office's code (`merging.edited`).
        added: Texts of more files, by name; one of the folder of the same name counts before them.

    Raises:
        OfficeFileError: with every mistake of every file, each with file, line and key.
    """
    problems: list[Problem] = []
    sources = {path.name: _parse(path, problems) for path in sorted(folder.glob("*.toml"))}
    more = {name: text for name, text in (added or {}).items() if name not in sources}
    sources |= {name: _parse_text(name, text, problems) for name, text in more.items()}
    if DEFAULTS not in sources:
        raise OfficeFileError((Problem(DEFAULTS, 0, "", f"is missing in {folder}"), *problems))
    defaults = sources.pop(DEFAULTS)
    if defaults is None or not _check(defaults, _DEFAULTS, with_defaults(defaults.table, {}), problems):
        raise OfficeFileError(tuple(problems))
    known = [_overlay(source, overlays or {}) for source in sources.values() if source is not None]
    pairs = [(source, _office(source, defaults, problems)) for source in known]
    loaded = [(source, office) for source, office in pairs if office is not None]
    problems += _clashes(loaded)
    if not sources:
        problems.append(Problem(str(folder), 0, "", "holds no office file"))
    if problems:
        raise OfficeFileError(tuple(problems))
    return tuple(sorted((office for _, office in loaded), key=lambda office: office.standard.office.order))


def find_office(offices: Iterable[Office], key: str) -> Office | None:
    """Find an office by its code or its slug."""
    return next((office for office in offices if key in {office.code, office.slug}), None)


def _parse(path: Path, problems: list[Problem]) -> _Source | None:
    try:
        if path.stat().st_size > _MAX_BYTES:
            problems.append(Problem(path.name, 0, "", f"is larger than {_MAX_BYTES} bytes"))
            return None
        return _parse_text(path.name, path.read_text(encoding="utf-8-sig"), problems)
    except UnicodeDecodeError as error:
        problems.append(Problem(path.name, 0, "", f"is not UTF-8 text (byte {error.start})"))
    except OSError as error:
        problems.append(Problem(path.name, 0, "", f"cannot be read: {error.strerror}"))
    return None


def _parse_text(name: str, text: str, problems: list[Problem]) -> _Source | None:
    text = text.replace("\r\n", "\n")
    try:
        return _Source(name, text, tomllib.loads(text))
    except RecursionError:
        problems.append(Problem(name, 0, "", "is nested too deeply"))
    except ValueError as error:  # tomllib's own error is one; a number of 5,000 digits is another
        problems.append(Problem(name, _line_of(str(error)), "", f"is not TOML: {error}"))
    return None


def _overlay(source: _Source, overlays: Mapping[str, Table]) -> _Source:
    """Lay what administrators changed over an office's file."""
    body = overlays.get(code_of(source.table) or "")
    return source if body is None else _Source(source.name, source.text, edited(source.table, body))


def code_of(table: Table) -> str | None:
    """Give the code of the office that a file is about; None where it names none."""
    identity = table.get("office")
    code = identity.get("code") if isinstance(identity, dict) else None
    return code if isinstance(code, str) else None


def office_tables(folder: Path, added: Mapping[str, str] | None = None) -> dict[str, Table]:
    """Give each office's file as it stands, unchecked, by the office's code; what cannot be read is left out."""
    sources = [_parse_text(name, text, []) for name, text in (added or {}).items()]
    sources += [_parse(path, []) for path in sorted(folder.glob("*.toml")) if path.name != DEFAULTS]
    return {code: source.table for source in sources if source and (code := code_of(source.table))}


def _office(source: _Source, defaults: _Source, problems: list[Problem]) -> Office | None:
    sheet = _check(source, _SHEET, with_defaults(source.table, defaults.table), problems)
    if sheet is None:
        return None
    standard = Standard(sheet.office, sheet.region, sheet.letterhead, sheet.services, sheet.rules)
    problems += [source.problem(found.path, found.message) for found in disagreements(standard)]
    hours = sheet.calendar
    calendar = OfficeCalendar(hours.time_zone.value, hours.hours.value, hours.overrides, hours.days, hours.years_loaded)
    return Office(standard, standard_version(standard), hours, calendar, sheet.citation)


def _check(source: _Source, schema: TypeAdapter[Any], table: Table, problems: list[Problem]) -> Any:
    """Give the checked sheet, or None after adding what is wrong with it."""
    try:
        return schema.validate_python(table)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            path = _as_written(detail["loc"])
            problems.append(source.problem(path, _sentence(detail["type"], detail["msg"])))
        return None


def _sentence(kind: str, message: str) -> str:
    known = {
        "missing": "is missing",
        "unexpected_keyword_argument": "is not a key of this table",
        "extra_forbidden": "is not a key of this table",
    }
    return known.get(kind, message.removeprefix("Value error, "))


def _as_written(path: KeyPath) -> KeyPath:
    """Give the place in the file: without the marks that merging put around values, and pydantic's own."""
    leaf = {"rules": 3, "citation": 2, "calendar": 2}.get(str(path[0])) if path else None
    if leaf is not None and path[leaf : leaf + 1] == ("value",):
        path = (*path[:leaf], *path[leaf + 1 :])
    return tuple(part for part in path if part != "[key]")


def _clashes(loaded: list[tuple[_Source, Office]]) -> Iterator[Problem]:
    for key in ("code", "order", "slug"):
        seen: dict[object, str] = {}
        for source, office in loaded:
            value = getattr(office.standard.office, key)
            if value in seen:
                yield source.problem(("office", key), f"{value!r} is taken by {seen[value]}")
            seen.setdefault(value, source.name)


def _line_of(message: str) -> int:
    """TOML's parser says "(at line 3, column 5)"."""
    tail = message.rpartition("at line ")[2].partition(",")[0]
    return int(tail) if tail.isdigit() else 0


def _dotted(path: KeyPath) -> str:
    key = ""
    for part in path:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if key else part
    return key
