"""How data files are read: nothing is guessed, nothing unknown is passed over.

pydantic's own strict mode refuses tables for dataclasses and arrays for tuples, which is all that TOML has; so the
scalars are strict one by one.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

STRICT = ConfigDict(extra="forbid", str_min_length=1)

Flag = Annotated[bool, Field(strict=True)]
Natural = Annotated[int, Field(strict=True, ge=0)]
Positive = Annotated[int, Field(strict=True, ge=1)]
Day = Annotated[date, Field(strict=True)]
