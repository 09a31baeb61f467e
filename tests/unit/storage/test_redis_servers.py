"""Addresses of the nodes of a cluster, made of the URL that names some of them."""

import pytest

from server.storage.redis_servers import RedisServers, _addresses


@pytest.mark.parametrize(
    ("url", "nodes"),
    [
        ("redis://one:6379/0", ["redis://[fd00::7]:7000/0", "redis://redis-2:7001/0"]),
        (
            "rediss://me:p%2C@one:1,two:2/0?ssl_ca_certs=/ca.pem",
            [
                "rediss://me:p%2C@[fd00::7]:7000/0?ssl_ca_certs=/ca.pem",
                "rediss://me:p%2C@redis-2:7001/0?ssl_ca_certs=/ca.pem",
            ],
        ),
    ],
)
def test_scheme_password_and_options_hold_for_every_node(url: str, nodes: list[str]) -> None:
    servers = RedisServers(url)
    assert [servers._node_url("fd00::7", 7000), servers._node_url("redis-2", 7001)] == nodes


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("redis://one:6379/0", ["redis://one:6379/0"]),
        ("unix:///run/redis.sock?db=0", ["unix:///run/redis.sock?db=0"]),
        ("redis://:a,b@one:1,two:2/0", ["redis://:a,b@one:1/0", "redis://:a,b@two:2/0"]),
    ],
)
def test_a_url_may_name_several_nodes(url: str, addresses: list[str]) -> None:
    assert _addresses(url) == addresses
