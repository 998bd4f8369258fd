"""What a mark survives: attacks as small functions, and a runner that measures identification."""
