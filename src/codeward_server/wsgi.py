"""The WSGI application, for granian or any other server of that interface."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeward_server.settings")
application = get_wsgi_application()
