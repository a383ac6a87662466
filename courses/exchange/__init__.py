"""Courses in and out as readable files (docs/course-format.md)."""
