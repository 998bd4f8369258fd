"""Keeping works for the long run: embargoes, fixity, packages, archive copies, and what stays of withdrawn ones."""
