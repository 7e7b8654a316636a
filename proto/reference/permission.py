"""Who may call what: `permission.json`, which a contract test compares with the server's own tables. What is made for partners
does not import the server.
"""

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("permission.json")

ANY = "any credential"
"""What is said where every permission is enough."""

_BY_KIND = {
    "brand:read": "every machine, of its own brand",
    "operate": "the operator",
    "person": "every person",
    "session:create": "a person with a personal credential",
    "session:revoke": "a person with a session",
    "invitation:accept": "an invitation, or a person with a credential of their own",
}
"""Who has a permission without a role or a scope that gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Names of permissions: which ones an rpc (`Service/Method`) takes one of, and which ones roles and scopes have."""

    methods: dict[str, list[str]]
    roles: dict[str, list[str]]
    scopes: dict[str, list[str]]

    @property
    def all(self) -> list[str]:
        """All of them, in alphabetical order."""
        return sorted({name for names in self.methods.values() for name in names})

    def needed(self, service: str, method: str) -> list[str]:
        """What a call takes one of, for cells. KeyError where the rpc is not in the table: deny first."""
        names = self.methods[f"{service}/{method}"]
        return [ANY] if names == self.all else [f"`{name}`" for name in names]

    def holders(self, permission: str) -> tuple[str, str, str]:
        """The roles, the scopes and the other callers that have a permission. ValueError where nobody has it."""
        roles = [role for role, names in self.roles.items() if permission in names]
        scopes = [scope for scope, names in self.scopes.items() if permission in names]
        others = _BY_KIND.get(permission, "")
        if not (roles or scopes or others):
            raise ValueError(f"nobody has the permission {permission}")
        return ", ".join(roles), ", ".join(f"`{scope}`" for scope in scopes), others


def load() -> Permissions:
    """The table."""
    return Permissions(**json.loads(_FILE.read_text(encoding="utf-8")))
