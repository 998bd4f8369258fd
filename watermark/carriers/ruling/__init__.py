"""Ruling and fills: grey rules, frames and the edges of shaded cells stand a little higher or lower, left or right.

Never a data mark: a bar's height, a point, a curve say a number. What is moved is what repeats: cells whose rows are
cut at the same places, and long rules that touch nothing but cells and each other.
"""
