//! A throw-away PostgreSQL server.

use crate::command::printed;
use crate::machine::{is_root, program};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the server may take to start.
const START_MAX: Duration = Duration::from_secs(60);

/// Makes the cluster, serves it until its standard input is closed, and removes it. The shell
/// outlives whoever started it, so that nothing is left behind even after a kill. A server that somebody
/// kills comes back.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
programs=$1 port=$2
shift 2
folder=$(mktemp -d "${TMPDIR:-/tmp}/tress-postgres-XXXXXX") || exit 1
"$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --locale=C \
    --encoding=UTF8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; rm -rf "$folder"; exit 1; }
while [ ! -e "$folder/stop" ]; do
    "$programs/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c max_connections=300 -c max_pred_locks_per_transaction=256 \
        "$@" >>"$folder/log" 2>&1
    sleep 0.1
done &
loop=$!
cat >/dev/null
touch "$folder/stop"
"$programs/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null 2>&1
wait "$loop"
rm -rf "$folder"
"#;

/// What becomes of a commit when the machine loses its power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// It may be lost, though not when only the server is killed: for tests.
    Lazy,
    /// It is kept, and there is room to work: for measurements.
    Durable,
}

impl Writes {
    fn options(self) -> &'static [&'static str] {
        match self {
            Writes::Lazy => &["-c", "fsync=off", "-c", "full_page_writes=off"],
            Writes::Durable => &["-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"],
        }
    }
}

/// A running server; stopped and removed when dropped.
pub struct Server {
    shell: Child,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// Starts a new, empty server on a free port. Its user is `postgres`, without a password.
    pub fn start(writes: Writes) -> Result<Server, String> {
        let programs = programs().ok_or("PostgreSQL's server programs are not installed")?;
        let port = free_port().map_err(|error| format!("no free port: {error}"))?;
        let spawned = shell(&programs, port, writes).spawn();
        let shell = spawned.map_err(|error| format!("sh did not start: {error}"))?;
        let mut server = Server { shell, programs, port };
        server.wait_until_ready()?;
        println!("PostgreSQL runs at {}", server.url());
        Ok(server)
    }

    /// Where it is reached; a database's name may follow after a slash.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < START_MAX {
            if self.shell.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Err("PostgreSQL did not start; what it printed stands above.".to_owned());
            }
            if self.accepts() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(format!("PostgreSQL did not answer within {} s.", START_MAX.as_secs()))
    }

    /// It listens a moment before it takes anybody in.
    fn accepts(&self) -> bool {
        let mut question = Command::new(self.programs.join("pg_isready"));
        question.args(["--host", "127.0.0.1", "--port", &self.port.to_string()]);
        printed(&mut question).is_some()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// The folder of the newest PostgreSQL server's programs.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .max_by_key(|folder| version(folder));
    newest.or_else(|| {
        let folder = program("initdb")?.parent()?.to_owned();
        folder.join("pg_isready").is_file().then_some(folder)
    })
}

/// The number in `/usr/lib/postgresql/17/bin`.
fn version(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().parse().unwrap_or(0)
}

fn shell(programs: &Path, port: u16, writes: Writes) -> Command {
    // PostgreSQL refuses to run as root, so root becomes the user that Debian made for it.
    let mut command = if is_root() && printed(Command::new("id").args(["-u", "postgres"])).is_some() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", SCRIPT, "sh"]).arg(programs).arg(port.to_string()).args(writes.options());
    // A folder that the other user may read too.
    command.current_dir("/").stdin(Stdio::piped());
    command
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_compared_by_number() {
        assert!(
            version(Path::new("/usr/lib/postgresql/9/bin"))
                < version(Path::new("/usr/lib/postgresql/15/bin"))
        );
    }
}
