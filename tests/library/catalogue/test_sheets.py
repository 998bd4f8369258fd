"""The order of scanned pages: moved, left out, put back, and what of them is sent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from library.catalogue.sheets import DEEDS, SheetPage, arranged, sheet_name, shown_name, title_of, to_send, whole_sheet

A, B, C = (SheetPage(sheet_name(at, "key", f"{letter}.jpg"), 1) for at, letter in enumerate("abc"))
ORDERS = st.lists(st.tuples(st.sampled_from([*DEEDS, "nonsense"]), st.sampled_from([A, B, C])), max_size=12)


def test_a_page_moves_by_one_and_not_beyond_the_ends():
    assert arranged([A, B, C], "later", A.sheet, 1) == [B, A, C]
    assert arranged([A, B, C], "earlier", C.sheet, 1) == [A, C, B]
    assert arranged([A, B, C], "earlier", A.sheet, 1) == [A, B, C]
    assert arranged([A, B, C], "later", C.sheet, 1) == [A, B, C]


def test_a_page_that_was_left_out_is_not_sent_and_can_be_put_back_where_it_was():
    without = arranged([A, B, C], "drop", B.sheet, 1)
    assert to_send(without) == [A, C]
    assert arranged(without, "keep", B.sheet, 1) == [A, B, C]


@given(ORDERS)
def test_whatever_is_touched_no_page_is_lost_or_doubled(orders: list[tuple[str, SheetPage]]):
    pages = [A, B, C]
    for deed, page in orders:
        pages = arranged(pages, deed, page.sheet, page.number)
    assert sorted(page.sheet for page in pages) == [A.sheet, B.sheet, C.sheet]


def test_a_page_of_somebody_else_changes_nothing():
    assert arranged([A, B], "drop", C.sheet, 1) == [A, B]
    assert arranged([A, B], "drop", A.sheet, 2) == [A, B]


def test_a_sheet_that_cannot_be_read_is_not_sent():
    assert to_send([A, SheetPage(B.sheet, 0)]) == [A]


def test_a_file_goes_as_it_came_only_with_all_its_pages_in_their_order():
    first, second = SheetPage(A.sheet, 1), SheetPage(A.sheet, 2)
    assert whole_sheet([first, second], [first, second]) == A.sheet
    assert whole_sheet([first, second], [second, first]) is None
    assert whole_sheet([first, second], [first]) is None
    assert whole_sheet([first, B], [first, B]) is None


def test_names_sort_as_sheets_came_and_show_what_the_scanner_called_them():
    assert sheet_name(9, "k", "b.jpg") < sheet_name(10, "a", "a.jpg")
    assert shown_name(sheet_name(9, "k", "../IMG-0001 (2).JPG")) == "IMG_0001_2_.jpg"
    assert shown_name(sheet_name(9, "k", "...")) != ""
    assert "/" not in sheet_name(9, "k", "a/../../b.pdf/")


@given(st.text(max_size=300))
def test_no_name_leads_out_of_the_folder(name: str):
    made = sheet_name(1, "key", name)
    assert made.startswith("0")
    assert len(made) < 100
    assert not set("/\\\0") & set(made)


def test_a_copy_is_called_by_its_first_and_last_sheet():
    assert title_of([A, B, C]) == "a.jpg … c.jpg"
    assert title_of([A]) == "a.jpg"
