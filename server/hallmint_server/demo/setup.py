"""Sets the demo's brand up as its people would: with the `hallmint` command, each step with the credential it takes."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.catalog.readiness import field_titles
from hallmint_server.demo.catalogue import Catalogue, Product

# In the home folder:
OPERATOR_FILE = "operator.credential"
INVITATION_FILE = "demo.invitation"
CREDENTIAL_FILE = "demo.credential"
PRODUCTION_RUN = "RUN-2026-11"
RUN_UNITS = 2_000_000
_OWNER = "owner@nordlicht.example"
_SECTIONS = {
    "Who made it": ("manufacturer",),
    "Environment": (
        "carbon_footprint",
        "recycled_content",
        "hazardous",
        "reach_",
        "microplastic",
        "end_of_life",
        "wood",
    ),
}
"""Attributes by the beginnings of their names; all others are what the product is."""
_MARKET_PACK = {
    "languages": ["de", "en"],
    "date_format": "dd.MM.yyyy",
    "disclaimers": [
        {"language": "de", "text": "Angaben nach bestem Wissen zum Zeitpunkt der Herstellung."},
        {"language": "en", "text": "Given to the best of our knowledge at the time of manufacture."},
    ],
    "recycling": [
        {
            "material": "lithium",
            "language": "de",
            "text": "Altbatterien kostenlos im Handel oder am Wertstoffhof abgeben.",
        },
        {
            "material": "lithium",
            "language": "en",
            "text": "Return used batteries free of charge to a shop or collection point.",
        },
        {
            "material": "wool",
            "language": "de",
            "text": "Gut erhaltenes weitergeben, den Rest in den Altkleidercontainer.",
        },
        {
            "material": "wool",
            "language": "en",
            "text": "Pass on what is still good; the rest belongs into textile collection.",
        },
    ],
}


class Hallmint:
    """The `hallmint` command against one server."""

    def __init__(self, program: Path, address: str, credential: Path) -> None:
        self.arguments = [str(program), "--server", address, "--credential-file", str(credential)]

    def json(self, *arguments: str, stdin: str = "") -> Any:
        """What a command answers. CalledProcessError where it fails; its error is on standard error."""
        done = subprocess.run(  # noqa: S603 - our own program
            [*self.arguments, "--json", *arguments], check=True, stdout=subprocess.PIPE, input=stdin.encode()
        )
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def show(self, *arguments: str) -> int:
        """Let a command print; returns its exit code."""
        return subprocess.run([*self.arguments, *arguments], check=False).returncode  # noqa: S603 - our own program


def set_up(program: Path, address: str, home: Path, catalogue: Catalogue) -> Hallmint:
    """The command with the credential of the demo brand's owner, whose brand, products, templates, market pack and
    production batch are made on the first start. If it dies on the way, the next start goes on behind what is done.
    """
    brand = catalogue.brand
    invitation, credential = home / INVITATION_FILE, home / CREDENTIAL_FILE
    if not credential.exists():
        if not invitation.exists():
            operator = Hallmint(program, address, home / OPERATOR_FILE)
            flags = ["--name", brand.name, "--base-url", brand.resolver_base_url, "--owner", _OWNER]
            flags += ["--gs1-ready"] * brand.gs1_ready
            operator.json("brand", "create", brand.slug, *flags, "--save", str(invitation))
        guest = Hallmint(program, address, invitation)
        guest.json("member", "accept", "--save", str(credential))
        invitation.unlink()
    owner = Hallmint(program, address, credential)
    if owner.json("production", "list")["production_batches"]:
        return owner
    owner.json("brand", "update", "--primary-colour", "#0b3d4a", "--accent-colour", "#1f8a70", "--default-market", "DE")
    _publish(owner, catalogue)
    sheet = home / "demo.csv"
    sheet.write_text(_sheet(catalogue.products), encoding="utf-8")
    if owner.show("product", "import", str(sheet)):
        raise RuntimeError(f"the demo's products were refused; the sheet is {sheet}")
    sheet.unlink()
    first = catalogue.products[0].sku
    # Last: what shows that all of it is there.
    owner.json(
        *("production", "create", "--number", PRODUCTION_RUN, "--product", first, "--date", "2026-11-02"),
        *("--quantity", str(RUN_UNITS), "--facility", "Beispielhafen, hall 2", "--status", "ready"),
    )
    return owner


def _publish(owner: Hallmint, catalogue: Catalogue) -> None:
    """A template for each group that there are products of, and one for the others; a market pack."""
    for group in sorted({ProductGroup(p.group) for p in catalogue.products} | {ProductGroup.GENERIC}):
        definition = json.dumps({"sections": template_sections(group)})
        made = owner.json("template", "create", "--group", group, "-", stdin=definition)
        owner.json("template", "publish", made["template"]["template_id"])
    made = owner.json("market", "create", "--market", "DE", "-", stdin=json.dumps(_MARKET_PACK))
    owner.json("market", "publish", made["market_pack"]["market_pack_id"])


def template_sections(group: ProductGroup) -> list[dict[str, Any]]:
    """What pages of a group show, by the top-level fields of its schema."""
    fields = [path for path in field_titles(group) if "." not in path]
    sections: dict[str, list[str]] = {"What it is": [], **{title: [] for title in _SECTIONS}}
    for path in fields:
        title = next((t for t, beginnings in _SECTIONS.items() if path.startswith(beginnings)), "What it is")
        sections[title].append(path)
    return [
        {"title": title, "fields": [{"path": path} for path in paths]} for title, paths in sections.items() if paths
    ]


def _sheet(products: tuple[Product, ...]) -> str:
    """The products as a factory's ERP would send them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("sku", "gtin", "name", "group", "commercial_status", "attributes"))
    for p in products:
        attributes = json.dumps(dict(p.attributes), ensure_ascii=False)
        writer.writerow((p.sku, p.gtin, p.name, p.group, p.commercial_status, attributes))
    return text.getvalue()
