"""What every course under courses/starter/ keeps to, in every language that it has."""
