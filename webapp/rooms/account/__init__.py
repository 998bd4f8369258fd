"""A reader's own account: opening it, signing in and out, its data and its password."""
