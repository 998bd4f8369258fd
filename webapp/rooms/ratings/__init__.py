"""Rating a service, and what the ratings say."""
