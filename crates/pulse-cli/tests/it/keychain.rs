//! The system's keychain: GNOME Keyring as it runs on people's desktops, on a bus of the test's own.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::stage::{Said, Stage};

const KEYRING_PASSWORD: &str = "correct horse";

/// What somebody has who is logged in: a bus, a keyring that may be there or not, and folders.
struct Session {
    folder: TempDir,
    bus: Child,
    keyring: Option<Child>,
}

impl Session {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let config = folder.path().join("bus.conf");
        // No activation of services: nothing of the machine's own desktop comes in.
        let text = format!(
            "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            folder.path().join("bus").display()
        );
        fs::write(&config, text).unwrap();
        for name in ["run", "data", "home"] {
            let private = fs::DirBuilder::new()
                .mode(0o700)
                .create(folder.path().join(name));
            private.unwrap();
        }
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect(
                "dbus-daemon (Debian package `dbus`) is needed; `cargo xtask test` installs it",
            );
        // It listens once it says where.
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            folder,
            bus,
            keyring: None,
        }
    }

    /// A program of this session.
    fn inside<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let of = |name: &str| self.folder.path().join(name);
        command
            .env(
                "DBUS_SESSION_BUS_ADDRESS",
                format!("unix:path={}", of("bus").display()),
            )
            .env("XDG_RUNTIME_DIR", of("run"))
            .env("XDG_DATA_HOME", of("data"))
            .env("HOME", of("home"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("GNOME_KEYRING_CONTROL")
    }

    /// Starts the keyring, which the password unlocks; without one it stays locked, and nobody can be asked for it.
    fn start_keyring(&mut self, password: Option<&str>) {
        let mut names = Names::watched(self);
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--components=secrets", "--foreground"]);
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut keyring = self
            .inside(&mut command)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon (Debian package `gnome-keyring`) is needed; `cargo xtask test` installs it");
        let mut input = keyring.stdin.take().unwrap();
        input
            .write_all(password.unwrap_or_default().as_bytes())
            .unwrap();
        drop(input);
        self.keyring = Some(keyring);
        names.wait_for("org.freedesktop.secrets");
    }

    fn stop_keyring(&mut self) {
        end(self.keyring.take());
    }

    /// `pulse --json` that keeps its key in the system's keychain.
    fn pulse(&self, home: &Path, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pulse"));
        command.arg("--home").arg(home).args(arguments);
        let command = self.inside(&mut command).arg("--json");
        command.stdin(Stdio::null()).output().unwrap().into()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop_keyring();
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

fn end(child: Option<Child>) {
    if let Some(mut child) = child {
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Who gets which name on the bus.
struct Names {
    monitor: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Names {
    fn watched(session: &Session) -> Self {
        let mut command = Command::new("dbus-monitor");
        command.args(["--session", "type='signal',member='NameOwnerChanged'"]);
        let mut monitor = session
            .inside(&mut command)
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-monitor (Debian package `dbus-bin`) is needed");
        let mut lines = BufReader::new(monitor.stdout.take().unwrap()).lines();
        // Its own name: from now on it sees everything.
        lines.next().unwrap().unwrap();
        Self { monitor, lines }
    }

    fn wait_for(&mut self, name: &str) {
        let found = self
            .lines
            .find(|line| line.as_ref().unwrap().contains(name));
        assert!(found.is_some(), "the bus ended before {name} came");
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        let _ = self.monitor.kill();
        let _ = self.monitor.wait();
    }
}

#[track_caller]
fn refusal(said: &Said, code: i32) -> Value {
    assert_eq!(said.code, Some(code), "{said:?}");
    serde_json::from_str(said.errors.lines().last().unwrap()).unwrap()
}

#[test]
fn the_systems_keychain_keeps_the_key_and_nobody_else() {
    let stage = Stage::new();
    let mut session = Session::new();
    let home = stage.path("alice");
    let register = [
        "register",
        "--server",
        &stage.server.link,
        "--name",
        "Alice",
    ];

    // Nobody is there who could keep it: nothing is made, and it is said what to do.
    let said = refusal(&session.pulse(&home, &register), 73);
    assert!(
        said["text"].as_str().unwrap().contains("--passphrase-file"),
        "{said}"
    );
    assert!(!home.join("store.db").exists());

    session.start_keyring(Some(KEYRING_PASSWORD));
    let account = session.pulse(&home, &register).object();
    let me = session.pulse(&home, &["whoami"]).object();
    assert_eq!(me["account"], account["account"]);

    // The keyring is what has it: a copy of the home is of no use in another session.
    let mut thief = Session::new();
    thief.start_keyring(Some("another"));
    let said = refusal(&thief.pulse(&home, &["whoami"]), 73);
    let text = said["text"].as_str().unwrap();
    assert!(text.contains("not kept where it was looked for"), "{said}");

    // After the next login it is locked until somebody unlocks it; that is said, and nothing is changed.
    session.stop_keyring();
    session.start_keyring(None);
    let said = refusal(&session.pulse(&home, &["whoami"]), 73);
    assert!(said["text"].as_str().unwrap().contains("locked"), "{said}");
    session.stop_keyring();
    session.start_keyring(Some(KEYRING_PASSWORD));
    let again = session.pulse(&home, &["whoami"]).object();
    assert_eq!(again["account"], account["account"]);
}
