"""What learners tell the authors: something wrong in a lesson, and how the course was."""
