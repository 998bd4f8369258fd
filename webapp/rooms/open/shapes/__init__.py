"""How a described work is written in the JSON and XML of others."""
