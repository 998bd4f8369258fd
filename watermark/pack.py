"""Numbers and facts in one plain record: a line of JSON, then arrays.

one line of UTF-8 JSON     the facts; under "arrays" a list of [name, dtype, shape], under "packing" zlib or raw
the arrays                 one after another, C order, little-endian; as a zlib stream where packing is zlib
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class PackError(ValueError):
    """A packed record cannot be read."""


def pack(
    header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], *, packing: Literal["zlib", "raw"] = "zlib"
) -> bytes:
    """Write a record; equal input gives equal bytes. `raw` is read without copying."""
    little = {name: np.ascontiguousarray(array, array.dtype.newbyteorder("<")) for name, array in arrays.items()}
    names = [[name, array.dtype.str, list(array.shape)] for name, array in little.items()]
    line = json.dumps({**header, "arrays": names, "packing": packing}, ensure_ascii=False, separators=(",", ":"))
    body = b"".join(array.tobytes() for array in little.values())
    return line.encode() + b"\n" + (zlib.compress(body, 9) if packing == "zlib" else body)


def unpack(data: bytes | memoryview) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read a record.

    Raises:
        PackError: the bytes are not such a record.
    """
    try:
        head = bytes(data[: 1 << 16])
        end = head.find(b"\n")
        while end < 0 and len(head) < len(data):
            head = bytes(data[: 4 * len(head)])
            end = head.find(b"\n")
        header = json.loads(head[:end])
        rest = memoryview(data)[end + 1 :]
        return header, _arrays(header, zlib.decompress(rest) if header.pop("packing") == "zlib" else rest)
    except (AttributeError, KeyError, TypeError, ValueError, zlib.error) as exc:
        raise PackError("not a packed record") from exc


def _arrays(header: dict[str, Any], raw: bytes | memoryview) -> dict[str, NDArray[Any]]:
    arrays, offset = {}, 0
    for name, dtype, shape in header.pop("arrays"):
        array = np.frombuffer(raw, np.dtype(dtype), int(np.prod(shape)), offset).reshape(shape)
        arrays[str(name)] = array
        offset += array.nbytes
    return arrays
