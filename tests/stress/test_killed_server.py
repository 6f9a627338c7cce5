"""kill -9 of the serving process while eight people write: nothing acknowledged is lost, nothing doubled."""

import random
import time

import pytest

from tests.factories import make_place
from tests.stress.scale import scaled
from tests.stress.traffic import Traffic, assert_nothing_lost_or_doubled

pytestmark = pytest.mark.stress

KILLS = scaled(20)


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(durable_app, server):
    with Traffic(durable_app, make_place(), server.port) as traffic:
        for _ in range(KILLS):
            traffic.wait_for(8)
            time.sleep(random.uniform(0, 0.3))  # somewhere within somebody's request
            server.kill()
            server.start()
        traffic.wait_for(8)
    assert_nothing_lost_or_doubled(traffic)
    unanswered = sum(writer.answers[0] for writer in traffic.writers)
    assert unanswered >= KILLS, "the kills hit nobody: this proved nothing"
