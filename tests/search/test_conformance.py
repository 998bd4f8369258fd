"""What every search engine must do, whatever stands behind it."""

from __future__ import annotations

import html
import re
import threading

import pytest

from search import BadPage, BadQuery, Hit, PageDocument, Query, SearchEngine


def places(engine: SearchEngine, words: str, **filters: object) -> list[tuple[str, int]]:
    return [(hit.work, hit.page) for hit in engine.search(Query(words, **filters)).hits]


def test_an_empty_index_answers_with_nothing(engine):
    results = engine.search(Query("padi"))
    assert (results.total, results.hits, results.pages_total, engine.count()) == (0, (), 0, 0)
    assert engine.suggest("pa") == ()
    assert engine.health().state == "empty"
    assert engine.verify().sound


def test_a_word_that_stands_on_one_page_finds_that_page_first(engine, page):
    engine.add(page(f"Penduduk Kecamatan Ajung menurut desa nomor {n}", number=n) for n in range(1, 40))
    engine.add([page("Penduduk menurut desa di Klompangan", number=40)])
    assert places(engine, "penduduk klompangan")[0] == ("w1", 40)


def test_any_form_of_a_word_is_found_and_the_typed_form_comes_first(engine, page):
    engine.add([page("Perkebunan rakyat", number=1), page("Kebun rakyat", number=2), page("Hutan negara", number=3)])
    assert places(engine, "kebun") == [("w1", 2), ("w1", 1)]
    assert places(engine, "perkebunan") == [("w1", 1), ("w1", 2)]


def test_english_words_are_found_in_any_form(engine, page):
    engine.add([page("Number of households by village"), page("Rainfall", number=2)])
    assert places(engine, "household villages") == [("w1", 1)]


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("1.234,5", "1234,5"),
        ("1,234.5", "1.234,5"),
        ("1102001.3509110", "1102001.3509110"),
        ("1102001.3509110", "1102001"),
        ("1102001.3509110", "3509110"),
        ("Tabel 3.2.4", "3.2.4"),
        ("978-602-438-123-4", "9786024381234"),
        ("e-mail", "email"),
        ("Jum'at", "jumat"),
        ("Kiếm", "kiem"),
        ("pendu-\nduk", "penduduk"),
        ("ﬁnansial", "finansial"),
        ("2019,2020,2021", "2020"),
    ],
)
def test_codes_and_spellings_are_found_as_they_are_typed(engine, page, printed, typed):
    engine.add([page(f"Kolom {printed} baris"), page("Kolom lain 3.2 dan 4 1.2 34", number=2)])
    assert places(engine, typed) == [("w1", 1)]


def test_a_phrase_is_found_only_where_its_words_stand_in_a_row(engine, page):
    engine.add(
        [page("luas panen padi di desa"), page("panen luas sekali", number=2), page("luas lahan panen", number=3)]
    )
    assert places(engine, '"luas panen"') == [("w1", 1)]
    assert places(engine, '"panen padi di"') == [("w1", 1)]
    assert places(engine, '"padi panen"') == []


def test_words_in_a_row_come_before_words_far_apart(engine, page):
    filler = "kata lain yang banyak sekali di tengah kalimat panjang ini"
    engine.add([page(f"luas {filler} panen {filler}", number=1), page(f"{filler} luas panen {filler}", number=2)])
    assert places(engine, "luas panen") == [("w1", 2), ("w1", 1)]


def test_an_abbreviation_finds_what_it_stands_for_and_the_other_way_round(engine, page):
    engine.add(
        [
            page("produk domestik regional bruto menurut lapangan usaha", number=1),
            page("Tabel PDRB kabupaten", number=2),
            page("produk unggulan kecamatan", number=3),
        ]
    )
    assert places(engine, "PDRB") == [("w1", 2), ("w1", 1)]
    assert places(engine, "produk domestik regional bruto")[:2] == [("w1", 1), ("w1", 2)]


