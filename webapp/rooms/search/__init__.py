"""Finding pages, and why each hit is a hit."""
