"""The terminals of the reading room: pairing, signing in, an account in a minute, scanning, and the wipe."""
