"""A simulated day on the service floor: people's time by an injected clock, the machine's part in real time."""
