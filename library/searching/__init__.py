"""Searching as readers do it: for tables and figures by number or words, again and again, and in vain."""
