"""What can go wrong in the watermark engine, drawn as a tree.

    WatermarkError
    ├── BadInputError            the file given to us cannot be marked; a person must do something about it
    │   ├── DamagedError         it is not a PDF that can be read, or has no pages
    │   └── EncryptedError       it asks for a password or forbids changes
    ├── BodyError                a master's bytes are not what was recorded: prepare it again
    ├── SlotMapError             a slot map, a record, is not what was recorded: restore it from a back-up
    ├── CodeMismatchError        the code does not fit the slots of this master
    ├── AssemblyError            the copy could not be finished; nothing was left behind
    ├── KeyRingError             the key ring is damaged, open to other users, or lacks a key
    └── LeakError                a leaked file cannot be opened as a PDF or a picture

Every message is a sentence for the person who reads it; `advice` says what to do next.
"""

from __future__ import annotations


class WatermarkError(Exception):
    """Any failure of this package; `advice` is one sentence that says what to do."""

    advice = "Try again; if it happens once more, tell the administrator."

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        if advice is not None:
            self.advice = advice


class BadInputError(WatermarkError):
    """The file given cannot be marked."""

    advice = "Give another file of this publication."


class DamagedError(BadInputError):
    """The file is no PDF that can be read, or it has no pages."""

    advice = "Open the file in a PDF program, save it anew, and give the new file."


class EncryptedError(BadInputError):
    """The file is protected by a password."""

    advice = "Remove the password in the program that made the file, then give it again."


class BodyError(WatermarkError):
    """The bytes of a master are not those that were recorded."""

    advice = "Run `pustaka rebuild masters`; the master is derived and can be made again."


class SlotMapError(WatermarkError):
    """A slot map cannot be read or is not the one that was recorded."""

    advice = "Restore the slot map from a back-up; it is a record and cannot be made again."


class CodeMismatchError(WatermarkError):
    """A code was given for a master it was not made for."""

    advice = "Make the code from the slot map of this very master."


class AssemblyError(WatermarkError):
    """A copy could not be finished; no file was left behind."""


class KeyRingError(WatermarkError):
    """The key ring is damaged, readable by other users, or does not hold the key asked for."""

    advice = "Restore the key ring from its back-up; without it no copy can be traced."


class LeakError(WatermarkError):
    """A leaked file cannot be opened as a PDF or a picture."""

    advice = "Give the leak as PDF, PNG, JPEG, TIFF, WebP or HEIC; a screenshot of it will do."
