"""What only we know: how a feed is sent, and that nobody ends their own sign-in halfway."""

import os
import uuid

import schemathesis


@schemathesis.serializer("application/zip")
def zipped(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """Schemathesis learns ids from answers, the asking person's among them. An operator who takes a role from their own
    account, or ends their own session, is signed out at once, and is told nothing but that from then on."""
    own = os.environ.get("FUZZ_OWN_IDS", "").split()
    if case.method.upper() == "GET" or not case.path_parameters:
        return
    for name, value in case.path_parameters.items():
        if str(value).lower() in own:
            case.path_parameters[name] = os.environ["FUZZ_OTHER_ID"] if name == "userId" else str(uuid.uuid4())
