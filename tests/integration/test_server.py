"""The server around the services: health, reflection, and who is let in."""

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from hallmint_server.rpc.server import SERVICES, serve
from tests.conftest import running
from tests.support.api import Api
from tests.support.installation import Installation


async def services(place: Installation) -> list[str]:
    async with grpc.aio.insecure_channel(place.address) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        request = reflection_pb2.ServerReflectionRequest(list_services="")
        async for answer in stub.ServerReflectionInfo(iter([request]), timeout=10, wait_for_ready=True):
            return [service.name for service in answer.list_services_response.service]
    return []


async def test_health_says_serving_for_the_whole_and_for_each_service(server: Installation, api: Api) -> None:
    assert api.brand  # the server has answered, so it is ready
    async with grpc.aio.insecure_channel(server.address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        for name in ("", *SERVICES):
            answer = await stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=10)
            assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_reflection_is_off_unless_set(place: Installation) -> None:
    async with running(lambda stop: serve(place.settings, stop)):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await services(place)
        assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED
    place.options["HALLMINT_REFLECTION"] = "true"
    async with running(lambda stop: serve(place.settings, stop)):
        assert set(SERVICES) <= set(await services(place))


async def test_a_taken_port_is_said_in_one_line(server: Installation, api: Api) -> None:
    assert api.brand
    done = server.run("serve")
    assert done.returncode == 78
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("error: ")
    assert "HALLMINT_GRPC_PORT" in last
