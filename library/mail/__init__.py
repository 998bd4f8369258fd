"""Mail: written in the same commit as its reason, sent later, at least once, under one Message-ID."""
