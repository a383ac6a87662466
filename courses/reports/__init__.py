"""Read-only pages about learners, for the people who support them."""
