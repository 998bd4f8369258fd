"""The content streams of a page that may be written anew: its own, and forms that only it draws."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pikepdf

from watermark.carriers.images.pictures import KEY
from watermark.pdf.lexer import Operation, operations
from watermark.pdf.matrix import Matrix
from watermark.pdf.metrics import Metrics, font_metrics
from watermark.pdf.text import TextMachine

if TYPE_CHECKING:
    from collections.abc import Callable

_PAINTERS: Final = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"})
_HOLDERS: Final = frozenset({"/N", "/D", "/R", "/G"})  # keys of what draws a form in another way than by name
_DEEPEST: Final = 12  # forms inside forms


@dataclass
class Stream:
    """A stream with what it draws; `number` is its object number, `at` maps it to the page's content."""

    number: int
    at: Matrix
    operations: list[Operation]
    machine: TextMachine

    @property
    def data(self) -> bytes:
        return self.machine.data

    @property
    def paints(self) -> bool:
        """Whether there is anything to be seen in it but pictures; recognised text under a scan is not."""
        seen = any(show.visible for show in self.machine.shows)
        return seen or any(operation.operator in _PAINTERS for operation in self.operations)


@dataclass
class Drawn:
    """An image that only one stream of the document draws, once or several times at the same place.

    `at` maps the unit square to the page's content; `editable` tells that the stream which draws it may be written.
    The stream knows it by a name, which stands in its resources.
    """

    image: Any
    at: Matrix
    holder: Any
    name: str
    resources: Any

    @property
    def editable(self) -> bool:
        return self.holder is not None

    def widen(self, factor: float) -> None:
        """Have the image drawn wider by a factor, to the right, behind a clip of its old size."""
        self._rewrite(lambda call: b"q 0 0 1 1 re W n %.6f 0 0 1 0 0 cm %b Q" % (factor, call))

    def redraw(self, instead: bytes) -> None:
        """Have something else drawn in the image's unit square."""
        self._rewrite(lambda _: instead)

    def _rewrite(self, drawing: Callable[[bytes], bytes]) -> None:
        """Write the stream that draws the image anew, with each operation that does so made into another drawing."""
        data, parts, kept = self.holder.read_bytes(), [], 0
        for operation in operations(data):
            token = operation.operands[-1] if operation.operands else None
            if operation.operator == b"Do" and token and data[token.start : token.end].decode("latin-1") == self.name:
                parts += [data[kept : operation.start], drawing(data[operation.start : operation.end])]
                kept = operation.end
        self.holder.write(b"".join([*parts, data[kept:]]))


