"""Measure ranking and speed in one run and print two tables with ratios.

    PUSTAKA_CORPUS=… python -m bench.search [--pages 20500] [--asked 150]

tantivy is compared when it is installed (bench/requirements.txt).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bench.search.contestants import BareWhoosh, Contestant, Ours, Tantivy
from bench.search.corpus import Corpus, Question, read_corpus, with_generated
from search.language.words import tokens


def main() -> None:
    """Run both parts."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=20_500)
    options.add_argument("--asked", type=int, default=150)
    chosen = options.parse_args()
    corpus = read_corpus()
    with tempfile.TemporaryDirectory() as folder:
        ranking(corpus, Path(folder))
        speed(corpus, Path(folder), chosen.pages, chosen.asked)


def ranking(corpus: Corpus, folder: Path) -> None:
    """Print MRR@10 of each contestant on the same pages and questions."""
    contestants: list[Contestant] = [BareWhoosh(folder / "bare"), Ours(folder / "ours")]
    if find_spec("tantivy"):
        contestants += [Tantivy(), Tantivy(_our_terms)]
    print(f"\nRanking: {len(corpus.pages):,} pages, {len(corpus.questions)} questions\n")
    print("| engine | MRR@10 | to bare Whoosh | p50 ms | p95 ms |\n|---|---|---|---|---|")
    base = 0.0
    for each in contestants:
        each.fill(corpus.pages)
        score, times = asked(each, corpus.questions)
        base = base or score
        p50, p95 = np.percentile(times, [50, 95])
        print(f"| {each.name} | {score:.3f} | {score / base:.2f}× | {p50:.1f} | {p95:.1f} |", flush=True)


def speed(corpus: Corpus, folder: Path, total: int, count: int) -> None:
    """Print indexing and query times over many pages."""
    pages = with_generated(corpus.pages, total)
    questions = corpus.questions[:: max(1, len(corpus.questions) // count)]
    print(f"\nSpeed: {len(pages):,} pages, {len(questions)} questions\n")
    print("| engine | pages/s | to bare | p50 ms | p95 ms | p95 to bare |\n|---|---|---|---|---|---|")
    bare = BareWhoosh(folder / "bare-many")
    ours, batched = Ours(folder / "ours-many"), Ours(folder / "ours-batched", batch=500)
    rates = {each: filled(each, pages) for each in (bare, ours, batched)}
    limit = 0.0
    for each in (bare, ours, batched):
        _, times = asked(each, questions)
        p50, p95 = np.percentile(times, [50, 95])
        limit = limit or p95
        name = f"{each.name}{', batches of 500' if each is batched else ''}"
        rate = rates[each]
        print(
            f"| {name} | {rate:,.0f} | {rate / rates[bare]:.1f}× | {p50:.1f} | {p95:.1f} | {p95 / limit:.2f}× |",
            flush=True,
        )
    screen = []
    for question in questions:
        started = time.perf_counter()
        ours.page(question.text)
        screen.append((time.perf_counter() - started) * 1000)
    p50, p95 = np.percentile(screen, [50, 95])
    print(f"\nA search page (20 hits, snippets, facets): p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def filled(each: Contestant, pages: list) -> float:
    """Index all pages; return pages per second."""
    started = time.perf_counter()
    each.fill(pages)
    return len(pages) / (time.perf_counter() - started)


def asked(each: Contestant, questions: list[Question]) -> tuple[float, list[float]]:
    """Ask everything; return MRR@10 and the times in milliseconds."""
    ranks, times = [], []
    for question in questions:
        started = time.perf_counter()
        works = each.ask(question.text)
        times.append((time.perf_counter() - started) * 1000)
        ranks.append(1 / (works.index(question.answer) + 1) if question.answer in works else 0.0)
    return float(np.mean(ranks)), times


def _our_terms(text: str) -> str:
    return " ".join(form.stem for token in tokens(text) for form in token.forms if form.stem)


if __name__ == "__main__":
    main()