def test_excluded_words_alternatives_fields_and_ranges_are_understood(engine, page):
    engine.add(
        [
            page("produksi padi", number=1, year=2019, title="Ajung Dalam Angka"),
            page("produksi jagung", number=2, year=2020, title="Puger Dalam Angka"),
            page("produksi kedelai", number=3, year=2021, title="Puger Dalam Angka", language="en"),
        ]
    )
    assert places(engine, "produksi -padi") == [("w1", 2), ("w1", 3)]
    assert places(engine, "padi OR jagung") == [("w1", 1), ("w1", 2)]
    assert places(engine, "produksi judul:puger") == [("w1", 2), ("w1", 3)]
    assert places(engine, 'title:"puger dalam angka" jagung') == [("w1", 2)]
    assert places(engine, "produksi tahun:2020..2021") == [("w1", 2), ("w1", 3)]
    assert places(engine, "produksi tahun:<2020") == [("w1", 1)]
    assert places(engine, "produksi -tahun:2020") == [("w1", 1), ("w1", 3)]
    assert places(engine, "tahun:2021") == [("w1", 3)]
    assert places(engine, "produksi bahasa:en") == [("w1", 3)]
    assert places(engine, "kedel*") == [("w1", 3)]
    engine.add([page("Katalog 1102001.3509110", number=4)])
    assert places(engine, "110200*") == [("w1", 4)]


def test_filters_keep_other_pages_out_and_stay_together(engine, page):
    engine.add(
        [
            page("padi", "a", 1, office="1872", year=2019, kind="scanned"),
            page("padi", "b", 1, office="1674", year=2020),
            page("padi", "c", 1, office="1872", year=None),
        ]
    )
    assert places(engine, "padi", office="1872") == [("a", 1), ("c", 1)]
    assert places(engine, "padi", year_from=2020) == [("b", 1)]
    assert places(engine, "padi", year_to=2019) == [("a", 1)]
    assert places(engine, "padi", kind="scanned") == [("a", 1)]
    assert places(engine, "padi", work="b") == [("b", 1)]
    assert places(engine, "padi", office="1872", year_from=2020) == []
    assert places(engine, "", office="1872") == [("a", 1), ("c", 1)]


def test_facets_count_what_changing_one_filter_would_give(engine, page):
    engine.add(page("padi", "w", n, office="1872" if n <= 3 else "1674", year=2019 + n % 2) for n in range(1, 6))
    facets = engine.search(Query("padi", office="1872")).facets
    assert {each.value: each.count for each in facets["office"]} == {"1872": 3, "1674": 2}
    assert [(each.value, each.count) for each in facets["year"]] == [("2020", 2), ("2019", 1)]


def test_pages_of_results_join_without_a_gap_or_a_repeat(engine, page):
    engine.add(page("padi gogo", f"w{n % 7}", n + 1) for n in range(60))
    whole = places(engine, "padi", limit=60)
    parts = [place for start in range(0, 60, 7) for place in places(engine, "padi", limit=7, offset=start)]
    assert parts == whole
    assert whole == sorted(whole), "equal scores stand by work and page"


def test_works_are_found_by_their_best_page_each_and_counted(engine, page):
    engine.add(page("padi padi padi", "long", number) for number in range(1, 260))
    engine.add([page("padi di daerah lain sekali", "short", 3), page("padi", "record", 0), page("jagung", "other", 1)])
    assert [work for work, _page in places(engine, "padi", by_work=True)] == ["long", "short"]
    assert places(engine, "padi", by_work=True, limit=1, offset=1) == [("short", 3)]
    assert engine.search(Query("padi", by_work=True)).works == 2
    assert places(engine, "sawah", by_work=True) == []


def test_sorting_by_year_and_by_page(engine, page):
    engine.add([page("padi padi", "a", 2, year=2019), page("padi", "b", 1, year=2021), page("padi", "a", 1, year=2019)])
    assert places(engine, "padi", sort="newest")[0] == ("b", 1)
    assert places(engine, "padi", sort="oldest")[0] == ("a", 2)
    assert places(engine, "padi", sort="page") == [("a", 1), ("a", 2), ("b", 1)]
    with pytest.raises(BadQuery, match="bad_sort"):
        engine.search(Query("padi", sort="upwards"))


