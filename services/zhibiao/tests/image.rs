//! The image: the program runs on what `deploy/docker/rootfs` puts beside it, as a user who owns nothing there.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]
#![allow(
    clippy::print_stderr,
    reason = "whoever runs the tests should see what was not tested"
)]

mod start;

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;
use start::{say, zhibiao};

/// A command inside a root filesystem, as the image's user where the test may become one; `None` where it may do neither.
fn inside(root: &Path) -> Option<Command> {
    let ways: [&[&str]; 2] = [
        &["chroot", "--userspec=65532:65532"],
        &["unshare", "--user", "--map-root-user", "chroot"],
    ];
    let command = |way: &[&str]| {
        let mut command = Command::new(way[0]);
        command.args(&way[1..]).arg(root);
        command
    };
    let way = ways.into_iter().find(|way| {
        let there = command(way)
            .args(["/usr/local/bin/zhibiao", "--version"])
            .output();
        // 125 and 1 are what chroot and unshare themselves fail with; what they start fails otherwise.
        there.is_ok_and(|ended| !matches!(ended.status.code(), Some(1 | 125)))
    });
    way.map(command)
}

#[test]
fn the_program_runs_on_the_root_filesystem_of_the_image() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/docker/rootfs");
    let made = Command::new(script)
        .arg(env!("CARGO_BIN_EXE_zhibiao"))
        .arg(&root)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    // The user of the image has to find its way there, as in a container.
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).unwrap();
    let Some(mut command) = inside(&root) else {
        eprintln!("skipped: neither chroot nor user namespaces are allowed here");
        return;
    };
    let mut hub = command
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .args(["/usr/local/bin/zhibiao", "up", "--output", "json"])
        .args(["--listen", "127.0.0.1:0", "--data", "/var/lib/zhibiao"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(hub.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let told: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let address = told["address"].as_str().unwrap();
    let summary = say(zhibiao().args(["--server", address, "summary"]));
    hub.kill().unwrap();
    hub.wait().unwrap();
    assert_eq!(summary.code, 0, "{summary:?}");
}
