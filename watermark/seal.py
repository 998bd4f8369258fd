"""The office's seal: a PAdES signature after everything else, as an incremental update.

ETSI EN 319 142-1, baseline level B-B, made by pyHanko. The seal certifies the copy as it left the office and allows no
change. The time is given and the signature deterministic (PKCS #1 v1.5, or ECDSA after RFC 6979), so that equal files
sealed at one time are equal. What a seal in a file says is told by `watermark.seal_check`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from watermark.atomic import sync_folder
from watermark.errors import AssemblyError

if TYPE_CHECKING:
    from watermark.seal_keys import Seal

_FIELD: Final = "Pustaka"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Sealed:
    """A sealed file: SHA-256 in hex, size in bytes."""

    sha256: str
    size: int


def seal_file(part: Path, seal: Seal, when: dt.datetime, out: Path) -> Sealed:
    """Append the seal to a copy that nobody has seen yet, and give the copy its name once it is whole and on disk.

    Args:
        part: the copy, in a folder of the same file system as `out`; it is used up, or of no more use after an error.
        seal: the office's.
        when: the time that the seal names, whole seconds; equal files sealed at one time are equal.
        out: its name.

    Raises:
        AssemblyError: it could not be signed or written, or the certificate does not hold at that time.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    if not seal.holds_at(when):
        raise AssemblyError(
            f"The seal's certificate does not hold on {when:%Y-%m-%d}.",
            advice="Renew the office's certificate and name the new file in PUSTAKA_SEAL.",
        )
    try:
        with part.open("r+b") as file:
            _sign(file, seal, when.astimezone(dt.UTC).replace(microsecond=0))
            file.flush()
            os.fsync(file.fileno())
            sealed = _measured(file)
        part.replace(out)
        sync_folder(out.parent)
    except (OSError, PdfError, SigningError, ValueError, LookupError, TypeError, AttributeError) as exc:
        raise AssemblyError(f"The copy could not be sealed: {exc}") from exc
    return sealed


def _measured(file: IO[bytes]) -> Sealed:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := file.read(_CHUNK):
        digest.update(block)
        size += len(block)
    return Sealed(digest.hexdigest(), size)


def _sign(file: IO[bytes], seal: Seal, when: dt.datetime) -> None:
    """Sign a file where it stands: a book of 100 MB is never held in memory."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    class Signer(PdfSigner):
        """Signs at the given time."""

        def init_signing_session(self, *args: Any, **named: Any) -> Any:
            session = super().init_signing_session(*args, **named)
            session.system_time = when
            return session

    writer = _writer(file, when)
    # A publication that was signed by others keeps the fields of those signatures; only a first one may certify.
    first = next(enumerate_sig_fields(writer.prev, filled_status=True), None) is None
    meta = PdfSignatureMetadata(
        field_name=_field_name(writer.prev), md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES,
        certify=first, docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip
    Signer(meta, signer=seal.signer).sign_pdf(writer, in_place=True)


def _writer(file: IO[bytes], when: dt.datetime) -> Any:
    from pyhanko.pdf_utils.generic import ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        """Leaves the publication's metadata as they are, and takes no chance into the file's second identifier."""

        def _update_meta(self) -> None:
            pass

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            ids = super()._handle_id(prev)  # type: ignore[no-untyped-call]
            # Of a copy, the second identifier is a hash of all that varies.
            both = b"".join(one.original_bytes for one in prev.trailer["/ID"])
            ids[1] = ByteStringObject(hashlib.sha256(both + when.isoformat().encode()).digest()[:16])
            return ids

    return Writer(file, strict=False)


def _field_name(reader: Any) -> str:
    """Name the field so that no field of the publication has that name."""
    try:
        fields = reader.root["/AcroForm"]["/Fields"]
    except KeyError:
        return _FIELD
    taken = {str(field.get_object().get("/T", "")) for field in fields}
    names = (_FIELD, *(f"{_FIELD} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
