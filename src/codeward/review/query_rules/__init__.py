"""What a query to a provider must not do, one rule a function; `catalog` lists them."""
