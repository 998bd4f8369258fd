"""What is searched: human questions with the passage that answers each, yearbook pages, and generated pages."""

from __future__ import annotations

import ast
import csv
import json
import os
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf

from search import PageDocument


@dataclass(frozen=True)
class Question:
    """A question and the work whose only page answers it."""

    text: str
    answer: str


@dataclass(frozen=True)
class Corpus:
    """Pages to index and questions to ask."""

    pages: list[PageDocument]
    questions: list[Question]


def read_corpus(name: str = "valid") -> Corpus:
    """Read all passages of both data sets, every page of `born/`, and the answerable questions of one part."""
    folder = Path(os.environ.get("PUSTAKA_CORPUS", ""))
    if not (folder / "ir").is_dir():
        sys.exit("PUSTAKA_CORPUS must name the folder of real material (it has ir/ and born/)")
    asked: list[tuple[str, str]] = []
    passages: dict[str, str] = {}
    for part in ("train", "valid"):
        for passage, questions in [*_mrc(folder / f"ir/idk_mrc_{part}.json"), *_facqa(folder / f"ir/facqa_{part}.csv")]:
            work = passages.setdefault(passage, f"passage{len(passages)}")
            asked += [(question, work) for question in questions] if part == name else []
    pages = [_passage(work, text) for text, work in passages.items()]
    for path in sorted((folder / "born").glob("*.pdf")):
        pages += _book(path)
    return Corpus(pages, [Question(*each) for each in asked])


def with_generated(pages: list[PageDocument], total: int) -> list[PageDocument]:
    """Add pages made of lines of real ones with other numbers, until there are `total`."""
    dice = random.Random(20260101)
    lines = [page.text.splitlines() or [""] for page in pages]
    made = []
    for number in range(total - len(pages)):
        first, second = dice.choice(lines), dice.choice(lines)
        mixed = [
            _other_numbers(line, dice)
            for pair in zip(first, dice.sample(second, len(second)), strict=False)
            for line in pair
        ]
        work = f"made{number // 200}"
        page = dice.choice(pages)
        year = 2000 + number // 200 % 25
        made.append(
            replace(page, work=work, page=number % 200 + 1, text="\n".join(mixed), title=f"Buku {work}", year=year)
        )
    return pages + made


def _mrc(path: Path) -> list[tuple[str, list[str]]]:
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [(each["context"], [qa["question"] for qa in each["qas"] if not qa["is_impossible"]]) for each in entries]


def _facqa(path: Path) -> list[tuple[str, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(_joined(row["passage"]), [_joined(row["question"])] if "B" in row["seq_label"] else []) for row in rows]


def _joined(words: str) -> str:
    return " ".join(ast.literal_eval(words))


def _passage(work: str, text: str) -> PageDocument:
    return PageDocument(work, 1, "", text, "1872", 2020, "born-digital", "id")


def _book(path: Path) -> list[PageDocument]:
    title = path.stem.replace("_", " ").title()
    year = int(next(digits for digits in (path.stem[-4:], path.stem[-7:-3], "2020") if digits.isdecimal()))
    with pymupdf.open(path) as book:
        texts = [page.get_text() for page in book]
    return [
        PageDocument(path.stem, n, title, text, "3509", year, "born-digital", "id") for n, text in enumerate(texts, 1)
    ]


def _other_numbers(line: str, dice: random.Random) -> str:
    return "".join(str(dice.randrange(10)) if letter.isdecimal() else letter for letter in line)
