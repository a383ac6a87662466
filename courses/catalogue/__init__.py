"""What authors edit in Wagtail: courses, modules, lessons and quizzes."""
