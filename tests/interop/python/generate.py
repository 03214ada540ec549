"""Makes gen/ from the hub's proto files: `python generate.py [FOLDER]`, by default those of the repository."""

import os
import sys
from pathlib import Path

from grpc_tools import protoc

HERE = Path(__file__).parent


def main() -> int:
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ZHIBIAO_PROTO")
    protos = Path(named) if named else HERE / "../../../proto"
    gen = HERE / "gen"
    gen.mkdir(exist_ok=True)
    files = sorted(str(file) for file in protos.rglob("*.proto"))
    return protoc.main(
        [
            "protoc",
            f"--proto_path={protos}",
            # The messages of google.protobuf come with the tools.
            f"--proto_path={Path(protoc.__file__).parent / '_proto'}",
            f"--python_out={gen}",
            f"--grpc_python_out={gen}",
            *files,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
