"""Factors influencing health status (I.C.21)."""
