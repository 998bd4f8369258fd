"""Reading on screen, page by page, from the account's own marked copy."""
