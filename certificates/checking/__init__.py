"""Whether a file or a list that somebody gives us agrees with what we issued."""
