//! Node.js and the packages that the lock files name.
//!
//! The build script of `tress` includes this file too: both install in the same way, and neither
//! installs again what the other already did.

use std::path::Path;
use std::process::Command;

/// The oldest Node.js that every tool of the web apps runs on.
const OLDEST: (u32, u32) = (20, 19);

/// Says what is wrong when Node.js or npm is missing or too old.
pub fn check() -> Result<(), String> {
    let (major, minor) = OLDEST;
    let wanted = format!("Node.js {major}.{minor} or newer, with npm");
    let Some(found) = printed(Command::new("node").arg("--version")) else {
        return Err(format!("{wanted}, is not installed."));
    };
    if version(&found).is_none_or(|version| version < OLDEST) {
        return Err(format!("{wanted}, is needed; this machine has Node.js {found}."));
    }
    match printed(npm().arg("--version")) {
        Some(_) => Ok(()),
        None => Err(format!("{wanted}, is needed; this machine has Node.js {found} without npm.")),
    }
}

/// npm, quiet and asking nothing.
pub fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.env("CI", "true").env("npm_config_update_notifier", "false");
    npm
}

/// Installs the packages of the lock file in `folder`, unless just these are installed.
pub fn install(folder: &Path) -> Result<(), String> {
    let lock_file = folder.join("package-lock.json");
    let lock = std::fs::read(&lock_file).map_err(|error| format!("{}: {error}", lock_file.display()))?;
    // A copy of the lock inside what was installed from it: gone when the packages are gone.
    let installed = folder.join("node_modules").join(".installed-lock.json");
    if std::fs::read(&installed).is_ok_and(|copy| copy == lock) {
        return Ok(());
    }
    let done = npm().args(["ci", "--no-audit", "--no-fund"]).current_dir(folder).status();
    if !done.is_ok_and(|status| status.success()) {
        return Err(format!("npm ci failed in {}.", folder.display()));
    }
    std::fs::write(&installed, lock).map_err(|error| format!("{}: {error}", installed.display()))
}

fn printed(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Reads `v20.19.5`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_compared_by_number_and_not_by_letter() {
        assert!(version("v20.9.0").unwrap() < OLDEST);
        assert!(version("v20.19.0").unwrap() >= OLDEST);
        assert!(version("v100.0.1").unwrap() >= OLDEST);
        assert_eq!(version("20"), None);
    }
}
