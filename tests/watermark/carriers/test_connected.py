"""Connected components, against SciPy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components

from watermark.carriers.connected import components


@given(st.integers(0, 40), st.floats(0, 0.2), st.integers(0, 2**32 - 1))
def test_components_are_numbered_as_scipy_numbers_them(nodes: int, share: float, seed: int) -> None:
    related = np.random.default_rng(seed).random((nodes, nodes)) < share
    related |= related.T
    expected = connected_components(related, directed=False)[1] if nodes else []
    assert components(related).tolist() == list(expected)
