"""Why a file could not become a reading.

    IngestError
    ├── NotAccepted            the file is whole, but the library does not take it
    │   ├── Encrypted          it opens with a password only
    │   ├── Restricted         it opens, but its owner forbade changes
    │   ├── Signed             a stamp would break its digital signature
    │   ├── WrongType          it is no PDF, TIFF, PNG or JPEG
    │   ├── WrongExtension     its name says one thing, its content another
    │   ├── DynamicForm        an XFA form, which only its maker's program can draw
    │   ├── TooLarge           too many bytes
    │   ├── TooManyPages
    │   ├── ZipPath            a file of an archive whose name leads out of it
    │   ├── ZipNested          an archive in an archive
    │   ├── ZipDuplicate       a second file of the same name in an archive
    │   ├── ZipLink            a file of an archive that only points to another
    │   ├── ZipMethod          a file of an archive that is packed in an uncommon way
    │   ├── ZipNames           an archive whose names cannot be read
    │   ├── ZipEmpty           an archive without a file
    │   ├── ZipTooMany         an archive of too many files
    │   ├── ZipBomb            an archive that unpacks to an absurd size
    │   ├── ImageBomb          an image or a page of absurd size
    │   └── StreamBomb         drawing instructions that unpack to an absurd size
    ├── Damaged                the file is broken
    │   ├── Empty              0 bytes
    │   └── ZeroPages
    ├── OverLimit              reading it took more than is allowed
    │   ├── TimedOut
    │   ├── OutOfMemory
    │   └── TooMuchOutput
    ├── NoSuchPage             the file has fewer pages
    ├── Missing                there is no such file, or it is no regular file
    ├── LanguagePackMissing    Tesseract lacks a language
    ├── ToolMissing            a program that reading needs is not installed
    ├── NoRoom                 the disk is full
    ├── CannotBeMarked         too few places for a mark that names its reader
    └── Cancelled              its caller asked to stop

Every error has a stable `code` and `params`; `ingest.messages` turns them into a sentence for a person.
"""

from __future__ import annotations

from typing import ClassVar


class IngestError(Exception):
    """A file could not be read; `code` and `params` say why, `detail` is for the log."""

    code: ClassVar[str] = "failed"

    def __init__(self, detail: str = "", **params: str | int) -> None:
        """Keep what the sentence needs (`params`) apart from what only the log needs (`detail`)."""
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params


class NotAccepted(IngestError):
    """The file is whole, but the library does not take it."""

    code = "not-accepted"


class Encrypted(NotAccepted):
    """It opens with a password only."""

    code = "encrypted"


class Restricted(NotAccepted):
    """It opens without a password, but its owner forbade changes."""

    code = "restricted"


class Signed(NotAccepted):
    """A stamp would break its digital signature."""

    code = "signed"


class WrongType(NotAccepted):
    """It is no PDF, TIFF, PNG or JPEG."""

    code = "wrong-type"


class WrongExtension(NotAccepted):
    """Its name says one thing, its content another (`says`, `holds`)."""

    code = "wrong-extension"


class DynamicForm(NotAccepted):
    """An XFA form, which only its maker's program can draw."""

    code = "dynamic-form"


class TooLarge(NotAccepted):
    """It has more bytes than the limit (`size`, `limit`, bytes)."""

    code = "too-large"


class TooManyPages(NotAccepted):
    """It has more pages than the limit (`pages`, `limit`)."""

    code = "too-many-pages"


class ImageBomb(NotAccepted):
    """An image or a page of absurd size (`page`, `megapixels`, `limit`)."""

    code = "image-bomb"


class StreamBomb(NotAccepted):
    """Drawing instructions that unpack to an absurd size (`page`, `megabytes`)."""

    code = "stream-bomb"


class ZipPath(NotAccepted):
    """A file of an archive whose name leads out of it."""

    code = "zip-path"


class ZipNested(NotAccepted):
    """An archive in an archive."""

    code = "zip-nested"


class ZipDuplicate(NotAccepted):
    """A second file of the same name in an archive."""

    code = "zip-duplicate"


class ZipLink(NotAccepted):
    """A file of an archive that only points to another."""

    code = "zip-link"


class ZipMethod(NotAccepted):
    """A file of an archive that is packed in an uncommon way."""

    code = "zip-method"


class ZipNames(NotAccepted):
    """An archive whose names cannot be read."""

    code = "zip-names"


class ZipEmpty(NotAccepted):
    """An archive without a file."""

    code = "zip-empty"


class ZipTooMany(NotAccepted):
    """An archive of too many files (`files`, `limit`)."""

    code = "zip-too-many"


class ZipBomb(NotAccepted):
    """An archive that unpacks to an absurd size."""

    code = "zip-bomb"


class Damaged(IngestError):
    """The file is broken."""

    code = "damaged"


class Empty(Damaged):
    """It has 0 bytes."""

    code = "empty"


class ZeroPages(Damaged):
    """It holds no page."""

    code = "zero-pages"


class OverLimit(IngestError):
    """Reading it took more than is allowed."""

    code = "over-limit"


class TimedOut(OverLimit):
    """It took too long (`seconds`)."""

    code = "timed-out"


class OutOfMemory(OverLimit):
    """It took too much memory (`megabytes`)."""

    code = "out-of-memory"


class TooMuchOutput(OverLimit):
    """It unpacked into too many bytes (`megabytes`)."""

    code = "too-much-output"


class Missing(IngestError):
    """There is no such file, or it is no regular file."""

    code = "missing"


class NoSuchPage(IngestError):
    """The file has fewer pages (`page`, `pages`)."""

    code = "no-such-page"


class LanguagePackMissing(IngestError):
    """Tesseract lacks a language (`language`, `package`)."""

    code = "language-pack-missing"


class ToolMissing(IngestError):
    """A program that reading needs is not installed (`program`, `package`)."""

    code = "tool-missing"


class NoRoom(IngestError):
    """The disk is full; the file has no part in it."""

    code = "no-room"


class CannotBeMarked(IngestError):
    """A reader's own scan that could not name her; no copy of it leaves."""

    code = "cannot-be-marked"


class Cancelled(IngestError):
    """Its caller asked to stop."""

    code = "cancelled"


def _tree(root: type[IngestError]) -> dict[str, type[IngestError]]:
    found = {root.code: root}
    for kind in root.__subclasses__():
        found |= _tree(kind)
    return found


BY_CODE: dict[str, type[IngestError]] = _tree(IngestError)


def from_code(code: str, detail: str, params: dict[str, str | int]) -> IngestError:
    """Rebuild an error that crossed the process border; an unknown code becomes an `IngestError`."""
    return BY_CODE.get(code, IngestError)(detail, **params)
