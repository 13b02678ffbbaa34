"""Every write with a meaning on pledges, their periods and reviews."""
