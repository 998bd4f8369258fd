"""Colours, typeface and paragraph styles of the sample works."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, ITALIC, BOLD, BOLD_ITALIC, LIGHT = "Sans", "Sans-Italic", "Sans-Bold", "Sans-BoldItalic", "Sans-Light"
_FILES = {REGULAR: "Regular", ITALIC: "It", BOLD: "Bold", BOLD_ITALIC: "BoldIt", LIGHT: "Light"}

INK = HexColor("#1d2730")
GREY = HexColor("#5d6b78")
WHITE = HexColor("#ffffff")


@dataclass(frozen=True)
class Colours:
    """The colours of one edition, from strong to faint, with an accent."""

    deep: Color
    strong: Color
    middle: Color
    soft: Color
    faint: Color
    accent: Color


PALETTES = {
    "blue": Colours(*map(HexColor, ("#0b2a4a", "#0f5fa8", "#4b95d1", "#cfe3f4", "#eef5fb", "#f28c28"))),
    "green": Colours(*map(HexColor, ("#123a22", "#2f7d32", "#7cb342", "#dcedc8", "#f3f9ec", "#f5a623"))),
    "orange": Colours(*map(HexColor, ("#5a2203", "#d9640b", "#f6a04d", "#fde3c8", "#fef5ec", "#1668a7"))),
    "teal": Colours(*map(HexColor, ("#06383a", "#0f7c7f", "#56b4ad", "#cfeae7", "#eef8f7", "#f28c28"))),
    "slate": Colours(*map(HexColor, ("#1f2937", "#44546a", "#8a9bb0", "#dde4ec", "#f4f6f9", "#3c8d40"))),
}


@cache
def register_fonts() -> None:
    """Make the typeface known to reportlab; once a process."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in _FILES.items():
        registerFont(TTFont(name, str(folder / f"SourceSansPro-{file}.ttf")))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)


@dataclass(frozen=True)
class Styles:
    """Paragraph styles at a base size in points."""

    colours: Colours
    size: float

    def text(self, *, colour: Color = INK, font: str = REGULAR, scale: float = 1.0, after: float = 5) -> ParagraphStyle:
        """Give a style for running text; sizes in points, `scale` relative to the base size."""
        size = self.size * scale
        return ParagraphStyle(
            f"text-{font}-{scale}-{colour.hexval()}",
            fontName=font,
            fontSize=size,
            leading=size * 1.32,
            textColor=colour,
            spaceAfter=after,
        )

    @property
    def heading(self) -> ParagraphStyle:
        """A heading within the front matter."""
        style = self.text(colour=self.colours.strong, font=BOLD, scale=1.75, after=8)
        style.keepWithNext = 1
        return style

    @property
    def cell(self) -> ParagraphStyle:
        """A label in a table."""
        return self.text(scale=0.86, after=0)

    @property
    def figure(self) -> ParagraphStyle:
        """A number in a table, to the right."""
        style = self.text(scale=0.86, after=0)
        style.alignment = TA_RIGHT
        return style

    @property
    def column_head(self) -> ParagraphStyle:
        """The head of a column, in white on the strong colour."""
        style = self.text(colour=WHITE, font=BOLD, scale=0.82, after=0)
        style.alignment = TA_CENTER
        return style

    @property
    def note(self) -> ParagraphStyle:
        """Sources and notes."""
        return self.text(colour=GREY, scale=0.72, after=2)
