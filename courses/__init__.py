"""Everything a course is, from authoring to proof of completion.

One Django app made of sub-packages; imports run down this list, never up or sideways:

    exchange     load a course from files, export it
    manuals      facilitator manuals: who may read them, their pages, their PDF
    studio       for authors: their home, readers' words, previews; release a course
    reports      read-only pages about learners for the people who support them
    payments     prices, orders, seats, and what Stripe says of them
    feedback     what learners tell the authors, without their names
    assessment   attempts, answers, grading
    learning     offerings, enrolments, progress, completions, the player
    editions     what learners are on: released and never updated
    catalogue    what authors edit in Wagtail: courses, modules, lessons, quizzes
    questions    question banks, and the plain rules of each question type
    people       persons, who are not the same as accounts

``models.py``, ``urls.py`` and ``wagtail_hooks.py`` are indexes for Django and Wagtail.
"""
