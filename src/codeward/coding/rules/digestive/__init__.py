"""Diseases of the digestive system."""
