"""What other systems may take: descriptions by OAI-PMH, OPDS, JSON and sitemap. Never a page, never a file."""
