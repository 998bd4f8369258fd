"""From a leak to the copy it was made from: for those who may trace, every use on record."""
