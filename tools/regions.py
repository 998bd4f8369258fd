"""Make `catalog_data/regions.tsv` anew: the codes of regions under both systems, side by side.

    python -m tools.regions FOLDER

FOLDER holds the published tables: BPS's master file of 2016 (`bps_mfd_2016_{provinces,regencies,districts}.csv`, as
github.com/edwardsamuel/Wilayah-Administratif-Indonesia gives it) and Kemendagri's codes of 2025 (`wilayah_2025.sql`,
Kepmendagri 300.2.2-2138/2025, as github.com/cahyadsn/wilayah gives it), both under the MIT licence. The two systems
number the same regions differently and have no table in common, so regions are paired by level, place and name.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "catalog_data" / "regions.tsv"
HEADER = """\
# Regions under both code systems; an empty column: that system has (or had) no such region.
# bps: master file of working areas (MFD) of 2016; from github.com/edwardsamuel/Wilayah-Administratif-Indonesia (MIT).
# kemendagri: Kepmendagri 300.2.2-2138 of 2025; from github.com/cahyadsn/wilayah (MIT).
# Paired by level, place and name by `python -m tools.regions`; pairs are not part of either table.
bps\tkemendagri\tname
"""
_SQL_ROW = re.compile(r"^\('([\d.]{2,8})','((?:[^']|'')*)'\)", re.MULTILINE)
# Names that changed between the two tables: BPS code → Kemendagri code.
_RENAMED = {
    "31": "31",  # DKI Jakarta, written out
    "34": "34",  # DI Yogyakarta, written out
    "1206": "1212",  # Toba Samosir → Toba (PP 14/2020)
    "7605": "7601",  # Mamuju Utara → Pasangkayu (PP 61/2017)
    "8101": "8103",  # Maluku Tenggara Barat → Kepulauan Tanimbar (PP 2/2019)
}
_LIKE_ENOUGH = {4: 0.82, 7: 0.8}  # similarity of two spellings of one name, by the length of the BPS code


@dataclass(frozen=True)
class Place:
    """A region of one of the systems; `code` has digits only."""

    code: str
    name: str

    @property
    def key(self) -> str:
        """Its name without spaces, marks and long words."""
        short = self.name.upper().replace("KABUPATEN", "KAB").replace("ADMINISTRASI", "").replace("ADM.", "")
        return "".join(c for c in short if c.isalnum())


def main() -> None:
    """Write the table."""
    if len(sys.argv) != 2:
        sys.exit("Use: python -m tools.regions FOLDER")
    TARGET.write_text(HEADER + "".join(f"{a}\t{b}\t{name}\n" for a, b, name in rows(Path(sys.argv[1]))), "utf-8")


def rows(folder: Path) -> list[tuple[str, str, str]]:
    """Pair all regions: (BPS code, Kemendagri code with its dots, name), ordered by code."""
    ours, theirs = _bps(folder), _kemendagri(folder / "wilayah_2025.sql")
    pairs: dict[str, str] = {}
    for level, longer in ((2, 2), (4, 4), (7, 6)):
        here = [place for place in ours.values() if len(place.code) == level]
        there = [place for place in theirs.values() if len(place.code) == longer]
        pairs |= _paired(here, there, pairs, level)
    made = [
        (code, dotted(pairs.get(code, "")), theirs[pairs[code]].name if code in pairs else _cased(p.name))
        for code, p in ours.items()
    ]
    left = set(theirs) - set(pairs.values())
    return sorted(made + [("", dotted(code), theirs[code].name) for code in left])


def dotted(code: str) -> str:
    """Write a Kemendagri code as it is printed: 18.05.02."""
    return ".".join(code[i : i + 2] for i in range(0, len(code), 2))


def _bps(folder: Path) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for part in ("provinces", "regencies", "districts"):
        with (folder / f"bps_mfd_2016_{part}.csv").open(encoding="utf-8", newline="") as table:
            found |= {row[0]: Place(row[0], " ".join(row[-1].split())) for row in csv.reader(table) if row}
    return found


def _kemendagri(path: Path) -> dict[str, Place]:
    text = path.read_text(encoding="utf-8")
    places = (
        Place(code.replace(".", ""), " ".join(name.replace("''", "'").split())) for code, name in _SQL_ROW.findall(text)
    )
    return {place.code: place for place in places}


def _paired(here: list[Place], there: list[Place], above: dict[str, str], level: int) -> dict[str, str]:
    """Pair two lists: by name where it is the only one, then by the likeliest spelling within the same parent.

    Regencies may have changed their province (Papua's were divided), so they are sought in the whole country first;
    names of districts repeat from regency to regency, so they are sought in their own only.
    """
    pairs = {place.code: _RENAMED[place.code] for place in here if place.code in _RENAMED}
    for ours, theirs in _groups(here, there, above, level):
        pairs |= _by_name(ours, theirs)
    for ours, theirs in _groups(here, there, above, level, inside=True):
        free = [place for place in theirs if place.code not in set(pairs.values())]
        pairs |= _by_likeness([place for place in ours if place.code not in pairs], free, level)
    return pairs


def _groups(
    here: list[Place], there: list[Place], above: dict[str, str], level: int, *, inside: bool = False
) -> Iterator[tuple[list[Place], list[Place]]]:
    if level == 2 or (level == 4 and not inside):
        yield here, there
        return
    own, parent = (2, 2) if level == 4 else (4, 4)
    by_parent = _by_prefix(there, parent)
    for code, places in _by_prefix(here, own).items():
        yield places, by_parent.get(above.get(code, ""), [])


def _by_prefix(places: Iterable[Place], length: int) -> dict[str, list[Place]]:
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        groups[place.code[:length]].append(place)
    return groups


def _by_name(here: list[Place], there: list[Place]) -> dict[str, str]:
    ours, theirs = _by_key(here), _by_key(there)
    return {a[0].code: theirs[key][0].code for key, a in ours.items() if len(a) == 1 and len(theirs.get(key, ())) == 1}


def _by_key(places: Iterable[Place]) -> dict[str, list[Place]]:
    keyed: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        keyed[place.key].append(place)
    return keyed


def _by_likeness(here: list[Place], there: list[Place], level: int) -> dict[str, str]:
    """Pair the likeliest spellings first; below the limit a region stays alone, for a wrong pair is worse than none."""
    scored = [(SequenceMatcher(None, a.key, b.key).ratio(), a.code, b.code) for a in here for b in there]
    pairs: dict[str, str] = {}
    for score, ours, theirs in sorted(scored, reverse=True):
        if score >= _LIKE_ENOUGH.get(level, 1.0) and ours not in pairs and theirs not in pairs.values():
            pairs[ours] = theirs
    return pairs


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name


if __name__ == "__main__":
    main()
