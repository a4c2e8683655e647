"""Sessions on the server, encrypted at rest: they hold the secret of a factor being enrolled."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.serializers import JSONSerializer

from codeward.safeguards.encryption import EnvelopeError
from codeward_server.identity.opened_secrets import site_secrets
from codeward_server.site_secrets import Purpose


class SessionStore(DatabaseSessions):
    """The sessions of Django in the database, sealed under the key of the site."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal what the session holds."""
        return site_secrets().seal(
            Purpose.SESSIONS, "session", JSONSerializer().dumps(session_dict)
        )

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Open it; one that was changed is an empty session, and its person signs in again."""
        text = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            plain = site_secrets().open(Purpose.SESSIONS, "session", text)
        except EnvelopeError:
            return {}
        held: dict[str, Any] = JSONSerializer().loads(plain)
        return held
