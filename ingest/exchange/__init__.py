"""Catalogue records in the formats of others: BPS's web API, Dublin Core, MARC 21, and tables."""
