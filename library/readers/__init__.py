"""People: accounts, passwords, sign-ins, rights."""