class StreamReader:
    """Reads the streams of pages; fonts are read once a document."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._fonts: dict[Any, Metrics] = {}
        self._draws = _form_draws(pdf)
        self._image_below: dict[Any, bool] = {}

    def read(self, page: Any) -> list[Stream]:
        """Give a page's streams in the order in which they begin to paint; the page's own first."""
        streams: list[Stream] = []
        self._follow(page["/Contents"], page["/Resources"], Matrix(1, 0, 0, 1, 0, 0), streams, [])
        return streams

    def images(self, page: Any) -> list[Drawn]:
        """Give the images of a page that nothing else draws."""
        by_image: dict[Any, list[Drawn]] = {}
        for drawn in self.every_image(page):
            by_image.setdefault(drawn.image.objgen, []).append(drawn)
        return [
            group[0]
            for number, group in by_image.items()
            if len(group) == self._draws[number]
            and all(
                (drawn.at, drawn.name, drawn.holder.objgen) == (group[0].at, group[0].name, group[0].holder.objgen)
                for drawn in group
            )
        ]

    def every_image(self, page: Any) -> list[Drawn]:
        """Give the images of a page each time that it draws them, those of forms that other pages draw left out."""
        images: list[Drawn] = []
        if any(self._leads_to_image(thing) for thing in _things(page["/Resources"])):  # most pages of text have none
            self._follow(page["/Contents"], page["/Resources"], Matrix(1, 0, 0, 1, 0, 0), [], images)
        return images

    def draws(self, thing: Any) -> int:
        """Count how often the document draws a form or an image; what is drawn in other ways counts twice."""
        return self._draws[thing.objgen]

    def _leads_to_image(self, thing: Any) -> bool:
        """Whether a form, or what it can draw by name, holds an image."""
        root = thing.objgen
        if root not in self._image_below:
            waiting, seen, found = [thing], set(), False
            while waiting and not found:
                one = waiting.pop()
                if one.objgen not in seen:
                    seen.add(one.objgen)
                    found = str(one.get("/Subtype")) == "/Image"
                    waiting += _things(one.get("/Resources"))
            self._image_below[root] = found
        return self._image_below[root]

    def _follow(
        self, stream: Any, resources: Any, ctm: Matrix, found: list[Stream], images: list[Drawn], depth: int = 0
    ) -> None:
        data = stream.read_bytes()
        parsed = list(operations(data))
        machine = TextMachine(data, ctm, cache(lambda name: self._metrics(resources, name))).run(parsed)
        found.append(Stream(stream.objgen[0], ctm, parsed, machine))
        for name, at in machine.forms:
            thing = _thing(resources, name)
            if thing is None or depth >= _DEEPEST:
                continue
            if str(thing.get("/Subtype")) == "/Image":
                images.append(Drawn(thing, at, stream, name, resources))
            elif self._draws[thing.objgen] == 1 and KEY not in thing:  # a scan that was taken apart holds no words
                inner = thing.get("/Resources", resources)
                self._follow(thing, inner, _form_matrix(thing) @ at, found, images, depth + 1)

    def _metrics(self, resources: Any, name: str) -> Metrics:
        fonts = resources.get("/Font")
        font = fonts.get(name) if isinstance(fonts, pikepdf.Dictionary) else None
        if not isinstance(font, pikepdf.Dictionary):
            return Metrics()
        if not font.is_indirect:
            return font_metrics(font)
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = font_metrics(font)
        return self._fonts[font.objgen]


def _thing(resources: Any, name: str) -> Any:
    """Look up a form or an image."""
    things = resources.get("/XObject")
    thing = things.get(name) if isinstance(things, pikepdf.Dictionary) else None
    return thing if isinstance(thing, pikepdf.Stream) else None


def _things(resources: Any) -> list[Any]:
    """List the forms and images that can be drawn by name."""
    things = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    named = things.values() if isinstance(things, pikepdf.Dictionary) else ()
    return [thing for thing in named if isinstance(thing, pikepdf.Stream)]


def _form_matrix(form: Any) -> Matrix:
    try:
        return Matrix(*(float(value) for value in form["/Matrix"]))
    except (KeyError, TypeError, ValueError):
        return Matrix(1, 0, 0, 1, 0, 0)


def _form_draws(pdf: pikepdf.Pdf) -> Counter[Any]:
    """Count how often each form or image is drawn: by name in content; other uses count twice."""
    draws: Counter[Any] = Counter()
    for page in pdf.pages:
        _count(page.obj["/Contents"].read_bytes(), page.obj["/Resources"], draws)
    for thing in list(pdf.objects):
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) == "/Form":
            resources = thing.get("/Resources")
            if isinstance(resources, pikepdf.Dictionary):
                _count(_decoded(thing), resources, draws)
        elif isinstance(thing, pikepdf.Dictionary):
            _count_elsewhere(thing, draws)
    return draws


def _decoded(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b""


def _count(data: bytes, resources: Any, draws: Counter[Any]) -> None:
    for operation in operations(data) if b"Do" in data else ():
        if operation.operator == b"Do" and operation.operands:
            token = operation.operands[-1]
            thing = _thing(resources, data[token.start : token.end].decode("latin-1"))
            if thing is not None:
                draws[thing.objgen] += 1


def _count_elsewhere(thing: Any, draws: Counter[Any]) -> None:
    """Appearances of annotations and soft masks are drawn in other ways than by Do."""
    for key in _HOLDERS.intersection(thing.keys()):
        value = thing[key]
        states = [*value.values(), value] if isinstance(value, pikepdf.Dictionary) else [value]
        for form in states:
            if isinstance(form, pikepdf.Stream):
                draws[form.objgen] += 2
