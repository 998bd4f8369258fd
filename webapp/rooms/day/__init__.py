"""The day view for the head of the office."""
