"""What the Makefile runs. Plain Python 3.11: nothing of it may need a package."""
