"""Witnesses on this machine, who must all cosign."""

import asyncio

from hallmint_server import settings as settings_module
from hallmint_server.command import connect
from hallmint_server.dev.port import free_port
from hallmint_server.dev.program import Program
from hallmint_server.keyring import secret
from hallmint_server.log import store as log_store
from hallmint_server.log.key import LogKey
from hallmint_server.log.opening import open_key as open_log_key
from hallmint_server.settings import Settings
from hallmint_server.witness.key import open_key as open_witness_key

_WITNESS_PORT = 7690


def witnesses(settings: Settings, count: int) -> tuple[Settings, list[Program]]:
    """Settings with the policy that asks for all of so many witnesses, and the witnesses; their folders stay for the next
    time.
    """
    if not count:
        return settings, []
    if settings.log_policy is not None:
        raise ValueError("HALLMINT_LOG_POLICY is set, and --witnesses makes a policy of its own: take one of the two")
    log_key = asyncio.run(_log_key(settings))
    programs: list[Program] = []
    lines = [f"log {log_key.public}"]
    for number in range(1, count + 1):
        name = f"witness-{number}"
        folder = settings.home.resolve() / name
        address = f"127.0.0.1:{free_port('127.0.0.1', _WITNESS_PORT + number - 1)}"
        lines.append(f"witness {name} {open_witness_key(folder, f'{name}.hallmint.example').verifier} http://{address}")
        arguments = ["serve", "--folder", str(folder), "--listen", address, "--log", log_key.public]
        log, environment = settings.home / f"{name}.log", settings_module.child_environment()
        programs.append(Program(name, arguments, environment, log, module="hallmint_server.witness"))
    lines += [f"group all-of-them all {' '.join(program.name for program in programs)}", "quorum all-of-them"]
    policy = settings.home.resolve() / "log-policy.txt"
    secret.replace(policy, "".join(f"{line}\n" for line in lines))
    return settings.model_copy(update={"log_policy": policy}), programs


async def _log_key(settings: Settings) -> LogKey:
    """The log's key, which the first worker would make: witnesses are told whose log it is before there is one."""
    async with connect(settings) as conn:
        first_start = await log_store.last_checkpoint(conn) is None and await log_store.find_begun(conn) is None
    return open_log_key(settings.keys_folder, settings.log_name, settings.resolver_base_url, first_start=first_start)
