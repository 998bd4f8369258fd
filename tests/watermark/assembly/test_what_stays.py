"""Tags, outline, links, labels and metadata stay; programs and hidden files go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from tests.watermark.assembly import awkward

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
            own, _, stamp = data.rpartition(b"/Artifact<</Type/Pagination")
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
