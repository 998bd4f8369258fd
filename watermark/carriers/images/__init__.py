"""Image tiles: a picture encoded twice, cut at restart intervals, put together anew for every copy."""
