"""Blocks of memory that are used again."""

from __future__ import annotations

import resource

from watermark.carriers.images.memory import kept_blocks

SIZE = 64 << 20  # bytes, more than the C library keeps by itself


def faults_of_a_block() -> int:
    """Count the pages that the kernel had to give for a block."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    block = b"x" * SIZE
    after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    assert len(block) == SIZE
    return after - before


def test_a_block_is_used_again_without_asking_the_kernel_for_its_pages() -> None:
    with kept_blocks():
        faults_of_a_block()
        kept = faults_of_a_block()
        assert kept < SIZE // resource.getpagesize() // 10
    # Huge pages are 512 of the usual ones: the fewest that the kernel gives.
    assert faults_of_a_block() >= kept + SIZE // resource.getpagesize() // 512 // 2, "behind it everything is as it was"
