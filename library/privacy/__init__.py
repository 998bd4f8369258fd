"""One person's data, all of it: the register of processing, consents, views, export, erasure, retention, breaches."""
