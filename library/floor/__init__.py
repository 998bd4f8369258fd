"""The service floor: visits, queue, custody, terminals, and the clocks that watch them. No HTTP."""
