"""What the seal in a file says: ``python -m watermark.seal_check FILE CERTIFICATE…``, the office's, base64 of DER.

The file comes from strangers: whoever asks runs this in a process of its own, with limits. Only a signature by one of
the certificates given counts; who else may have signed, and who trusts whom, is not asked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from base64 import b64decode
from dataclasses import dataclass
from enum import Enum
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class SealState(Enum):
    """What a file's seal says: genuine, altered since it was sealed, or none of ours."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SealFinding:
    """What was found.

    Attributes:
        state: genuine only if a seal of the office covers the whole file, and was set while its certificate held.
        certificate: SHA-256 of that seal's certificate, hex; empty where there is none.
        sealed_at: the time that a genuine seal names, UTC.
    """

    state: SealState
    certificate: str = ""
    sealed_at: dt.datetime | None = None


def check_seal(path: Path, certificates: Sequence[bytes]) -> SealFinding:
    """Tell what the seal in a file says.

    Args:
        path: the file.
        certificates: of the office, DER, those that have run out too.
    """
    ours = {one: hashlib.sha256(one).hexdigest() for one in certificates}
    try:
        with path.open("rb") as file:
            found = [one for signature in _signatures(file) if (one := _finding(signature, ours))]
    except Exception:  # noqa: BLE001  whatever a parser throws at a hostile file is its answer
        found = []
    order = (SealState.GENUINE, SealState.ALTERED)
    best = min(found, key=lambda one: order.index(one.state), default=None)
    return best or _traces_of(path, ours)


def _signatures(file: IO[bytes]) -> list[Any]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return list(PdfFileReader(file, strict=False).embedded_signatures)


def _finding(signature: Any, ours: Mapping[bytes, str]) -> SealFinding | None:
    """Judge one signature; None if it is not ours."""
    try:
        certificate = bytes(signature.signer_cert.dump())
    except Exception:  # noqa: BLE001  as above
        return None
    if certificate not in ours:
        return None
    try:
        when = _held_at(signature) if _is_whole(signature) else None
    except Exception:  # noqa: BLE001  as above
        when = None
    state = SealState.ALTERED if when is None else SealState.GENUINE
    return SealFinding(state, ours[certificate], when)


def _is_whole(signature: Any) -> bool:
    """Whether the signature is right and covers every byte of the file but itself."""
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    trust = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    status = validate_pdf_signature(signature, trust, key_usage_settings=KeyUsageConstraints(), skip_diff=True)
    return bool(status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _held_at(signature: Any) -> dt.datetime | None:
    """Give the time that the signature names, if its certificate held then."""
    named: dt.datetime | None = signature.self_reported_timestamp
    if named is None:
        return None
    when, certificate = named.astimezone(dt.UTC), signature.signer_cert
    return when if certificate.not_valid_before <= when <= certificate.not_valid_after else None


def _traces_of(path: Path, ours: Mapping[bytes, str]) -> SealFinding:
    """Look for our certificate in a file that cannot be read as a PDF any more."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            for certificate, fingerprint in ours.items():
                written = certificate.hex().encode()
                if data.find(written) >= 0 or data.find(written.upper()) >= 0:
                    return SealFinding(SealState.ALTERED, fingerprint)
    except (OSError, ValueError):  # an empty file cannot be mapped
        pass
    return SealFinding(SealState.UNKNOWN)


def main(arguments: list[str]) -> int:
    """Print what `check_seal` finds, as JSON."""
    found = check_seal(Path(arguments[0]), [b64decode(one) for one in arguments[1:]])
    when = found.sealed_at.isoformat() if found.sealed_at else None
    json.dump({"state": found.state.value, "certificate": found.certificate, "sealed_at": when}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
