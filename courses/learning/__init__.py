"""Taking part: offerings, enrolments, progress, completions and the player."""
