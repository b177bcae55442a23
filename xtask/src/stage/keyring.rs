//! A keyring as a desktop has one, on a bus of its own.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::Stage;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

const PASSWORD: &[u8] = b"only for a measurement";

/// An unlocked GNOME Keyring.
pub(crate) struct Keyring {
    folder: PathBuf,
    running: Vec<Child>,
}

impl Keyring {
    /// `None` where its programs are not installed.
    pub(crate) fn start(config: &Config, stage: &Stage) -> Outcome<Option<Self>> {
        let programs = ["dbus-daemon", "dbus-monitor", "gnome-keyring-daemon"];
        if !programs.iter().all(|it| process::is_installed(config, it)) {
            return Ok(None);
        }
        let mut keyring = Self {
            folder: stage.folder().join("keyring"),
            running: Vec::new(),
        };
        for folder in ["", "run", "data", "home"] {
            make_private(&keyring.folder.join(folder))?;
        }
        keyring.start_bus()?;
        keyring.start_daemon()?;
        Ok(Some(keyring))
    }

    /// What a program needs to find it, and no other.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let of = |name: &str| self.folder.join(name).display().to_string();
        vec![
            (
                "DBUS_SESSION_BUS_ADDRESS",
                format!("unix:path={}", of("bus")),
            ),
            ("XDG_RUNTIME_DIR", of("run")),
            ("XDG_DATA_HOME", of("data")),
            ("HOME", of("home")),
        ]
    }

    fn start_bus(&mut self) -> Outcome {
        let config = self.folder.join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            self.folder.join("bus").display()
        );
        fs::write(&config, text)?;
        let mut command = Command::new("dbus-daemon");
        command.arg(format!("--config-file={}", config.display()));
        command.args(["--nofork", "--nopidfile", "--print-address=1"]);
        let bus = self.spawn(command)?;
        // It says where it listens once it does.
        let failure = || Failure::new("the message bus did not start");
        lines(bus)?.next().map(|_| ()).ok_or_else(failure)
    }

    /// The daemon is there once the bus knows its name.
    fn start_daemon(&mut self) -> Outcome {
        let mut monitor = Command::new("dbus-monitor");
        monitor.args(["--session", "type='signal',member='NameOwnerChanged'"]);
        let monitor = self.spawn(monitor)?;
        let mut names = lines(monitor)?;
        // Its own name comes first: from then on it sees everything.
        names.next();
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--components=secrets", "--foreground", "--unlock"]);
        let daemon = self.spawn(daemon)?;
        if let Some(mut input) = daemon.stdin.take() {
            input.write_all(PASSWORD)?;
        }
        let is_ours = |line: &String| line.contains("org.freedesktop.secrets");
        names
            .find(is_ours)
            .map(|_| ())
            .ok_or_else(|| Failure::new("the keyring did not start"))
    }

    fn spawn(&mut self, mut command: Command) -> Outcome<&mut Child> {
        let child = command
            .envs(self.variables())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        self.running.push(child);
        let failure = || Failure::new("a program did not start");
        self.running.last_mut().ok_or_else(failure)
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn lines(child: &mut Child) -> Outcome<impl Iterator<Item = String> + use<>> {
    let output = child.stdout.take();
    let output = output.ok_or_else(|| Failure::new("a program has no output"))?;
    Ok(BufReader::new(output).lines().map_while(Result::ok))
}

#[cfg(unix)]
fn make_private(folder: &Path) -> Outcome {
    use std::os::unix::fs::DirBuilderExt;
    Ok(fs::DirBuilder::new().mode(0o700).create(folder)?)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> Outcome {
    Ok(fs::create_dir(folder)?)
}
