"""The certificates with which copies were sealed: public, and kept for as long as such a copy may be shown to us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from library.store.models.base import Base


class SealCertificate(Base):
    """A certificate of the office's seal; its key stands in no table."""

    __tablename__ = "seal_certificate"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the certificate, hex."""
    certificate: Mapped[bytes]
    """DER."""
    first_at: Mapped[datetime]
