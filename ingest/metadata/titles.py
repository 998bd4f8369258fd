"""The title and its translation, from the imprint page, else from what else the file offers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.metadata.confidence import DISPUTED
from ingest.metadata.page import Row, skeleton
from ingest.reading import Found
from ingest.text.titles import is_english

_MOST_TITLE_ROWS = 8
_YEAR = re.compile(r"^\W*((?:19|20)\d\d)(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?\W*$")
_SMALL_WORDS = "dan di ke dari yang untuk pada oleh atau tentang of in and the by for on with from"
_SMALL = frozenset(_SMALL_WORDS.split())
_GENERIC = re.compile(
    r"^(?:untitled|layout|document|dokumen|presentation|microsoft|slide|scan|scanned|img|image|page|halaman|cover|"
    r"book|buku|adobe|indesign|print|new|test|doc|file)\b[\W\d_]*(?:\w+)?$",
    re.IGNORECASE,
)


def imprint_titles(rows: Sequence[Row], first_label: int) -> tuple[Found | None, Found | None, Found | None]:
    """Give title, parallel title and year from the rows above the first label of an imprint page.

    BPS prints the title in Indonesian, its translation, and the year below each other.
    """
    above = list(rows[max(0, first_label - _MOST_TITLE_ROWS) : first_label])
    years = [row for row in above if _YEAR.match(row.text)]
    year = _year(years[0]) if years else None
    words = [row for row in above if row not in years and sum(c.isalpha() for c in row.text) > 2]
    split = next((i for i, row in enumerate(words) if i and is_english(row.text)), len(words))
    return _joined(words[:split], "imprint"), _joined(words[split:], "imprint"), year


def _year(row: Row) -> Found:
    match = _YEAR.match(row.text)
    assert match is not None
    return row.found(match[1], row.text.strip(), "imprint")


def _joined(rows: Sequence[Row], how: str) -> Found | None:
    if not rows:
        return None
    raw = " ".join(row.text for row in rows)
    x0, y0, x1, y1 = (f(row.box[i] for row in rows) for i, f in enumerate((min, min, max, max)))
    return Row(raw, rows[0].page, (x0, y0, x1, y1), rows[0].size).found(title_case(raw), raw, how)


def title_case(text: str) -> str:
    """Write a title set in capitals as a title; one in mixed case stays as it is, but for its spaces."""
    words = " ".join(text.split()).split(" ")
    if sum(c.islower() for c in text) * 2 > sum(c.isupper() for c in text):
        return " ".join(words)
    return " ".join(_cased(word, first=index == 0) for index, word in enumerate(words))


def _cased(word: str, *, first: bool) -> str:
    lower = word.lower()
    if lower in _SMALL and not first:
        return lower
    if word in {"BPS", "PDRB", "IPM", "TPT", "SKD", "RI"} or re.fullmatch(r"[IVXLC]+", word):
        return word
    return lower[:1].upper() + lower[1:]


def cover_title(rows: Sequence[Row]) -> Found | None:
    """Give the largest type of the cover, with the rows of the same size next to it."""
    worded = [row for row in rows if sum(c.isalpha() for c in row.text) >= 4]
    if not worded:
        return None
    largest = max(worded, key=lambda row: row.size)
    if _GENERIC.match(largest.text):
        return None
    at = worded.index(largest)
    same = [row for row in worded[at : at + 4] if row.size > largest.size * 0.9]
    return _joined(same, "cover")


def stated_title(text: str) -> Found | None:
    """Give the Title that the PDF states, unless it says nothing or only what program wrote it."""
    clean = " ".join(text.split())
    if sum(c.isalpha() for c in clean) < 6 or _GENERIC.match(clean):
        return None
    if re.search(r"\.(?:docx?|pdf|indd|xlsx?|pptx?|tiff?|jpe?g|png|cdr|pmd)\b", clean, re.IGNORECASE):
        return None
    if re.match(r"(?:microsoft (?:word|excel|powerpoint)|adobe|coreldraw)\b", clean, re.IGNORECASE):
        return None
    return Found(title_case(clean), clean, how="pdf-title")


def name_title(name: str) -> Found:
    """Make a title of the file's name: harmless whatever the name holds, at most 200 characters."""
    base = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"\.(?:pdf|tiff?|png|jpe?g|jpe|jfif)$", "", base, flags=re.IGNORECASE)
    printable = "".join(c if unicodedata.category(c)[0] in "LNPSZ" else " " for c in stem)
    words = " ".join(re.sub(r"[_+]+|(?<=\D)[.](?=\D)", " ", printable).split())[:200].strip(" .-")
    return Found(words[:1].upper() + words[1:] or "Tanpa judul", name[:300], how="file-name")


_FOOT = re.compile(
    r"^(?:[ivxlc]+(?=[\sA-Z])|\d{1,4}|[A-Z](?=\s))?\s*(?P<title>\D{8,120}?)[\s,/]*(?:tahun\s*)?(?P<year>(?:19|20)\d\d)"
    r"\s*(?:[ivxlc]+|\d{1,4}|[A-Z])?$"
)


def running_title(rows: Sequence[Row]) -> tuple[Found | None, Found | None]:
    """Give title and year from the running feet: "Kecamatan Silo Dalam Angka Tahun 2020  iii" on two pages or more."""
    named = [(row, match) for row in rows if (match := _FOOT.match(row.text)) and not is_english(match["title"])]
    counts = Counter((skeleton(match["title"]), match["year"]) for _, match in named)
    if not counts or counts.most_common(1)[0][1] < 2:
        return None, None
    wanted = counts.most_common(1)[0][0]
    alike = [(row, match) for row, match in named if (skeleton(match["title"]), match["year"]) == wanted]
    # The last one: covers may hold the same words under their picture, where nobody sees them.
    row, match = max(alike, key=lambda pair: pair[0].page)
    title = title_case(re.sub(r"\s*\btahun\s*$", "", match["title"], flags=re.IGNORECASE).strip())
    return row.found(title, match["title"].strip(), "running-foot"), row.found(
        match["year"], match["year"], "running-foot"
    )


def vote(imprint: Found | None, foot: Found | None, name: str) -> Found | None:
    """Choose between imprint page and running foot, which both carry over mistakes from the book before.

    The file's name has the casting vote, word by word; without its help the imprint page wins. Where they differ, the
    winner is disputed.
    """
    if imprint is None or foot is None or _bare(imprint) == _bare(foot):
        return imprint or foot
    words = set(re.findall(r"[a-z]+|\d{4}", name.lower().replace("_", " ")))
    own, other = (len(words & set(re.findall(r"[a-z]+|\d{4}", found.value.lower()))) for found in (imprint, foot))
    return replace(foot if other > own else imprint, confidence=DISPUTED)


def doubted(parallel: Found | None, imprint: Found | None, chosen: Found | None) -> Found | None:
    """Doubt the translation as well where the title above it was outvoted."""
    if parallel is None or imprint is None or chosen is None or _bare(imprint) == _bare(chosen):
        return parallel
    return replace(parallel, confidence=DISPUTED)


def _bare(found: Found) -> str:
    return "".join(c for c in found.value.lower() if c.isalnum())


def first(*candidates: Found | None) -> Found | None:
    """Give the first that is there."""
    return next((found for found in candidates if found), None)


def all_rows(pages: Iterable[Sequence[Row]]) -> list[Row]:
    """Give the rows of several pages as one list."""
    return [row for page in pages for row in page]
