"""Regions under both code systems: BPS's, which catalogue numbers carry, and Kemendagri's.

1808 at BPS and 18.05 at Kemendagri are Tulang Bawang; 1805 at BPS is Lampung Tengah. So a code is never shown bare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PARENTS = (2, 4)  # lengths of the BPS codes above a district


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or district."""

    bps: str
    """2, 4 or 7 digits; empty where BPS's table has no such region"""
    kemendagri: str
    """as printed: 18, 18.05, 18.05.02; empty where Kemendagri's table has no such region"""
    name: str


class Regions:
    """The table, asked by either code."""

    def __init__(self, regions: Iterator[Region]) -> None:
        """Index the rows."""
        self._all = tuple(regions)
        self._bps = {region.bps: region for region in self._all if region.bps}
        self._kemendagri = {region.kemendagri: region for region in self._all if region.kemendagri}

    def __iter__(self) -> Iterator[Region]:
        """Go through all regions in the order of their codes."""
        return iter(self._all)

    def by_bps(self, code: str) -> Region | None:
        """Find a region by BPS's code; None for an unknown one."""
        return self._bps.get(code)

    def by_kemendagri(self, code: str) -> Region | None:
        """Find a region by Kemendagri's code, with or without its dots."""
        digits = code.replace(".", "")
        return self._kemendagri.get(".".join(digits[i : i + 2] for i in range(0, len(digits), 2)))

    def may_be(self, code: str) -> bool:
        """Say whether this is BPS's code of a region; one that is newer than the table is known by what it lies in."""
        return code.isdecimal() and len(code) in (2, 4, 7) and bool(self.place(code))

    def place(self, code: str) -> tuple[Region, ...]:
        """Give a region and what it lies in, the smallest first: Ajung, Kabupaten Jember, Jawa Timur."""
        codes = (code, *(code[:length] for length in reversed(_PARENTS) if length < len(code)))
        return tuple(region for each in codes if (region := self._bps.get(each)))


@cache
def load_regions(catalog: Path) -> Regions:
    """Read the table; `catalog` is the folder that the settings name."""
    lines = (catalog / "regions.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith(("#", "bps\t")))
    return Regions(Region(*row) for row in rows)


def region_of(catalogue_number: str) -> str:
    """Take the region out of a normalised catalogue number: 1102001.3509110 → 3509110; empty for a national one."""
    region = catalogue_number.partition(".")[2]
    return region if region.isdecimal() and len(region) in (2, 4, 7) else ""


def issuing_office(publication_number: str, regions: Regions) -> str:
    """Tell BPS's code of the office that numbered a publication: 3509.2217 → 3509, 73000.24006 → 7300.

    The unit is the office's code, or that of a division with a digit behind it; the head office's units begin with 0.
    """
    unit = publication_number.partition(".")[0]
    if len(unit) not in (4, 5) or not unit.isdecimal():
        return ""
    if unit.startswith("0"):
        return "0000"
    if regions.by_bps(unit[:4]) and (len(unit) == 4 or unit.endswith("0")):
        return unit[:4]
    return f"{unit[:2]}00" if regions.by_bps(unit[:2]) else ""