def test_a_snippet_marks_matching_words_and_escapes_everything_else(engine, page):
    engine.add([page('Awal. <script>alert("x")</script> Kebun & perkebunan <b>tebu</b> ' + "lain " * 200)])
    snippet = engine.search(Query("kebun tebu")).hits[0].snippet
    assert "<mark>Kebun</mark>" in snippet
    assert "<mark>perkebunan</mark>" in snippet
    assert "<mark>tebu</mark>" in snippet
    assert set(re.findall(r"<[^>]*>", snippet)) == {"<mark>", "</mark>"}
    assert len(html.unescape(re.sub("<[^>]*>", "", snippet))) <= 300


def test_adding_a_page_again_replaces_it_and_leaves_its_neighbours(engine, page):
    assert engine.add([page("padi lama", number=1), page("padi tetangga", number=2)]) == 2
    engine.add([page("jagung baru", number=1)])
    assert engine.count() == 2
    assert places(engine, "padi") == [("w1", 2)]
    assert places(engine, "jagung") == [("w1", 1)]


def test_of_two_pages_with_one_number_in_a_call_the_later_one_stays(engine, page):
    assert engine.add([page("padi", number=1), page("jagung", number=1)]) == 1
    assert (places(engine, "padi"), places(engine, "jagung")) == ([], [("w1", 1)])


def test_replacing_a_work_takes_its_other_pages_away(engine, page):
    engine.add([*(page("padi", "a", n) for n in (1, 2, 3)), page("padi", "b", 1)])
    assert engine.replace("a", [page("jagung", "a", 1)]) == 1
    assert engine.works() == {"a": 1, "b": 1}
    assert places(engine, "padi") == [("b", 1)]


def test_removing_a_work_takes_all_its_pages_and_no_others(engine, page):
    engine.add([*(page("padi", "a", n) for n in (1, 2, 3)), page("padi", "b", 1)])
    assert engine.remove("a") == 3
    assert engine.remove("a") == 0
    assert engine.works() == {"b": 1}


def test_many_small_commits_give_the_same_answers_as_one(engine, page):
    pages = [page(f"padi {'sawah ' * (n % 5)} blok {n}", f"w{n % 3}", n + 1) for n in range(70)]
    for each in pages:
        engine.add([each])
    one_by_one = [(hit.work, hit.page, hit.score) for hit in engine.search(Query("padi sawah", limit=70)).hits]
    new = engine.beside()
    new.add(pages)
    engine.swap(new)
    at_once = [(hit.work, hit.page, hit.score) for hit in engine.search(Query("padi sawah", limit=70)).hits]
    assert [each[:2] for each in one_by_one] == [each[:2] for each in at_once]
    assert [each[2] for each in one_by_one] == pytest.approx([each[2] for each in at_once], abs=1e-3)


def test_a_misspelt_word_is_answered_with_a_suggestion(engine, page):
    engine.add(page("jumlah penduduk dan luas wilayah households", number=n) for n in range(1, 5))
    assert engine.search(Query("jumlah pendduk")).suggestion == "jumlah penduduk"
    assert engine.search(Query("huoseholds")).suggestion == "households"
    assert engine.search(Query("penduduk")).suggestion is None
    assert engine.search(Query("xqzwvk")).suggestion is None


def test_a_beginning_is_completed_with_words_that_stand_together(engine, page):
    engine.add([page("luas panen padi", number=1), page("luas panggung", number=2), page("padat karya", number=3)])
    assert engine.suggest("pan") == ("panen", "panggung")
    assert engine.suggest("luas pad") == ("luas padi",)
    assert engine.suggest("luas panen pa") == ("luas panen padi",), "a word that was typed is not offered again"
    assert engine.suggest("") == ()
    assert engine.suggest("   ") == ()


