"""Tags, outline, links, labels and metadata stay; programs and hidden files go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
from pikepdf import Dictionary

from tests.watermark.assembly import awkward
from watermark.pdf.drawing import grey_page, opened
from watermark.pdf.pages import page_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def structure(path: Path) -> dict[str, object]:
    """Read what must survive, without object numbers."""
    with pikepdf.open(path) as pdf:
        pages = [page.obj for page in pdf.pages]
        leaf = {page.objgen: number for number, page in enumerate(pages)}
        tree = pdf.Root.StructTreeRoot
        with pdf.open_outline() as outline:
            titles = [(item.title, leaf[item.destination[0].objgen]) for item in outline.root]
        return {
            "tags": [(str(kid.S), int(kid.K), leaf[kid.Pg.objgen]) for kid in tree.K],
            "parents": [leaf[entry[0].Pg.objgen] for entry in list(tree.ParentTree.Nums)[1::2]],
            "struct parents": [int(page.StructParents) for page in pages],
            "marked": bool(pdf.Root.MarkInfo.Marked),
            "language": str(pdf.Root.Lang),
            "labels": pdf.Root.PageLabels.unparse(resolved=True),
            "outline": titles,
            "links": [str(link.A.URI) for page in pages for link in page.get("/Annots", [])],
        }


def test_a_tagged_document_keeps_tags_outline_links_labels_and_language(
    make: Callable[..., object], tmp_path: Path
) -> None:
    source = awkward.tagged(tmp_path / "source.pdf")
    assert structure(make(source).copy.path) == structure(source)


def test_the_stamp_is_an_artifact_behind_the_page_and_in_its_own_content(
    make: Callable[..., object], tmp_path: Path
) -> None:
    """No annotation, no layer, no object that stamps two pages: each page holds all of it after its own content."""
    made = make(awkward.tagged(tmp_path / "source.pdf"))
    with pikepdf.open(made.copy.path) as pdf:
        assert "/OCProperties" not in pdf.Root
        numbers = set()
        for page in pdf.pages:
            contents = page.obj["/Contents"]
            assert isinstance(contents, pikepdf.Stream)
            numbers.add(contents.objgen)
            data = contents.read_bytes()
            own, _, stamp = data.rpartition(b"/Artifact BMC")
            assert b"MCID" in own
            assert b"MCID" not in stamp
            assert b"Siti Nurhaliza Aminah" in stamp
            assert b"BI/W" in stamp
            assert b" Do" not in stamp
            assert stamp.rstrip().endswith(b"EMC")
        assert len(numbers) == len(pdf.pages)


def test_scripts_launches_attachments_thumbnails_and_private_data_are_gone(
    make: Callable[..., object], tmp_path: Path
) -> None:
    made = make(awkward.armed(tmp_path / "source.pdf"))
    with pikepdf.open(made.copy.path) as pdf:
        everything = b"\n".join(
            (thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b"") + thing.unparse(resolved=True)
            for thing in pdf.objects
        )
    for word in (b"JavaScript", b"app.alert", b"Launch", b"clean original", b"EmbeddedFile", b"PieceInfo",
                 b"private original", b"FileAttachment", b"Thumb", b"OpenAction"):  # fmt: skip
        assert word not in everything, word
    assert made.master.report.removed


def test_nothing_clean_goes_out_behind_what_readers_show(make: Callable[..., object], tmp_path: Path) -> None:
    """Files on notes, tags and links, templates, slide shows, private keys, and a page that was only taken off.

    The page left, its tags, the link and the rest of the metadata stay.
    """
    made = make(awkward.hiding(tmp_path / "source.pdf"))
    with pikepdf.open(made.copy.path) as pdf:
        everything = b"\n".join(
            (thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b"") + thing.unparse(resolved=True)
            for thing in pdf.objects
        )
        assert re.findall(rb"HIDDEN-[a-z-]*", everything) == []
        assert b"kept" in pdf.Root.Metadata.read_bytes()
        assert len(pdf.Root.StructTreeRoot.K) > 1
        kinds = [str(note.Subtype) for note in pdf.pages[0].obj["/Annots"]]
        assert kinds[-2:] == ["/Text", "/Link"]
        assert pdf.pages[0].obj["/Annots"][-1].A.S == "/GoToR"
    assert made.master.report.removed["page outside the document"] == 2
    assert made.master.report.removed["file"] >= 5


def test_a_resource_that_is_called_like_a_file_is_no_file(make: Callable[..., object], tmp_path: Path) -> None:
    """A font may be named EF and a graphics state AF: the page is drawn as before."""
    source = awkward.tagged(tmp_path / "source.pdf")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        fonts = page["/Resources"]["/Font"]
        first = next(iter(fonts.keys()))
        fonts["/EF"] = fonts[first]
        page["/Resources"]["/ExtGState"] = Dictionary(AF=Dictionary(CA=1), EF=Dictionary(ca=1))
        content = page_content(page).content.replace(first.encode() + b" ", b"/EF ")
        page["/Contents"] = pdf.make_stream(b"/AF gs /EF gs " + content)
        pdf.save(source)
    before, made = drawn(source), make(source)
    after = drawn(made.copy.path)
    assert np.abs(before[40:-90, 60:-60].astype(int) - after[40:-90, 60:-60]).max() < 40
    with pikepdf.open(made.copy.path) as pdf:
        assert {"/AF", "/EF"} <= set(pdf.pages[0].obj["/Resources"]["/ExtGState"].keys())
        assert "/EF" in pdf.pages[0].obj["/Resources"]["/Font"]


def drawn(path: Path) -> np.ndarray:
    """Draw the first page, grey, 72 dpi."""
    with opened(path) as document:
        return grey_page(document, 0, 72)
