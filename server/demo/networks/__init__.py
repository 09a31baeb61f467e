"""Local social networks that speak the documented formats of the real ones, for the demo and for tests.

They are written from the documentation of the networks, and share no code with what reads these.
"""
