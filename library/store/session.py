"""The type of a database session, by name, for packages that may not import SQLAlchemy."""

from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - the re-export is the purpose
