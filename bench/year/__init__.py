"""A simulated year of an office, and how fast its reports open."""
