"""The officers' rooms: front desk, counters, clocks, devices."""
