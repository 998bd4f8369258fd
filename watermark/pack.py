"""Numbers and facts in one plain record: a line of JSON, then arrays compressed together.

one line of UTF-8 JSON     the facts, and under "arrays" a list of [name, dtype, shape]
a zlib stream              the arrays one after another, C order, little-endian
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class PackError(ValueError):
    """A packed record cannot be read."""


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], *, level: int = 9) -> bytes:
    """Write a record; equal input gives equal bytes."""
    little = {name: np.ascontiguousarray(array, array.dtype.newbyteorder("<")) for name, array in arrays.items()}
    facts = {**header, "arrays": [[name, array.dtype.str, list(array.shape)] for name, array in little.items()]}
    line = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    return line + b"\n" + zlib.compress(b"".join(array.tobytes() for array in little.values()), level)


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read a record.

    Raises:
        PackError: the bytes are not such a record.
    """
    try:
        line, _, packed = data.partition(b"\n")
        header, raw = json.loads(line), zlib.decompress(packed)
        arrays, offset = {}, 0
        for name, dtype, shape in header.pop("arrays"):
            array = np.frombuffer(raw, np.dtype(dtype), int(np.prod(shape)), offset).reshape(shape)
            arrays[str(name)] = array
            offset += array.nbytes
    except (AttributeError, KeyError, TypeError, ValueError, zlib.error) as exc:
        raise PackError("not a packed record") from exc
    return header, arrays
