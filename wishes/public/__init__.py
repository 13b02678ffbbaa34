"""What residents and strangers see and do without an account: the wall of wishes, a claim, the tracking of what they left."""
