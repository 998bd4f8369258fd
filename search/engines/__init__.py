"""One package for each engine that can stand behind the door."""
