"""Facilitator manuals for those who teach with them: who may read one, its pages, its PDF."""
