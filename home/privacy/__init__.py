"""What is held about people: shown to them, downloaded, erased, merged, and deleted when old."""
