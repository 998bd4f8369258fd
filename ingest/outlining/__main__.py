"""`python -m ingest.outlining DESCRIPTOR`: shut oneself in, read the order from stdin, read the headings."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from ingest.child.border import work_behind
from ingest.child.channel import Channel
from ingest.limits import Limits
from ingest.sandbox.confine import confine
from ingest.sandbox.yielding import give_way

_SHRINK_EVERY = 32  # pages between two emptyings of MuPDF's store, which otherwise keeps every image
_RESULT = "headings.json"


def main() -> int:
    """Run one order; exit code 0 when the headings are there, 3 when a reason was reported."""
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    pdf, folder = Path(order["pdf"]), Path(order["folder"])
    give_way()
    confine(workdir=folder, readable=(pdf,), limits=limits, die_with_parent=True)
    return work_behind(channel, limits, lambda: _read(pdf, folder, channel))


def _read(pdf: Path, folder: Path, channel: Channel) -> None:
    # Imported only now, so that even their loading happens inside.
    import pymupdf

    from ingest.errors import Damaged
    from ingest.text.book import book_rows
    from ingest.text.headings import book_headings
    from ingest.text.outline import read_outline
    from ingest.text.survey import PageSurvey, survey_page

    surveys: dict[int, PageSurvey] = {}
    try:
        with pymupdf.open(pdf, filetype="pdf") as document:
            outline = read_outline(document)
            for number in range(1, document.page_count + 1):
                surveys[number] = survey_page(document[number - 1])
                if number % _SHRINK_EVERY == 0:
                    pymupdf.TOOLS.store_shrink(100)
                    channel.progress("text", number, document.page_count)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        raise Damaged(str(error)) from error
    found = book_headings(book_rows(surveys), outline)
    sizes = {number: survey.size for number, survey in surveys.items()}
    plain = {"sizes": sizes, "headings": [asdict(each) for each in found]}
    unfinished = folder / "headings.part"
    unfinished.write_text(json.dumps(plain), "utf-8")
    unfinished.replace(folder / _RESULT)


if __name__ == "__main__":
    sys.exit(main())
