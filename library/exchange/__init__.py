"""What other systems take from the catalogue: descriptions in the field's own forms. Never a page, never a file."""
