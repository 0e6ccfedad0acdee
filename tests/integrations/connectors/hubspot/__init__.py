"""HubSpot's stand-in: one account that remembers its contacts, its notes and what belongs together."""

from tests.integrations.connectors.example import CANARY, Example
from tests.integrations.connectors.stand_in import Asked, Reply, Vendor

CONTACTS, NOTES = "/crm/v3/objects/contacts", "/crm/v3/objects/notes"


def vendor() -> Vendor:
    records: dict[str, dict[str, dict[str, str]]] = {CONTACTS: {}, NOTES: {}}

    def answer(asked: Asked) -> Reply:
        kind = CONTACTS if asked.path.startswith(CONTACTS) else NOTES
        if asked.path.endswith("/search"):
            (wanted,) = asked.json["filterGroups"][0]["filters"]
            found = [one for one, kept in records[kind].items() if wanted["value"] in kept.get(wanted["propertyName"], "")]
            return Reply(200, {"total": len(found), "results": [{"id": one, "properties": {}} for one in found]})
        if asked.method == "POST":
            made = str(101 + sum(map(len, records.values())))
            records[kind][made] = asked.json["properties"]
            return Reply(201, {"id": made, "properties": {}})
        if asked.method == "PATCH":
            return Reply(200, {"id": asked.path.rsplit("/", 1)[-1], "properties": {}})
        return Reply(200, {"results": []})

    return answer


WRITES = (("POST", CONTACTS), ("PATCH", f"{CONTACTS}/101"), ("POST", NOTES))
EXAMPLE = Example({"portal": "Fernhill"}, {"token": f"pat-eu1-{CANARY}"}, "api.hubapi.com", vendor, WRITES, once=True)
