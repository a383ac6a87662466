"""Released content: what learners are on. Rows here are never updated."""
