"""A connection to a hub: address, TLS, token, retries. To be taken as it is."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import grpc

# The generated modules import each other by their proto packages.
sys.path.insert(0, str(Path(__file__).parent / "gen"))

from zhibiao.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub  # noqa: E402
from zhibiao.observation.v1.observation_service_pb2_grpc import ObservationServiceStub  # noqa: E402
from zhibiao.report.v1.report_service_pb2_grpc import ReportServiceStub  # noqa: E402

# How the channel balances and retries. Every call of the hub may be repeated: batches, reports and streams carry ids.
# round_robin keeps a connection to every address of the name, so that one replica that goes takes no calls with it.
SERVICE_CONFIG = {
    "loadBalancingConfig": [{"round_robin": {}}],
    "methodConfig": [
        {
            "name": [{}],
            "waitForReady": True,
            "retryPolicy": {
                "maxAttempts": 5,
                "initialBackoff": "0.1s",
                "maxBackoff": "2s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
    "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1},
}

OPTIONS = [
    ("grpc.service_config", json.dumps(SERVICE_CONFIG)),
    # By default a name is asked at most every 30 seconds; a replica elsewhere has long been ready then.
    ("grpc.dns_min_time_between_resolutions_ms", 2_000),
    # A node that was lost says nothing: without pings calls would wait for it until their deadlines.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
]


@dataclass(frozen=True)
class Settings:
    """Where the hub is and who calls."""

    target: str
    """host:port, or dns:///name:port where a name has the addresses of several replicas."""
    tls: bool = False
    """Left out only on one's own machine."""
    ca: str | None = None
    """PEM file with the authority of the hub's certificate, where that is none of those that come with gRPC."""
    token_file: str | None = None
    """File with the bearer token. It is read for every call, so that whoever renews it need not tell."""
    user: str = "python-client"
    """Names the caller to a hub that knows nobody, without TLS."""
    language: str = "en"
    """Language of messages for people, zh or en."""

    @classmethod
    def from_environment(cls) -> "Settings":
        ca, token_file = os.environ.get("ZHIBIAO_SERVER_CA"), os.environ.get("ZHIBIAO_TOKEN_FILE")
        return cls(
            target=os.environ.get("ZHIBIAO_TARGET", "127.0.0.1:7890"),
            tls=ca is not None or token_file is not None,
            ca=ca,
            token_file=token_file,
            user=os.environ.get("ZHIBIAO_USER", cls.user),
        )


class Hub:
    """The services of a hub over one channel. Whether the hub is there, the first call tells."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._channel = _channel(settings)
        channel = grpc.intercept_channel(self._channel, _Metadata(settings))
        self.catalog = CatalogServiceStub(channel)
        self.observations = ObservationServiceStub(channel)
        self.reports = ReportServiceStub(channel)

    def __enter__(self) -> "Hub":
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()


def _channel(settings: Settings) -> grpc.Channel:
    if not settings.tls:
        return grpc.insecure_channel(settings.target, OPTIONS)
    authority = Path(settings.ca).read_bytes() if settings.ca else None
    credentials = grpc.ssl_channel_credentials(authority)
    if settings.token_file is not None:
        # gRPC sends call credentials over TLS only, which keeps tokens off connections that others can read.
        bearer = grpc.metadata_call_credentials(_Bearer(Path(settings.token_file)))
        credentials = grpc.composite_channel_credentials(credentials, bearer)
    return grpc.secure_channel(settings.target, credentials, OPTIONS)


class _Bearer(grpc.AuthMetadataPlugin):
    """Gives each call the token."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, context, callback) -> None:
        try:
            token = self._file.read_text().strip()
        except OSError as error:
            callback((), error)
        else:
            callback((("authorization", f"Bearer {token}"),), None)


class _Metadata(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    """Adds to every call what the call does not say itself."""

    def __init__(self, settings: Settings) -> None:
        self._usual = {"accept-language": settings.language}
        if not settings.tls:
            # Metadata is ASCII: names outside it are percent-encoded.
            self._usual["x-zhibiao-user"] = quote(settings.user)

    def _intercept(self, call, details, request):
        metadata = {**self._usual, **dict(details.metadata or ())}
        return call(details._replace(metadata=list(metadata.items())), request)

    intercept_unary_unary = _intercept
    intercept_unary_stream = _intercept
    intercept_stream_unary = _intercept
    intercept_stream_stream = _intercept
