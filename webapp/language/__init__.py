"""Indonesian first, English one tap away: catalogues, and numbers and dates in their local form."""
