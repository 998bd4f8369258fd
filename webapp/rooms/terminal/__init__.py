"""The terminals of the reading room: pairing, signing in for a while, an account in a minute, scanning, and the wipe."""
