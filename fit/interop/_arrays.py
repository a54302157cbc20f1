"""Arrow columns laid out by hand. pyarrow's own way imports pandas, which takes longer than a file of many ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


def numbers(values: NDArray[Any], known: NDArray[np.bool_] | None = None) -> pa.Array:
    """Lay out numbers; empty where not known."""
    told = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, values.size, [told, pa.py_buffer(np.ascontiguousarray(values))])


def texts(values: Iterable[str]) -> pa.StringArray:
    """Lay out texts."""
    octets = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, octets)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(octets), pa.py_buffer(ends), pa.py_buffer(b"".join(octets)))


def named(codes: NDArray[Any], names: Sequence[str], known: NDArray[np.bool_] | None = None) -> pa.StringArray:
    """Name each code; empty where not known."""
    return texts(map(str, names)).take(numbers(codes, known))
