"""The subjects of works: BPS's classification of statistical activities (CSA), two levels."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from library.offices.lists import Subject as Domain
from library.offices.lists import load_subjects
from library.offices.strictness import STRICT
from library.offices.words import Words

_Code = Annotated[str, Field(pattern=r"^\d{3}$")]
_DISTRICT = re.compile(r"\b(?:dalam angka|in figures)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActivitySubject:
    """A subject of the second level, such as 542 Buku Tahunan."""

    __pydantic_config__ = STRICT

    code: _Code
    domain: _Code
    """514, 515 or 516"""
    csa: Annotated[str, Field(pattern=r"^\d(\.\d{1,2}){1,2}$")]
    """the number in UNECE's classification"""
    label: Words
    words: tuple[str, ...] = ()
    """a title that holds one of them is proposed for the subject"""


@dataclass(frozen=True, slots=True)
class Classification:
    """The three domains, their subjects, and the catalogue series whose subject is known."""

    domains: tuple[Domain, ...]
    subjects: tuple[ActivitySubject, ...]
    series: dict[str, str]

    def __contains__(self, code: object) -> bool:
        """Say whether a work may carry this code."""
        return code in self._labels()

    def label(self, code: str, language: str = "id") -> str:
        """Name a subject or domain; a code that is not known any more is given back as it is."""
        found = self._labels().get(code)
        return found.in_language(language) if found else code

    def _labels(self) -> dict[str, Words]:
        domains = {known.code: known.label for known in self.domains}
        return domains | {known.code: known.label for known in self.subjects}

    def domain_of(self, code: str) -> str:
        """Give the domain of a subject; a domain is its own."""
        return next((known.domain for known in self.subjects if known.code == code), code)

    def proposed(self, catalogue_number: str, title: str) -> str:
        """Propose a subject by the series, else by a word of the title; empty where nothing tells."""
        known = self.series.get(catalogue_number[:7])
        if known or _DISTRICT.search(title):
            return known or self.series.get("1102001", "")
        words = set(re.findall(r"[a-z]+", title.lower()))
        return next((subject.code for subject in self.subjects if words & set(subject.words)), "")


@cache
def load_classification(catalog: Path) -> Classification:
    """Read both levels; `catalog` is the folder that the settings name."""
    plain = tomllib.loads((catalog / "csa.toml").read_text("utf-8"))
    subjects = TypeAdapter(tuple[ActivitySubject, ...]).validate_python(plain["subject"])
    return Classification(
        load_subjects(catalog), subjects, TypeAdapter(dict[str, _Code]).validate_python(plain["series"])
    )
