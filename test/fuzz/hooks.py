"""Tells schemathesis how a feed is sent: as the bytes it is."""

import schemathesis


@schemathesis.serializer("application/zip")
def zipped(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
