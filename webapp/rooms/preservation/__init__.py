"""What the staff see of the long run: embargoes, archive copies, and whether every byte is there."""
