"""Speed as ratios in one run: the portal against what one would otherwise use, on both databases. ``make bench`` runs it."""
