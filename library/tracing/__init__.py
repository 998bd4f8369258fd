"""From a leak to a name: which masters and readers to ask, what the engine answers, and who asked."""
