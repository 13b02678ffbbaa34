"""Reads of the reports: months, what changed after a lock, what the home page shows."""
