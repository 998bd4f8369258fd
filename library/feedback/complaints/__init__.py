"""Complaints, from the receipt to the end: who may see them, what may be done, and by when.

RECEIVED → REGISTERED → CLASSIFIED → ASSIGNED → IN_PROGRESS ⇄ WAITING_COMPLAINANT → RESOLVED → CLOSED;
any open one → FORWARDED (with LAPOR's reference) | REJECTED (with a reason); RESOLVED | REJECTED | CLOSED → REOPENED.
"""
