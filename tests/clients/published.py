"""Whether every body that the sandbox answered is allowed by the OpenAPI document that Pureport published.

Reads what the sandbox wrote down below the folder `$ONRAMP_SANDBOX_RECORD`. The document lies outside
of this repository; where it is not, nothing is checked and the script says so.
"""

import collections
import hashlib
import json
import os
import pathlib
import sys

PUBLISHED = (
    pathlib.Path(__file__).resolve().parents[2].parent
    / "shared/reference/pureport-openapi-2020-11.json"
)
SCHEMAS = "#/components/schemas/"
SHOWN = 20


def strict(document):
    """The document's schemas as JSON Schema: what it leaves to words is required here.

    A discriminator chooses the schema of the kind, and no object has fields that its schema lacks.
    """
    schemas = agreeing(document["components"]["schemas"])
    made = {}
    for name, schema in schemas.items():
        if "discriminator" in schema:
            made[name] = chosen(name, schema)
            name += ".base"
        elif "properties" in schema or "allOf" in schema:
            schema = {**schema, "unevaluatedProperties": False}
        made[name] = schema
    for schema in made.values():
        for part in schema.get("allOf", []):
            if part.get("$ref", "")[len(SCHEMAS) :] + ".base" in made:
                part["$ref"] += ".base"
    return made


def agreeing(schemas):
    """The schemas without what the document itself contradicts: it calls the values of a change objects,
    and gives names and states as its example."""
    change = schemas["ChangeObject"]
    assert any(isinstance(one["current"], str) for one in change["example"])
    values = {name: {} for name in ("previous", "current")}
    change = {**change, "properties": {**change["properties"], **values}}
    return {**schemas, "ChangeObject": change}


def chosen(name, schema):
    """The schema that an object's own kind chooses."""
    kind = schema["discriminator"]["propertyName"]
    ways = [
        {"if": {"properties": {kind: {"const": value}}}, "then": {"$ref": target}}
        for value, target in schema["discriminator"]["mapping"].items()
    ]
    known = {"enum": list(schema["discriminator"]["mapping"])}
    return {"required": [kind], "properties": {kind: known}, "allOf": ways}


class Judge:
    """Judges bodies; the same body is judged once."""

    def __init__(self, document):
        from jsonschema import Draft202012Validator, FormatChecker
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT202012

        self.paths = document["paths"]
        root = {"components": {"schemas": strict(document)}}
        root["components"]["schemas"]["ErrorBody"] = {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": {"$ref": f"{SCHEMAS}ErrorCode"},
                "message": {"type": "string", "minLength": 1},
            },
            "additionalProperties": False,
        }
        resource = Resource.from_contents(root, default_specification=DRAFT202012)
        self.registry = Registry().with_resource("urn:published", resource)
        self.validator, self.formats = Draft202012Validator, FormatChecker()
        self.validators = {}
        self.judged = {}
        self.unpublished = collections.Counter()
        self.found = []
        self.bodies = 0

    def schema(self, method, path, status):
        """What this answer has to be; nothing when no such operation was published."""
        operation = self.paths.get(path, {}).get(method.lower())
        if status >= 400:
            return {"$ref": f"urn:published{SCHEMAS}ErrorBody"}
        if operation is None:
            return None
        content = operation["responses"]["default"]["content"]
        return absolute(content.get("application/json", {}).get("schema", {}))

    def judge(self, line):
        method, path, status, body = (line[key] for key in ("method", "path", "status", "body"))
        schema = self.schema(method, path, status)
        if schema is None:
            self.unpublished[f"{method} {path}"] += 1
            return
        self.bodies += 1
        if status >= 400 and body.get("status") != status:
            self.found.append(f"{method} {path} {status}: the body says {body.get('status')}")
        key = json.dumps(schema)
        seen = hashlib.sha256(f"{key}{json.dumps(body, sort_keys=True)}".encode()).digest()
        if seen not in self.judged:
            self.judged[seen] = True
            validator = self.validators.setdefault(
                key,
                self.validator(schema, registry=self.registry, format_checker=self.formats),
            )
            for error in validator.iter_errors(body):
                where = "/".join(str(step) for step in error.absolute_path)
                self.found.append(f"{method} {path} {status}: {where}: {error.message[:300]}")


def absolute(value):
    """The schema with references into the registry."""
    if isinstance(value, dict):
        return {
            key: f"urn:published{inner}" if key == "$ref" else absolute(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [absolute(inner) for inner in value]
    return value


def main():
    folder = pathlib.Path(os.environ["ONRAMP_SANDBOX_RECORD"])
    if not PUBLISHED.is_file():
        print(f"skipped: Pureport's document is not at ../shared/reference/{PUBLISHED.name}")
        return
    judge = Judge(json.loads(PUBLISHED.read_text()))
    files = sorted(folder.rglob("*.jsonl"))
    for file in files:
        with file.open() as lines:
            for line in lines:
                judge.judge(json.loads(line))
    for name, times in judge.unpublished.most_common():
        print(f"not published: {name} ({times})")
    for text, times in collections.Counter(judge.found).most_common(SHOWN):
        print(f"{times} × {text}")
    assert judge.bodies > 0, f"nothing was written down in {folder}"
    if judge.found:
        sys.exit(f"{len(judge.found)} violations of Pureport's document")
    print(f"{judge.bodies} bodies ({len(judge.judged)} different), no violation")


main()
