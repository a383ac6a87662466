"""Quizzes: drawing a paper, saving answers, grading, retries."""
