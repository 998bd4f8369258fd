"""Awkward but legal (or forgiven) PDFs, made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"BT /F1 12 Tf 72 700 Td (Penduduk Kota Metro 2025) Tj ET"


def font() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def document(*contents: bytes, **page_keys: object) -> pikepdf.Pdf:
    """Make a document with a page for each content stream; `page_keys` are set on every page."""
    pdf = pikepdf.new()
    for content in contents:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1].obj
        page["/Resources"] = Dictionary(Font=Dictionary(F1=font()))
        page["/Contents"] = pdf.make_stream(content)
        for key, value in page_keys.items():
            page[f"/{key}"] = value
    return pdf


def saved(pdf: pikepdf.Pdf, path: Path) -> Path:
    pdf.save(path, static_id=True)
    return path


def open_states(path: Path) -> Path:
    """States, text objects and marked content that are never closed, a clip and a matrix left behind."""
    return saved(document(b"q 0.5 0 0 0.5 40 40 cm 0 0 100 100 re W n q " + TEXT[:-3] + b" /P BMC"), path)


def extra_restores(path: Path) -> Path:
    """More Q than q. (After a changed matrix readers disagree what that means, so there is none here.)"""
    return saved(document(b"Q Q 0 0 1 rg Q " + TEXT + b" Q"), path)


def numbers_that_are_none(path: Path) -> Path:
    """A control character in a number: Poppler ends the page there."""
    return saved(document(TEXT + b" 10 10 30 1\x04.4 re f"), path)


def glued_words(path: Path) -> Path:
    """A number and an operator without a space: two words to some readers, so that they close a state that is open."""
    return saved(document(b"q " + TEXT + b" 1Q 0 0 5 5 re W n"), path)


def a_hundred_faults(path: Path) -> Path:
    """More faults than MuPDF goes on after."""
    return saved(document(TEXT + b" \x04" * 3000), path)


def names_that_nobody_has(path: Path) -> Path:
    return saved(document(TEXT + b" /GS0 gs" * 300), path)


def cut_in_a_string(path: Path) -> Path:
    return saved(document(TEXT + b" BT /F1 9 Tf (never clos"), path)


def contents_cut_in_pieces(path: Path) -> Path:
    pdf = document(b"")
    pdf.pages[0].obj["/Contents"] = Array(
        [
            pdf.make_stream(piece)
            for piece in (b"q 1 0 0", b"1 0 0 cm BT /F1 12 Tf 72 700 Td", b"", b"(Penduduk Kota Metro 2025) Tj ET Q")
        ]
    )
    return saved(pdf, path)


def no_contents_no_resources(path: Path) -> Path:
    pdf = document(TEXT, b"")
    del pdf.pages[1].obj["/Contents"]
    del pdf.pages[1].obj["/Resources"]
    return saved(pdf, path)


def one_content_for_all(path: Path) -> Path:
    """Three pages, one content stream, one inherited resource dictionary."""
    pdf = document(TEXT, TEXT, TEXT)
    shared = pdf.pages[0].obj["/Contents"]
    pdf.Root.Pages["/Resources"] = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font())))
    for page in pdf.pages:
        page.obj["/Contents"] = shared
        del page.obj["/Resources"]
    return saved(pdf, path)


def turned(path: Path, degrees: int) -> Path:
    return saved(
        document(TEXT, Rotate=degrees, MediaBox=Array([-100, -50, 495, 792]), CropBox=Array([-80, -20, 480, 780])), path
    )


def big_units(path: Path) -> Path:
    return saved(document(TEXT, UserUnit=2), path)


def tiny_page(path: Path) -> Path:
    return saved(document(b"0 0 1 rg 0 0 60 40 re f", MediaBox=Array([0, 0, 60, 40])), path)


def black_page(path: Path) -> Path:
    return saved(document(b"0 g 0 0 595 842 re f"), path)


CROP: Final = (20, 30, 440, 624)
"""x0 y0 x1 y1, pt, of pages that are full: 420 × 594, so that feet are whole points high."""


def full_of_words(path: Path, degrees: int = 0, unit: int = 1, *, below: bool = False) -> Path:
    """Words from edge to edge and beyond, so that no stamp finds room; `below` draws a black bar under the crop box."""
    lines = [b"1 0 0 1 0 %d Tm (%s) Tj" % (y, b"Penduduk 12.345 " * 12) for y in range(0, 660, 9)]
    bar = b" 0 g 0 0 500 28 re f" if below else b""
    content = b"BT /F1 9 Tf " + b" ".join(lines) + b" ET" + bar
    keys = {"MediaBox": Array([0, 0, 500, 660]), "CropBox": Array(CROP), "Rotate": degrees, "UserUnit": unit}
    return saved(document(content, **keys), path)


def striped_page(path: Path) -> Path:
    """Black and white stripes over all of the page."""
    stripes = b" ".join(b"0 %d 500 3 re" % y for y in range(0, 660, 6))
    return saved(document(stripes + b" f", MediaBox=Array([0, 0, 500, 660]), CropBox=Array(CROP)), path)


def mad_boxes(path: Path) -> Path:
    return saved(document(TEXT, MediaBox=Array([0, 0, 595, 842]), CropBox=Array([900, 900, 1000, 1000])), path)


def tagged(path: Path) -> Path:
    """A tagged document with outline, link, page labels and a form used by both pages."""
    marked = b"/P <</MCID 0>> BDC " + TEXT + b" EMC /Fm0 Do"
    pdf = document(marked, marked)
    form = pdf.make_stream(
        b"BT /F1 10 Tf 72 640 Td (Sumber: BPS) Tj ET",
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 595, 842]),
            Resources=Dictionary(Font=Dictionary(F1=font())),
        ),
    )
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    kids = []
    for number, page in enumerate(pdf.pages):
        page.obj["/Resources"]["/XObject"] = Dictionary(Fm0=form)
        page.obj["/StructParents"] = number
        kids.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=page.obj, K=0)))
    root["/K"] = Array(kids)
    root["/ParentTree"] = Dictionary(Nums=Array([0, Array([kids[0]]), 1, Array([kids[1]])]))
    pdf.Root["/StructTreeRoot"] = root
    pdf.Root["/MarkInfo"] = Dictionary(Marked=True)
    pdf.Root["/Lang"] = pikepdf.String("id-ID")
    pdf.Root["/PageLabels"] = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([72, 690, 200, 715]),
        A=Dictionary(S=Name.URI, URI=pikepdf.String("https://www.bps.go.id/")),
    )
    pdf.pages[0].obj["/Annots"] = Array([pdf.make_indirect(link)])
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Bab 2", 1))
    return saved(pdf, path)


def armed(path: Path) -> Path:
    """Scripts, launch actions, an attachment that is the clean original, thumbnails and private data."""
    pdf = document(TEXT)
    pdf.attachments["asli.pdf"] = pikepdf.AttachedFileSpec(pdf, b"%PDF-1.4 the clean original", filename="asli.pdf")
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root["/OpenAction"] = script
    pdf.Root["/Names"]["/JavaScript"] = Dictionary(Names=Array([pikepdf.String("a"), script]))
    page = pdf.pages[0].obj
    page["/AA"] = Dictionary(O=script)
    page["/PieceInfo"] = Dictionary(X=Dictionary(Private=pdf.make_stream(b"private original")))
    page["/Thumb"] = pdf.make_stream(
        b"\0", Dictionary(Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
    )
    launch = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe")),
    )
    page["/Annots"] = Array(
        [
            pdf.make_indirect(launch),
            pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))),
        ]
    )
    return saved(pdf, path)


def hiding(path: Path) -> Path:
    """Hang something clean, called HIDDEN-…, wherever a PDF can carry it and no reader shows it."""
    tagged(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj

        def file(word: str) -> Dictionary:
            kept = pdf.make_stream(f"HIDDEN-{word}".encode(), Type=Name.EmbeddedFile)
            return Dictionary(Type=Name.Filespec, F=pikepdf.String("a.pdf"), EF=Dictionary(F=kept))

        def words(word: str) -> pikepdf.Stream:
            return pdf.make_stream(f"BT (HIDDEN-{word}) Tj ET".encode())

        def note(**entries: object) -> object:
            return pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries))

        link = Dictionary(S=Name.GoToR, D=Array([0, Name.Fit]), F=file("go-to-remote"))
        page["/Annots"] = Array(
            [
                *page.get("/Annots", Array()),
                note(Subtype=Name.Text, Contents=pikepdf.String("note"), AF=Array([file("annotation")])),
                note(Subtype=Name.Link, A=link),
            ]
        )
        page["/XOriginal"] = words("page-key")
        page["/Resources"]["/Properties"] = Dictionary(P0=file("properties"))
        pdf.Root["/XOriginal"] = words("catalogue-key")
        pdf.Root["/DPartRoot"] = pdf.make_indirect(Dictionary(Type=Name.DPartRoot, AF=Array([file("part")])))
        pdf.Root.StructTreeRoot.K[0]["/AF"] = Array([file("tag")])
        template = Dictionary(Type=Name.Template, MediaBox=[0, 0, 99, 99], Contents=words("template"))
        show = Dictionary(Type=Name.SlideShow, Resources=Dictionary(Names=Array([pikepdf.String("r"), file("show")])))
        pdf.Root["/Names"] = Dictionary(
            Templates=Dictionary(Names=Array([pikepdf.String("a"), pdf.make_indirect(template)])),
            AlternatePresentations=Dictionary(Names=Array([pikepdf.String("s"), show])),
        )
        pdf.Root["/Metadata"] = pdf.make_stream(_XMP, Type=Name.Metadata, Subtype=Name.XML)
        gone = pdf.pages[1].obj
        gone["/Contents"] = words("page-outside-the-tree")
        del pdf.pages[1]  # tags still lead to it
        pdf.save(path)
    return path


_XMP: Final = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:source>kept</dc:source><xmp:Thumbnails><rdf:Alt>
<rdf:li rdf:parseType="Resource"><xmpGImg:image>HIDDEN-thumbnail</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
