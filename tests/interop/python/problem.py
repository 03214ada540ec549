"""Errors of the hub with their details."""

from dataclasses import dataclass, field

import grpc
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from grpc_status import rpc_status


@dataclass(frozen=True)
class Problem:
    """What a call ended with."""

    code: grpc.StatusCode
    message: str
    reason: str = ""
    """What programs branch on, such as ZONE_NOT_FOUND."""
    facts: dict[str, str] = field(default_factory=dict)
    """Facts about the reason."""
    violations: list[tuple[str, str]] = field(default_factory=list)
    """All faults of a request: the path of the field, and what is wrong with it."""

    @classmethod
    def of(cls, error: grpc.RpcError) -> "Problem":
        reason, facts, violations = "", {}, []
        status = rpc_status.from_call(error)
        for detail in status.details if status else ():
            info, bad = ErrorInfo(), BadRequest()
            if detail.Unpack(info):
                reason, facts = info.reason, dict(info.metadata)
            elif detail.Unpack(bad):
                violations = [(each.field, each.description) for each in bad.field_violations]
        return cls(error.code(), error.details(), reason, facts, violations)

    def __str__(self) -> str:
        lines = [f"{self.code.name} {self.reason}: {self.message}"]
        lines += [f"  {path}: {fault}" for path, fault in self.violations]
        return "\n".join(lines)
