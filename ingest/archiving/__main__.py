"""`python -m ingest.archiving DESCRIPTOR`: shut oneself in, read the order from stdin, make the PDF/A copy."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ingest.child.border import work_behind
from ingest.child.channel import Channel
from ingest.errors import Damaged, Encrypted
from ingest.limits import Limits
from ingest.sandbox.confine import confine
from ingest.sandbox.yielding import give_way

_COPY = "copy.pdf"
_FLAVOUR = "2b"


def main() -> int:
    """Run one order; exit code 0 when `archived.json` is there, 3 when a reason was reported."""
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    pdf, folder = Path(order["pdf"]), Path(order["folder"])
    give_way()
    confine(workdir=folder, readable=(pdf,), limits=limits, die_with_parent=True)
    os.environ["TMPDIR"] = str(folder)
    return work_behind(channel, limits, lambda: _archive(pdf, folder))


def _archive(pdf: Path, folder: Path) -> None:
    # Imported only now, so that even their loading happens inside.
    import logging

    import ocrmypdf
    from ocrmypdf.exceptions import (
        EncryptedPdfError,
        ExitCodeException,
        InputFileError,
        PdfaConversionFailedError,
    )

    with pdf.open("rb") as stream:
        if stream.read(5) != b"%PDF-":  # OCRmyPDF would take it for a picture
            raise Damaged("no PDF")
    logging.getLogger("ocrmypdf").setLevel(logging.CRITICAL)
    copy = folder / _COPY
    try:
        ocrmypdf.ocr(
            pdf,
            copy,
            output_type="pdfa",
            pdfa_backend="internal",
            mode="skip",
            ocr_engine="none",
            optimize=0,
            jobs=1,
            use_threads=True,
            progress_bar=False,
        )
    except EncryptedPdfError as error:
        raise Encrypted(str(error)) from error
    except InputFileError as error:
        raise Damaged(str(error)) from error
    except (PdfaConversionFailedError, ExitCodeException) as error:
        copy.unlink(missing_ok=True)
        first = next(iter(str(error).splitlines()), "")
        _write(folder, {"copy": "", "profile": "", "checks": {"verdict": "not made", "why": first[:300]}})
        return
    checks = _checked(pdf, copy)
    made = checks["verdict"] == "pass" and checks["same_pages"] and checks["qpdf"] == "sound"
    plain = {"copy": _COPY if made else "", "profile": f"PDF/A-{_FLAVOUR}" if made else "", "checks": checks}
    _write(folder, plain)


def _checked(pdf: Path, copy: Path) -> dict[str, Any]:
    """Look at what was written, as if somebody else had."""
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(pdf) as before, pikepdf.open(copy) as after:
        report = pdfa.check(after, _FLAVOUR)
        faults = after.check_pdf_syntax()
        return {
            "validator": f"pikepdf {pikepdf.__version__}",
            "verdict": report.verdict,
            "violations": len(report.violations),
            "unknown": len(report.unsupported),
            "claims": after.open_metadata().pdfa_status,
            "same_pages": len(before.pages) == len(after.pages),
            "qpdf": "sound" if not faults else str(faults[0])[:200],
        }


def _write(folder: Path, plain: dict[str, Any]) -> None:
    unfinished = folder / "archived.part"
    unfinished.write_text(json.dumps(plain), "utf-8")
    unfinished.replace(folder / "archived.json")


if __name__ == "__main__":
    sys.exit(main())
