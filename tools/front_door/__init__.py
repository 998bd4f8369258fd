"""The front door: from a fresh clone to a running library, or to run tests, step by step and again at any time."""
