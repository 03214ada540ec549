"""A caller of a Zhibiao hub: what a system that reports and reads figures needs, one case after the other. hub.py is
the connection and problem.py the reading of errors, both to be taken as they are; the cases show how calls are made.

Without arguments every case runs that needs no more than a hub; else those that are named."""

import argparse
import json
import sys
from collections.abc import Callable

import grpc

from hub import Hub, Settings
from moved import follow_through_move
from problem import Problem
from reads import ask_wrongly, export, in_both_languages, read_series, wait_too_long
from report import upload
from rights import show_credentials
from stream import deliver


def say(line: dict) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


CASES: dict[str, Callable[[Hub], dict]] = {
    "unary": read_series,
    "server-stream": export,
    "client-stream": upload,
    "bidirectional": deliver,
    "deadline": wait_too_long,
    "rich-errors": ask_wrongly,
    "metadata": in_both_languages,
}
SPECIAL: dict[str, Callable[[Hub], dict]] = {
    "credentials": show_credentials,
    "moved": lambda hub: follow_through_move(hub, say),
}


def tell(hub: Hub, name: str) -> bool:
    """Runs a case and prints one line of JSON about it."""
    try:
        facts = (CASES | SPECIAL)[name](hub)
    except grpc.RpcError as error:
        say({"case": name, "passed": False, "problem": str(Problem.of(error))})
    except AssertionError as error:
        say({"case": name, "passed": False, "problem": str(error)})
    else:
        say({"case": name, "passed": True, **facts})
        return True
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*", help=", ".join(CASES | SPECIAL))
    names = parser.parse_args().case or list(CASES)
    if unknown := [name for name in names if name not in CASES | SPECIAL]:
        parser.error(f"there is no case {', '.join(unknown)}")
    with Hub(Settings.from_environment()) as hub:
        outcomes = [tell(hub, name) for name in names]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
