"""Asking for a copy, getting it, and deciding about it."""
