"""Doors and locks: who may come in, what may come in, what goes out with every answer."""
