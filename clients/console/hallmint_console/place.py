"""Where one can go: the navigation of the console, by what a person may see."""

from hallmint_console.visitor import Visitor

Link = tuple[str, str]

_NAV = (
    ("/mint", "Mint", "mint:read"),
    ("/scans", "Scans", "scan:read"),
    ("/products", "Products", "catalog:read"),
    ("/templates", "Templates", "catalog:read"),
    ("/market-packs", "Market packs", "catalog:read"),
    ("/team", "Team", "member:read"),
    ("/credentials", "Credentials", "person"),
    ("/settings", "Settings", "brand:read"),
)
_TABS = (
    ("/mint", "Batches", "mint:read"),
    ("/mint/tokens", "Tokens", "mint:read"),
    ("/mint/exports", "Exports", "export:read"),
    ("/mint/activity", "Activity", "audit:read"),
)


def nav(visitor: Visitor) -> list[Link]:
    """Addresses and names of the screens, in order."""
    return [(path, name) for path, name, permission in _NAV if visitor.may(permission)]


def tabs(visitor: Visitor) -> list[Link]:
    """Those of the dashboard."""
    return [(path, name) for path, name, permission in _TABS if visitor.may(permission)]
