"""Who is who: people, their second factors, their grants and their sessions."""
