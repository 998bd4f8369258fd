"""Complaining, following a complaint, and dealing with it."""
