"""The administrator's room: people, later work, the audit trail, health."""
