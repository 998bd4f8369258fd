"""The catalogue, a work, its cover and its pages in small."""
