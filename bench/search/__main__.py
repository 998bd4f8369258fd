"""Measure ranking, indexing, queries and whole search pages, each in one run, and print tables with ratios.

    PUSTAKA_CORPUS=… python -m bench.search [ranking] [indexing] [queries] [website] [--pages 20500] [--asked 150]

tantivy is compared when it is installed (bench/requirements.txt).
"""

from __future__ import annotations

import argparse
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bench.search.contestants import BareWhoosh, Contestant, Ours, Tantivy
from bench.search.corpus import Corpus, Question, read_corpus, with_generated
from bench.search.indexing import indexing
from bench.search.timing import CELLS, Spent, measured, spread
from bench.search.website import website
from search import PageDocument
from search.language.words import tokens

PARTS = ("ranking", "indexing", "queries", "website")


def main() -> None:
    """Run the parts that are named, or all."""
    options = argparse.ArgumentParser()
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    options.add_argument("--pages", type=int, default=20_500)
    options.add_argument("--asked", type=int, default=150)
    chosen = options.parse_args()
    parts, corpus = chosen.parts or PARTS, read_corpus()
    pages = with_generated(corpus.pages, chosen.pages) if set(parts) - {"ranking"} else []
    some = corpus.questions[:: max(1, len(corpus.questions) // chosen.asked)]
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        for part in parts:
            place = Path(folder) / part
            place.mkdir()
            if part == "ranking":
                ranking(corpus, place)
            elif part == "indexing":
                indexing(pages, place)
            else:
                {"queries": queries, "website": website}[part](pages, some, place)


def ranking(corpus: Corpus, folder: Path) -> None:
    """Print MRR@10 of each contestant on the same pages and questions."""
    contestants: list[Contestant] = [BareWhoosh(folder / "bare"), Ours(folder / "ours")]
    if find_spec("tantivy"):
        contestants += [Tantivy(), Tantivy(_our_terms)]
    print(f"\nRanking: {len(corpus.pages):,} pages, {len(corpus.questions)} questions\n")
    print(f"| engine | MRR@10 | to bare Whoosh | {CELLS} |\n|---|---|---|---|---|---|---|")
    base = 0.0
    for each in contestants:
        each.fill(corpus.pages)
        score, spent = asked(each, corpus.questions)
        base = base or score
        print(f"| {each.name} | {score:.3f} | {score / base:.2f}× | {spread(spent).cells()} |", flush=True)


def queries(pages: list[PageDocument], questions: list[Question], folder: Path) -> None:
    """Print the times of the same queries over many pages; each question goes to both before the next one."""
    print(f"\nQueries: {len(pages):,} pages, {len(questions)} questions\n")
    print(f"| engine | {CELLS} | p95 to bare |\n|---|---|---|---|---|---|", flush=True)
    contestants: list[Contestant] = [BareWhoosh(folder / "bare"), Ours(folder / "ours")]
    spent: dict[str, list[Spent]] = {each.name: [] for each in contestants}
    for each in contestants:
        each.fill(pages)
        each.ask(questions[0].text)
    for question in questions:
        for each in contestants:
            spent[each.name].append(measured(each.ask, question.text)[1])
    limit = spread(spent[contestants[0].name]).p95
    for each in contestants:
        times = spread(spent[each.name])
        print(f"| {each.name} | {times.cells()} | {times.p95 / limit:.2f}× |", flush=True)


def asked(each: Contestant, questions: list[Question]) -> tuple[float, list[Spent]]:
    """Ask everything; return MRR@10 and the times."""
    ranks, spent = [], []
    for question in questions:
        works, seconds = measured(each.ask, question.text)
        spent.append(seconds)
        ranks.append(1 / (works.index(question.answer) + 1) if question.answer in works else 0.0)
    return float(np.mean(ranks)), spent


def _our_terms(text: str) -> str:
    return " ".join(form.stem for token in tokens(text) for form in token.forms if form.stem)


if __name__ == "__main__":
    main()
