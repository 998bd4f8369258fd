"""Sample works of our own, so that a new library has something on its shelves.

Everything in them is invented and says so on every page. The same program makes the same bytes every time.
"""

from ingest.samples.building import SampleWork, build_samples

__all__ = ["SampleWork", "build_samples"]
