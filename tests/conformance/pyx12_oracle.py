"""pyx12 as an outside judge of SNIP types 1 and 2; used by tests only."""

import io
import json
import logging

from pyx12.params import params
from pyx12.x12n_document import x12n_document


def errors(text: str) -> list[str]:
    """What pyx12 holds against an 837; empty when it accepts it."""
    logging.disable(logging.CRITICAL)
    try:
        report = io.StringIO()
        accepted = x12n_document(
            param=params(),
            src_file=io.StringIO(text),
            fd_997=io.StringIO(),
            fd_html=None,
            fd_json=report,
        )
    finally:
        logging.disable(logging.NOTSET)
    if accepted:
        return []
    return [json.dumps(json.loads(report.getvalue() or "{}"))]
