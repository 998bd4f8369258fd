"""Pages as pictures and words as boxes, drawn in confined workers that a threaded server may share."""

from ingest.rendering.pool import Renderer
from ingest.rendering.regions import RegionOrder
from ingest.rendering.words import WordBox

__all__ = ["RegionOrder", "Renderer", "WordBox"]
