"""Where everyone starts: the visitor's home page, the learner's list, the running of the site."""
