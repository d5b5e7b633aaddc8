"""What Schemathesis does not know by itself: the records that there are, and what no answer may hold."""

import json
import os
import re

import schemathesis

# Of the test: {"ids": {beginning of a path: {parameter: [values]}}, "cursors": {path: [values]}, "secrets": [texts]}
given = json.loads(os.environ["TOURNIQUET_GIVEN"])

# A task token that is not redacted.
TOKEN = re.compile(r"tqt_(?!hidden)\w+")
# A line of a stack trace, a file of ours, an error of the store.
INSIDE = re.compile(r"\\n +at |\n +at |\.ts:\d+|node_modules|SQLITE_|\[object Object\]")


def ids_of(path):
    return next((ids for start, ids in given["ids"].items() if path.startswith(start)), {})


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """What the document cannot say: cursors are of pages, and about half of the ids are of records that there are."""
    for path, operations in raw_schema["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                known = ids_of(path).get(parameter["name"])
                if parameter["in"] == "path" and known:
                    parameter["schema"] = {"anyOf": [{"type": "string", "enum": known}, parameter["schema"]]}
                if parameter["name"] == "cursor" and path in given["cursors"]:
                    parameter["schema"] = {"type": "string", "enum": given["cursors"][path]}


@schemathesis.hook
def before_call(context, case, kwargs):
    """As browsers may send it across sites, a request is refused before anything looks at it."""
    if case.path.startswith("/approve/"):
        case.headers["Origin"] = case.operation.base_url.rstrip("/")
    elif case.method == "POST" and not case.operation.body:
        case.headers["Content-Type"] = "application/json"


@schemathesis.check
def tells_no_secret(context, response, case):
    """No task token; no link, code or token of somebody, but what the request itself had."""
    sent = f"{case.path_parameters} {case.body}"
    told = [secret for secret in given["secrets"] if secret in response.text and secret not in sent]
    assert not told, f"the answer holds {told[0][:6]}…, which is secret"
    assert TOKEN.search(response.text) is None, "the answer holds a task token"


@schemathesis.check
def tells_nothing_of_the_inside(context, response, case):
    """Who asks learns nothing of files, stacks and queries, and is told in words."""
    found = INSIDE.search(response.text)
    assert found is None, f"the answer holds {found and found.group()!r}"
