"""Real publications keep their looks, words, outline, links and labels; every page names the reader."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pymupdf
import pytest

from tests.watermark.assembly import readers
from tests.watermark.assembly.conftest import NAME
from tests.watermark.assembly.test_awkward_pages import outside_stamp
from watermark.assemble import assemble
from watermark.prepare import prepare
from watermark.slots import read_slots

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.stamp import Stamp

FILES = (
    "born/ajung_dalam_angka_2020.pdf",
    "born/ajung_dalam_angka_2021.pdf",
    "born/ajung_dalam_angka_2022.pdf",
    "born/ambulu_dalam_angka_2022.pdf",
    "born/puger_dalam_angka_2021.pdf",
    "born/sukowono_dalam_angka_2024.pdf",
    "born/us_fbi_nics_background_checks_2015-11.pdf",
    "born/us_usda_ag_energy_roundup_2017.pdf",
    "front/jelbuk_dalam_angka_2020.pdf",
    "front/ledokombo_dalam_angka_2022.pdf",
    "front/umbulsari_dalam_angka_2022.pdf",
    "scan/kepka_bapeten_140_2020_notext.pdf",
    "scan/ocrmypdf_c02-22.pdf",
    "scan/ocrmypdf_linn_2col.pdf",
    "scan/pp_28_2025_lamp3.pdf",
    "scan/pp_42_2022.pdf",
    "scan/pp_46_2009_notext.pdf",
)
# Pages taken from a book, evenly; `make corpus` takes many.
MOST = int(os.environ.get("PUSTAKA_CORPUS_PAGES", "2"))


def some_pages(source: Path, target: Path) -> Path:
    with pikepdf.open(source) as pdf:
        count = len(pdf.pages)
        keep = {index * count // min(MOST, count) for index in range(min(MOST, count))}
        for index in sorted(set(range(count)) - keep, reverse=True):
            del pdf.pages[index]
        pdf.remove_unreferenced_resources()
        pdf.save(target)
    return target


def furniture(path: Path) -> tuple[object, ...]:
    with pymupdf.open(path) as document:
        links = [
            [(link["kind"], tuple(round(v, 2) for v in link["from"])) for link in page.get_links()] for page in document
        ]
        labels = [page.get_label() for page in document]
        return document.get_toc(), links, labels, document.metadata | {"format": "", "encryption": ""}


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_real_publication_stays_what_it_was(name: str, corpus: Path, tmp_path: Path, stamp: Stamp) -> None:
    source = some_pages(corpus / name, tmp_path / "source.pdf")
    master = prepare(source, tmp_path / "master")
    slots = read_slots(master.slots)
    bits = np.random.default_rng(7).integers(0, 2, len(slots)).astype(np.uint8)
    plain = assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "plain.pdf")
    copy = assemble(master.body, master.slots, code=bits, stamp=stamp, out=tmp_path / "copy.pdf")
    assert furniture(copy.path) == furniture(source)
    for made in (plain, copy):
        assert readers.qpdf_complaints(made.path) == []
        texts = readers.mupdf_texts(made.path)
        assert len(texts) == master.pages
        for old, new in zip(readers.mupdf_texts(source), texts, strict=True):
            assert new.split()[: len(old.split())] == old.split()
            assert NAME in new
    for page in range(master.pages):
        before = readers.drawn(source, page, 72)
        after = readers.drawn(plain.path, page, 72)[: before.shape[0]]  # a full page gets a foot for its stamp
        mask = outside_stamp(plain.path, page, before.shape[:2])
        apart = np.abs(before.astype(int) - after)[mask].max(axis=1, initial=0)
        carriers = {slots.carriers[index] for index in slots.carrier[slots.on_page(page)]}
        if "bilevel strips" in carriers:
            # Whole words of the scan stand a pixel higher or lower: every edge differs, the ink stays.
            ink = (255.0 - before)[mask].sum() / (255.0 - after)[mask].sum()
            assert 0.85 < ink < 1.1
            assert apart.mean() < 20
        elif "image tiles" in carriers:
            assert apart.mean() < 8
        else:
            assert (apart > 48).mean() < 1e-3
