"""Credentials: what a caller is told who shows a good one, none, or one without the right."""

import os
from dataclasses import replace

import grpc

from hub import Hub, Settings
from problem import Problem
from zhibiao.observation.v1.observation_service_pb2 import ReadSeriesRequest, SeriesKey


def show_credentials(hub: Hub) -> dict:
    """Asks for a figure with the caller's own token, with none, and with that of a caller who may read another zone
    only."""
    own = hub.settings
    return {
        "own": _ask(own),
        "none": _ask(replace(own, token_file=None)),
        "other": _ask(replace(own, token_file=os.environ["ZHIBIAO_OTHER_TOKEN_FILE"])),
    }


def _ask(settings: Settings) -> list[str]:
    """How a question for one figure goes."""
    request = ReadSeriesRequest(keys=[SeriesKey(subject="zones/east-park", indicator="indicators/revenue")])
    with Hub(settings) as hub:
        try:
            hub.observations.ReadSeries(request, timeout=10.0)
        except grpc.RpcError as error:
            # UNAUTHENTICATED: a token that ran out, or none; get one, and ask again.
            # PERMISSION_DENIED: asking again is of no use, somebody has to grant the right.
            problem = Problem.of(error)
            return [problem.code.name, problem.reason]
    return [grpc.StatusCode.OK.name, ""]
