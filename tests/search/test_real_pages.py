"""On a real yearbook, with the stamp's scattered letters in its text."""

from __future__ import annotations

from collections import Counter

import pymupdf
import pytest

from search import PageDocument, Query, open_engine
from search.language.lists import stop_words
from search.language.words import tokens


@pytest.mark.corpus
def test_words_that_stand_only_on_one_page_of_a_yearbook_find_that_page_first(corpus, tmp_path):
    with pymupdf.open(corpus / "born" / "ajung_dalam_angka_2021.pdf") as book:
        texts = [page.get_text() for page in book]
    engine = open_engine(tmp_path / "index")
    engine.add(
        PageDocument("ajung", n, "Kecamatan Ajung Dalam Angka 2021", text, "3509", 2021, "born-digital", "id")
        for n, text in enumerate(texts, 1)
    )
    words = [{form.exact for token in tokens(text) for form in token.forms} - stop_words() for text in texts]
    pages_of = Counter(word for here in words for word in here)
    asked = 0
    for number, here in enumerate(words, 1):
        alone = sorted(word for word in here if pages_of[word] == 1 and len(word) > 3)[:3]
        if len(alone) == 3:
            asked += 1
            for query in (*alone, " ".join(alone)):
                assert engine.search(Query(query)).hits[0].page == number, query
    assert asked > 80
    engine.close()
