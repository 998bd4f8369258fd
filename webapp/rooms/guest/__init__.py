"""For visitors: the guest book, the ticket, the queue to follow, the room's board and its voice."""
