"""Is this copy number genuine? Anybody may ask; no answer names a reader."""
