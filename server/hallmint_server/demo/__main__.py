"""The demo: sets a brand up, mints with the `hallmint` command, and shows what was made and how to trust it."""

import base64
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from hallmint_server import settings
from hallmint_server.catalog.model import CommercialStatus
from hallmint_server.demo.catalogue import load
from hallmint_server.demo.setup import CREDENTIAL_FILE, PRODUCTION_RUN, Hallmint, set_up
from hallmint_server.log.opening import public_key
from hallmint_server.log.policy import open_policy

_MILLION = 1_000_000

console = Console(highlight=False)


def main() -> int:
    """Run the demo against the server named on the command line; returns the exit code."""
    address, quantity = sys.argv[1], int(sys.argv[2])
    catalogue = load()
    found = settings.read()
    home = found.home.resolve()
    if not (home / CREDENTIAL_FILE).exists():
        console.print(f"setting up the brand {catalogue.brand.name}, with templates, a market pack and products ...")
    hallmint = set_up(Path(sys.executable).with_name("hallmint"), address, home, catalogue)
    product = next(p for p in catalogue.products if p.commercial_status == CommercialStatus.ACTIVE)
    console.print(f"minting [bold]{quantity:,}[/] tokens of {product.sku}, {product.name}\n")
    code = hallmint.show("mint", "--product", product.sku, "--quantity", str(quantity), "--watch")
    if code:
        return code
    batch = hallmint.json("batches", "--limit", "1")["batches"][0]
    tokens = hallmint.json("tokens", batch["batch_id"], "--page-size", "3")["tokens"]
    _show(hallmint, batch, tokens, _place("resolver"))
    advise(address, home, batch, tokens, _verification(found), has_ended="--exit" in sys.argv)
    if screens := _place("console"):
        console.print(
            f"\nthe console, for people and their browsers: [bold]{screens}[/], once it serves\n"
            f"sign in there with what this shows:  cat {home / CREDENTIAL_FILE}",
            soft_wrap=True,
        )
    return 0


def _place(name: str) -> str:
    """An address that the command line tells; empty where it does not."""
    return next((a.partition("=")[2] for a in sys.argv if a.startswith(f"--{name}=")), "")


def _show(hallmint: Hallmint, batch: dict[str, Any], tokens: list[dict[str, Any]], resolver: str) -> None:
    """What was made, how fast, and the code of the first one, which leads to the resolver of this machine."""
    seconds = (_time(batch["ended_at"]) - _time(batch["created_at"])).total_seconds()
    units = int(batch["minted_quantity"])
    facts = Table.grid(padding=(0, 2))
    facts.add_row("minted", f"[bold]{units:,}[/] tokens in [bold]{seconds:.2f} s[/], {units / seconds:,.0f} a second")
    facts.add_row("batch", batch["batch_id"])
    facts.add_row("root", f"{base64.b64decode(batch['root']).hex()}  (SHA-256 tree over every token)")
    for token in tokens:
        facts.add_row(f"token {token.get('seq', 0)}", token["resolver_url"])
    console.print(Panel(facts, title="a million identities" if units == _MILLION else "done", expand=False))
    if not resolver:
        console.print("\nthe first one, as a carrier shows it:\n")
        hallmint.show("token", tokens[0]["resolver_url"])
        return
    console.print(
        "\nthe first one; its code leads to the resolver of this machine, and opening it is its first scan:\n"
    )
    hallmint.show("token", tokens[0]["resolver_url"], "--resolver", resolver)


def _verification(found: settings.Settings) -> str:
    """The options of `hallmint verify`: the keys of the log and of all witnesses that must cosign it. Others get them by
    a way that they trust.
    """
    witnesses = open_policy(found.log_policy).witnesses if found.log_policy else ()
    keys = [("log-key", public_key(found.keys_folder)), *(("witness", str(each.key)) for each in witnesses)]
    return " ".join(f"--{option} {key}" for option, key in keys)


def advise(
    address: str,
    home: Path,
    batch: dict[str, Any],
    tokens: list[dict[str, Any]],
    verification: str,
    *,
    has_ended: bool,
) -> None:
    """Say what to try next, in lines that can be pasted into a shell as they stand. `verification`: options of `verify`."""
    first, last = tokens[0], tokens[-1]
    where = "once it serves again (`make demo`)" if has_ended else "in another terminal"
    console.print(
        f"""
what to try next, {where}:
  export PATH={Path(sys.executable).parent}:$PATH
  export HALLMINT_SERVER={address} HALLMINT_HOME={home} HALLMINT_CREDENTIAL_FILE={home / CREDENTIAL_FILE}
  hallmint products   # the catalogue; a mint refuses two of them, and says why
  hallmint tokens {batch["batch_id"]}
  hallmint token {first["code"].lower()}   # a code as somebody types it
  hallmint revoke {last["code"]} --reason "returned"
  hallmint mint --product {batch["sku"]} --lot A-1=600 --lot A-2=400 --watch
  hallmint mint --product {batch["sku"]} --quantity 1000 --production-batch {PRODUCTION_RUN} --watch
  hallmint export {batch["batch_id"]} --profile generic-vdp-lf -o labels   # what a printer gets
  hallmint verify-pack labels   # none missing, none changed
  hallmint credential create erp --scope mint:write
  hallmint audit   # who did what
  hallmint audit verify   # nobody changed it
  hallmint proof {first["code"]} -o unit.proof   # shows to anybody, offline, that the log has it:
  hallmint verify unit.proof {verification}
  hallmint stats
  hallmint-server fsck   # checks every token from the rows up""",
        soft_wrap=True,
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    sys.exit(main())
