//! A PostgreSQL server for the length of a test.
//!
//! `BELFRY_TEST_POSTGRES_URL` names one that runs already. Without it the installed programs start one of their own: in a
//! temporary folder, on a socket and not on the network, under an unprivileged account when the tests run as root. The
//! making of an empty cluster takes seconds, so it is done once and copied.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};
use tempfile::TempDir;

const MISSING: &str = "PostgreSQL is needed for these tests: install the package postgresql (initdb and postgres are looked \
    for in PATH and /usr/lib/postgresql), or name a server in BELFRY_TEST_POSTGRES_URL";

/// A server that stops when the last test of this process lets go of it.
pub struct Server {
    url: String,
    own: Option<(Child, TempDir)>,
}

static RUNNING: Mutex<Weak<Server>> = Mutex::new(Weak::new());

impl Server {
    /// The server of this process.
    pub fn running() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let server = Arc::new(Self::start());
            *running = Arc::downgrade(&server);
            server
        })
    }

    /// Where it is, for a schema of its own.
    pub fn url(&self, schema: &str) -> String {
        let join = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{join}options[search_path]={schema}", self.url)
    }

    fn start() -> Self {
        if let Ok(url) = std::env::var("BELFRY_TEST_POSTGRES_URL") {
            return Self { url, own: None };
        }
        let programs = Programs::find();
        let dir = tempfile::Builder::new().prefix("belfry-pg-").tempdir().unwrap();
        programs.give(dir.path());
        let data = dir.path().join("data");
        programs.run(Command::new("cp").arg("-a").arg(programs.template()).arg(&data));
        let log = std::fs::File::create(dir.path().join("log")).unwrap();
        let mut postgres = programs.command("postgres");
        postgres.arg("-D").arg(&data).arg("-k").arg(dir.path()).args(["-c", "listen_addresses="]);
        let child = postgres.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        let url = format!("postgres://belfry@localhost/postgres?host={}", dir.path().display());
        Self { url, own: Some((child, dir)) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.own {
            // The signal for stopping at once: children go first and shared memory is given back.
            let _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
            let _ = child.wait();
        }
    }
}

/// The programs of PostgreSQL and the account to run them as.
struct Programs {
    dir: PathBuf,
    account: Option<(u32, u32)>,
}

impl Programs {
    fn find() -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let in_path = std::env::split_paths(&path).find(|dir| dir.join("initdb").exists());
        let dir = in_path.or_else(newest_installed).expect(MISSING);
        let probe = tempfile::NamedTempFile::new().unwrap();
        let is_root = probe.as_file().metadata().unwrap().uid() == 0;
        Self { dir, account: is_root.then(unprivileged) }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.dir.join(program));
        self.as_account(&mut command);
        command.current_dir("/");
        command
    }

    fn as_account(&self, command: &mut Command) {
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
    }

    /// Runs a command to its end under the account.
    fn run(&self, command: &mut Command) {
        self.as_account(command);
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn give(&self, dir: &Path) {
        if let Some((user, group)) = self.account {
            std::os::unix::fs::chown(dir, Some(user), Some(group)).unwrap();
        }
    }

    /// An empty cluster to be copied, made by the first who needs it.
    fn template(&self) -> PathBuf {
        let version = Command::new(self.dir.join("initdb")).arg("--version").output().unwrap().stdout;
        let version: String = String::from_utf8_lossy(&version).chars().filter(char::is_ascii_alphanumeric).collect();
        let owner = self.account.map_or("own".to_owned(), |(user, _)| user.to_string());
        let template = std::env::temp_dir().join(format!("belfry-pg-template-{owner}-{version}"));
        if !template.exists() {
            let making = tempfile::Builder::new().prefix("belfry-pg-").tempdir().unwrap();
            self.give(making.path());
            let made = making.path().join("data");
            let options = ["--no-sync", "--no-locale", "--encoding=UTF8", "--auth=trust", "--username=belfry"];
            self.run(self.command("initdb").args(options).arg("-D").arg(&made));
            // Whole or not at all; when another test was first, its cluster serves as well.
            let renamed = std::fs::rename(&made, &template);
            assert!(renamed.is_ok() || template.exists(), "{renamed:?}");
        }
        template
    }
}

fn newest_installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let version = |path: &PathBuf| path.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    let dirs = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    dirs.filter(|dir| dir.join("initdb").exists()).max_by_key(version)
}

/// PostgreSQL refuses to run as root.
fn unprivileged() -> (u32, u32) {
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
    let ids = |name: &str| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres").or_else(|| ids("nobody")).expect("an account that is not root, to run PostgreSQL as")
}
