"""Every write with a meaning on wishes, claims, letters, errands and the help fund."""
