"""Certificates as signed credentials: plain Python that knows neither Django nor our models.

``signing`` makes and checks signatures, ``document`` builds what is signed, ``bits`` packs the list
that says what was revoked.
"""
