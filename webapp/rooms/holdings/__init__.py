"""The shelves: printed works and their copies, counting them, and readers' scans that are offered."""
