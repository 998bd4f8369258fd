"""What runs in the child process: one file, read step by step."""
