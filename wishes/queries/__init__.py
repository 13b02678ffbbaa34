"""Reads of the wishes larger than a queryset method."""
