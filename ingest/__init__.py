"""A file becomes a work.

`read_file` is the door: it reads a PDF, TIFF, PNG or JPEG in a confined child process and gives a `Reading`:
the words of each page, the metadata of the imprint page, the captions, a cover. It knows no database.
"""

from ingest.errors import IngestError
from ingest.limits import Limits, OcrOptions
from ingest.messages import sentence
from ingest.read import read_file
from ingest.reading import Caption, Found, Metadata, PageText, Progress, Reading

__all__ = [
    "Caption",
    "Found",
    "IngestError",
    "Limits",
    "Metadata",
    "OcrOptions",
    "PageText",
    "Progress",
    "Reading",
    "read_file",
    "sentence",
]
