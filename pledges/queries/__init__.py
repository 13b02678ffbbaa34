"""Reads of the pledges."""
