"""A room that exists only in the tests: every shape of register the house promises, none of them an exception in the layer."""
