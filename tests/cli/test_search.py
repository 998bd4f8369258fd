"""`pustaka search`."""

from __future__ import annotations

from tests.cli.conftest import Stock


def test_hits_come_with_work_page_and_marked_words(stock: Stock) -> None:
    """What the contract names, best first."""
    found = stock.terminal.ask("search", "kepadatan", "penduduk", "--limit", "2")
    assert found["total"] == 3
    assert len(found["hits"]) == 2
    hit = found["hits"][0]
    assert (hit["work"], "<mark>" in hit["snippet"]) == (stock.book, True)
    assert 1 <= hit["page"] <= 3
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_no_hits_are_an_answer(stock: Stock) -> None:
    """Nothing found ends with 0; a slip of the pen is offered a correction."""
    assert stock.terminal.ask("search", "zamrud")["hits"] == []
    assert stock.terminal.ask("search", "kepadatn")["suggestion"] == "kepadatan"


def test_a_person_reads_pages_and_a_count(stock: Stock) -> None:
    """Without `--json`: a line for the page, a line for the words around."""
    answer = stock.terminal.run("search", "kepadatan")
    assert f"{stock.book}  p. " in answer.out
    assert "3 pages in " in answer.err
    assert "<mark>" not in answer.out
