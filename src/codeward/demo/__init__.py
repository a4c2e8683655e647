"""The sample charts, their gold codes and how suggestions compare with them."""
