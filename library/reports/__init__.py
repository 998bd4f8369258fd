"""Monthly and yearly reports, per office and over all, from events and rows alone: reproducible on any later day."""
