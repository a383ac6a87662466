"""Authoring that touches learners: releasing a course, and guards on what is released."""
