"""The choke point as the server meets it: a policy for every endpoint, every decision noted."""
