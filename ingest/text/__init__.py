"""The words of a page in reading order, without what was stamped across it."""
