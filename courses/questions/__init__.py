"""Question banks in Wagtail, and the plain rules of each question type."""
