//! The programs of PostgreSQL that is installed here.

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// Where the server's programs are, and who may run them: the server refuses to be run by root.
#[derive(Debug, Clone)]
pub(super) struct Program {
    folder: PathBuf,
    user: Option<(u32, u32)>,
}

impl Program {
    pub(super) fn find() -> Option<Self> {
        let found = installed();
        if found.is_none() {
            let message = "PostgreSQL is not installed (Debian: apt-get install postgresql)";
            assert!(std::env::var_os("CI").is_none(), "{message}");
            #[allow(clippy::print_stderr, reason = "a test says why it does nothing")]
            {
                eprintln!("skipped: {message}");
            }
        }
        let user = if rustix::process::geteuid().is_root() {
            account("postgres")
        } else {
            None
        };
        found.map(|folder| Self { folder, user })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn command(&self, name: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.path(name));
        command.current_dir(folder).stdin(Stdio::null());
        self.run_as(&mut command);
        command
    }

    pub(super) fn run_as(&self, command: &mut Command) {
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
    }

    /// Writes a file that only the server's user may read.
    pub(super) fn write_secret(&self, path: &Path, text: &str) {
        fs::write(path, text).expect("a folder that can be written to");
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("a file of one's own");
        if let Some((user, group)) = self.user {
            chown(path, Some(user), Some(group)).expect("root may give a file away");
        }
    }

    pub(super) fn folder_of_its_own(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        if let Some((user, group)) = self.user {
            chown(folder.path(), Some(user), Some(group)).expect("root may give a folder away");
        }
        folder
    }
}

/// The folder of the server's programs: that of the search path, or the newest where Debian puts them.
fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders.into_iter().find(|folder| {
        ["postgres", "initdb", "pg_isready"]
            .iter()
            .all(|name| folder.join(name).exists())
    })
}

/// Numbers of a user and its group.
fn account(name: &str) -> Option<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    let mut fields = accounts
        .lines()
        .map(|line| line.split(':'))
        .find_map(|mut fields| (fields.next() == Some(name)).then_some(fields))?;
    let user = fields.nth(1)?.parse().ok()?;
    Some((user, fields.next()?.parse().ok()?))
}
