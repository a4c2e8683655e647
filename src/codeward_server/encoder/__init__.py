"""The encoder in the browser: search as you type, and everything the releases say of a code."""
