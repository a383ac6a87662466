"""Many certificates at once: checked first, then done in the background, one after the other.

``models`` what is to be done and how far it is; ``kinds`` what can be done, in one table; ``jobs``
runs any of them; ``files`` what is made to be downloaded; ``forms``, ``views``, ``report`` the
pages.
"""
