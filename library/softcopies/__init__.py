"""Softcopies: the request form, the decision, the stamped copy, its delivery and its verification."""
