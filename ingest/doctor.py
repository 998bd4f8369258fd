"""What reading files needs of this machine, and whether it is there."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import IngestError
from ingest.limits import OcrOptions
from ingest.messages import sentence
from ingest.sandbox.layers import available


@dataclass(frozen=True)
class Check:
    """One line of the doctor's report."""

    name: str
    ok: bool
    detail: str


def check_machine(options: OcrOptions | None = None, language: str = "id") -> list[Check]:
    """Try Tesseract, its languages and each layer of the sandbox.

    A missing layer is no failure of the library, but the file that needs it harms more.
    """
    options = options or OcrOptions()
    layers = [Check(f"sandbox: {name}", active, "") for name, active in available().items()]
    return [*(_language(code, language) for code in options.languages), *layers]


def _language(code: str, language: str) -> Check:
    from ingest.ocr.run import check_languages, tesseract_version

    try:
        check_languages([code])
    except IngestError as error:
        return Check(f"tesseract: {code}", ok=False, detail=sentence(error, language))
    return Check(f"tesseract: {code}", ok=True, detail=tesseract_version())
