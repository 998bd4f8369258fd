"""Printed copies: where they stand, how they are, and what readers scan from them."""
