"""Names of files: shown, never followed."""

from __future__ import annotations

import pytest

from library.catalogue.file_names import clean_path, is_litter, kind_of


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("rak 7/2019/metro.pdf", "rak 7/2019/metro.pdf"),
        ("rak\\2019\\metro.pdf", "rak/2019/metro.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("/rak/metro.pdf", "rak/metro.pdf"),
        ("rak/\x00a\nb\x1b.pdf", "rak/a b .pdf"),
        ("metro.pdf", ""),
        ("", ""),
    ],
)
def test_a_path_is_one_line_that_leads_nowhere(given: str, shown: str):
    assert clean_path(given) == shown


def test_a_long_path_keeps_its_end():
    path = clean_path("/".join(["map"] * 300) + "/metro.pdf")
    assert len(path) == 500
    assert path.endswith("/metro.pdf")


@pytest.mark.parametrize("name", [".hidden.pdf", "~$laporan.pdf", "a.pdf.part", "a.crdownload", "Thumbs.db", "a.pdf~"])
def test_what_is_hidden_or_unfinished_is_no_publication(name: str):
    assert is_litter(name)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.PDF", "pdf"), ("a.b.jpeg", "jpeg"), ("a", "other"), ("a.docx", "other")]
)
def test_a_name_promises_a_type(name: str, kind: str):
    assert kind_of(name) == kind
    assert not is_litter(name)
