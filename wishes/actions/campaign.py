"""Writes on rounds of collecting wishes."""

from grids.actions.setup import reuse as reuse
from grids.actions.setup import shut as shut
