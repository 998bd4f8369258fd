"""Looking after what is kept: fixity, back-up, restore, and the state of the installation."""
