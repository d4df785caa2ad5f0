"""What the log leaves out: the part of an address that opens something by itself."""

import logging
import re

SECRET = re.compile(r"(/(?:say|invitation)/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Writes the address of a signed link, or of an invitation, without what opens it."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        clean = SECRET.sub(r"\1…", words)
        if clean != words:
            record.msg, record.args = clean, ()
        return True
