"""PDF as bytes: content streams, pages, active content, and a writer whose offsets are known beforehand."""
