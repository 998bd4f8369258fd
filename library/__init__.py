"""The institution: its rules and its records. It knows nothing of HTTP."""

from library.settings import Settings, from_environment
from library.wiring import Library, open_library

__all__ = ["Library", "Settings", "from_environment", "open_library"]
