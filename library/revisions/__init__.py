"""What administrators edit in pages, by versions: drafted, looked at, published, and taken back by a later version."""
