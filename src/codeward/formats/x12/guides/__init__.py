"""Structure of the transaction sets as compact text, in our own words."""
