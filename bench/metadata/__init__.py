"""How much of an imprint page is read right."""
