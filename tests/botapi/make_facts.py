"""Makes facts.json from the api.json of PaulSonOfLars/telegram-bot-api-spec (MIT): names, types, required.

Prose and hrefs stay behind. `python -m tests.botapi.make_facts api.json`; it owns nothing at run time.
"""

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("facts.json")


def fields_of(entry: dict[str, Any]) -> dict[str, list[Any]]:
    """Name → [types, required]."""
    return {field["name"]: [field["types"], field["required"]] for field in entry.get("fields", [])}


def facts_from(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": spec["version"],
        "methods": {name: fields_of(entry) for name, entry in spec["methods"].items()},
        "returns": {name: entry["returns"] for name, entry in spec["methods"].items()},
        "types": {name: fields_of(entry) for name, entry in spec["types"].items() if "subtypes" not in entry},
        "unions": {name: entry["subtypes"] for name, entry in spec["types"].items() if "subtypes" in entry},
    }


def main(source: str) -> None:
    facts = facts_from(json.loads(Path(source).read_text(encoding="utf-8")))
    lines = ["{"]
    for number, (part, content) in enumerate(facts.items()):
        lines.append(("," if number else "") + json.dumps(part) + ":")
        if isinstance(content, dict):
            rows = (f"{json.dumps(name)}:{json.dumps(entry)}" for name, entry in content.items())
            lines.append("{" + ",\n".join(rows) + "}")
        else:
            lines.append(json.dumps(content))
    TARGET.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
