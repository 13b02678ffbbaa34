"""Reads of the party room."""
