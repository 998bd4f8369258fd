"""The room of personal data: the register for everybody, one's own data, the desk's way, looks and breaches."""
