"""Reports of a month or a year: on screen, as PDF and spreadsheet, and as open data."""
