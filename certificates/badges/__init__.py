"""The picture of an achievement: our seal with its title, as PNG and as SVG; plain Python.

``motif`` says what is drawn and where, ``lettering`` fits the words, ``png`` and ``svg`` draw both.
"""