@pytest.mark.parametrize("words", ["", "   ", "-padi", "...", '""', "*", "\x00\x01", "OR"])
def test_a_query_of_nothing_is_refused_with_a_reason(engine, page, words):
    engine.add([page("padi")])
    with pytest.raises(BadQuery) as refused:
        engine.search(Query(words))
    assert refused.value.reason in {"empty", "only_exclusions"}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("tahun:dua", "bad_number"),
        ("tahun:2022..2019", "bad_range"),
        ('judul:""', "missing_value"),
        ("tahun:..", "bad_number"),
    ],
)
def test_a_condition_without_meaning_is_refused_with_a_reason(engine, page, words, reason):
    engine.add([page("padi")])
    with pytest.raises(BadQuery) as refused:
        engine.search(Query(words))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "words",
    [
        "padi " * 2_000,
        "pad* " * 2_000,
        '"' * 999 + "padi",
        "padi OR " * 1_000 + "padi",
        "-jagung " * 100 + "padi",
        "padi" + "(" * 5_000,
        "padi \x00\x1b[31m\u202e\ufffe",
        "padi \ud800",
        r"padi .*(a+)+$ [^]] \d{99999}",
        "padi:" * 500,
        "a-" * 4_000 + " padi",
        "padi '; DROP TABLE pages; --",
        "padi " + "1.2," * 2_000,
        "padi " + "e\u0301" * 2_000,
    ],
)
@pytest.mark.timeout(20)
def test_hostile_queries_are_answered(engine, page, words):
    engine.add([page("padi sawah", number=1), page("lain", number=2)])
    results = engine.search(Query(words))
    assert results.total <= 2
    assert results.seconds < 5


def test_a_very_long_query_says_that_it_was_shortened(engine, page):
    engine.add([page("padi")])
    assert engine.search(Query("padi " * 1_000)).notes == ("shortened",)
    assert engine.search(Query("padi")).notes == ()


@pytest.mark.parametrize("number", [-1, 2**31])
def test_a_page_with_an_impossible_number_is_refused_and_nothing_of_the_call_stays(engine, page, number):
    with pytest.raises(BadPage):
        engine.add([page("padi"), page("padi", number=number)])
    assert engine.count() == 0


def test_texts_with_anything_in_them_are_indexed(engine, page):
    texts = [
        "",
        "\x00\x01",
        "\ud800 padi",
        "a" * 100_000,
        "padi " * 70_000,
        "😀 漢字 العربية",
        "-\n" * 5_000,
        "1." * 9_000,
    ]
    engine.add(page(text, number=n) for n, text in enumerate(texts, 1))
    assert engine.count() == len(texts)
    assert {place[1] for place in places(engine, "padi")} == {3, 5}
    assert engine.verify().sound


def test_what_was_added_while_a_rebuild_ran_is_in_the_rebuilt_index(engine, page):
    engine.add([page("padi", "a", 1), page("jagung", "b", 1), page("tebu", "c", 1)])
    new = engine.beside()
    new.add([page("padi", "a", 1), page("jagung", "b", 1), page("tebu", "c", 1)])
    engine.add([page("kopi", "d", 1)])
    engine.remove("b")
    engine.add([page("padi ladang", "a", 1)])
    engine.swap(new)
    assert engine.works() == {"a": 1, "c": 1, "d": 1}
    assert places(engine, "ladang") == [("a", 1)]
    assert engine.verify().sound


def test_an_unfinished_rebuild_changes_nothing(engine, page):
    engine.add([page("padi")])
    engine.beside().add([page("jagung")])
    assert places(engine, "padi") == [("w1", 1)]
    again = engine.beside()
    again.add([page("tebu")])
    engine.swap(again)
    assert places(engine, "tebu") == [("w1", 1)]
    assert engine.count() == 1


def test_threads_search_while_others_write(engine, page):
    engine.add(page("padi dasar", "base", n) for n in range(1, 30))
    troubles: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                assert engine.search(Query("padi")).total >= 29
        except BaseException as trouble:  # noqa: BLE001 (reported by the assertion below)
            troubles.append(trouble)

    def write(name: str) -> None:
        for n in range(1, 6):
            engine.add([page("padi tambahan", name, n)])

    threads = [threading.Thread(target=read) for _ in range(3)] + [
        threading.Thread(target=write, args=(f"t{i}",)) for i in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles
    assert engine.count() == 39


def test_a_hit_carries_what_a_list_shows(engine, page):
    engine.add(
        [
            page(
                "padi",
                "a",
                7,
                title="Ajung",
                year=None,
                kind="scanned",
                language="en",
                access="restricted",
                captions="Tabel 1",
            )
        ]
    )
    hit = engine.search(Query("padi")).hits[0]
    score = hit.score
    assert hit == Hit(
        "a", 7, "Ajung", "<mark>padi</mark>", score, "1872", None, "scanned", "en", "restricted", "Tabel 1"
    )
    assert isinstance(engine.search(Query("padi")).works, int)
    assert PageDocument("a", 1, "", "", "", None, "", "").access == "open"
