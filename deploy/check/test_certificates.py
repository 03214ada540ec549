"""The script that makes certificates keeps the authority that clients trust, or makes nothing.

usage: python -m unittest discover deploy/check
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@unittest.skipUnless(shutil.which("openssl"), "needs openssl")
class Certificates(unittest.TestCase):
    def setUp(self) -> None:
        self.scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder = self.scratch / "certificates"
        self.assertEqual(self.make().returncode, 0)

    def make(self) -> subprocess.CompletedProcess[str]:
        program = [ROOT / "deploy/certificates", self.folder, "hub.example"]
        return subprocess.run(program, capture_output=True, text=True)

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def refused(self, told: str) -> None:
        before = {file: file.read_bytes() for file in self.folder.rglob("*") if file.is_file()}
        made = self.make()
        self.assertNotEqual(made.returncode, 0)
        self.assertIn(told, made.stderr)
        self.assertEqual(before, {file: file.read_bytes() for file in self.folder.rglob("*") if file.is_file()})

    def test_certificates_are_renewed_under_the_same_authority(self) -> None:
        authority, before = self.read("ca.crt"), self.read("zhibiao-store/tls.crt")
        self.assertEqual(self.make().returncode, 0)
        self.assertEqual(self.read("ca.crt"), authority)
        self.assertNotEqual(self.read("zhibiao-store/tls.crt"), before)

    def test_without_its_key_the_authority_is_not_replaced(self) -> None:
        (self.folder / "ca.key").rename(self.scratch / "elsewhere")
        self.refused("bring it back")
        (self.scratch / "elsewhere").rename(self.folder / "ca.key")
        self.assertEqual(self.make().returncode, 0)

    def test_another_s_key_is_refused(self) -> None:
        key = subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519"], capture_output=True, check=True).stdout
        (self.folder / "ca.key").write_bytes(key)
        self.refused("is not the key of")

    def test_a_lost_authority_can_be_replaced_on_purpose(self) -> None:
        authority = self.read("ca.crt")
        for name in ("ca.key", "ca.crt"):
            (self.folder / name).unlink()
        self.assertEqual(self.make().returncode, 0)
        self.assertNotEqual(self.read("ca.crt"), authority)


if __name__ == "__main__":
    unittest.main()
