"""Language and appearance: what a browser remembers for its reader."""
