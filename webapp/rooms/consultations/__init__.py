"""A reader's consultations: search first, ask, talk, meet, and be done."""
