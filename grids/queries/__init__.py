"""Reads of the grid service larger than a queryset method."""
