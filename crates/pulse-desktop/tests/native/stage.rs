//! A private bus, and a process that knows no other.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use pulse_desktop::native::{Native, NativeEvent};
use zbus::Connection;

/// Longer than anything takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Says to a test that its process was started by itself.
const MARK: &str = "PULSE_TEST_ON_PRIVATE_BUS";

/// Plays `story` in a process of its own with a private bus as its session's and system's. `name` is the test's own.
pub(crate) fn on_private_bus(name: &str, story: impl FnOnce(&Desktop)) {
    play(name, None, story);
}

/// The same where no program of this machine is found; the story may put some into the only folder of `PATH`.
pub(crate) fn without_programs(name: &str, story: impl FnOnce(&Desktop)) {
    let programs = tempfile::tempdir().unwrap();
    play(name, Some(programs.path()), story);
}

fn play(name: &str, programs: Option<&Path>, story: impl FnOnce(&Desktop)) {
    if std::env::var_os(MARK).is_some() {
        let desktop = Desktop::new();
        // What a story holds of the bus must end within the runtime.
        let _inside = desktop.runtime.enter();
        story(&desktop);
        return;
    }
    let bus = PrivateBus::start();
    let path = match programs {
        Some(folder) => folder.as_os_str().to_owned(),
        None => std::env::var_os("PATH").unwrap_or_default(),
    };
    let status = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(MARK, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
        .env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address)
        .env("PATH", path)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .status()
        .unwrap();
    assert!(status.success(), "{name}, on a private bus: {status}");
}

struct PrivateBus {
    daemon: Child,
    address: String,
    _dir: tempfile::TempDir,
}

impl PrivateBus {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("bus.conf");
        // No activation of services: nothing of the machine's own desktop comes in.
        let text = format!(
            "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            dir.path().join("bus").display()
        );
        std::fs::write(&config, text).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect(
                "dbus-daemon (Debian package `dbus`) is needed; `cargo xtask test` installs it",
            );
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            daemon,
            address: address.trim().to_owned(),
            _dir: dir,
        }
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// The other side of the bus: where a test plays the desktop.
pub(crate) struct Desktop {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) bus: Connection,
}

impl Desktop {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let bus = runtime.block_on(Connection::session()).unwrap();
        Self { runtime, bus }
    }

    /// Does something on the desktop's side, within the time a test has.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime
            .block_on(async { tokio::time::timeout(PATIENCE, work).await })
            .expect("the desktop waited in vain")
    }

    /// Says something to everybody who listens.
    pub(crate) fn say<B>(&self, path: &str, interface: &str, member: &str, body: &B)
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let signal = self
            .bus
            .emit_signal(None::<&str>, path, interface, member, body);
        self.run(signal).unwrap();
    }

    /// Waits until somebody on the bus has asked to hear what this is part of, so that it is not said too early. A bus tells
    /// nobody when somebody asks for that: it is asked again and again, each time as soon as it has answered.
    pub(crate) fn wait_until_heard(&self, rule_part: &str) {
        let peers = zbus::Proxy::new(
            &self.bus,
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.Debug.Stats",
        );
        let peers = self.run(peers).unwrap();
        self.run(async {
            loop {
                type Rules = std::collections::BTreeMap<String, Vec<String>>;
                let rules: Rules = peers.call("GetAllMatchRules", &()).await.unwrap();
                if rules
                    .values()
                    .flatten()
                    .any(|rule| rule.contains(rule_part))
                {
                    return;
                }
                tokio::task::yield_now().await;
            }
        });
    }
}

/// The window's side: what it is told.
pub(crate) struct Window {
    pub(crate) native: Native,
    events: Receiver<NativeEvent>,
    woken: Receiver<()>,
}

impl Window {
    pub(crate) fn open() -> Self {
        let (wake, woken) = std::sync::mpsc::channel();
        let wake = std::sync::Mutex::new(wake);
        let wake = Arc::new(move || {
            let _ = wake.lock().unwrap().send(());
        });
        let program = env!("CARGO_BIN_EXE_pulse-desktop").into();
        let (native, events) = Native::start(wake, program).unwrap();
        Self {
            native,
            events,
            woken,
        }
    }

    /// The next event, whatever it is of; the window is woken for each.
    pub(crate) fn next(&self) -> NativeEvent {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => {
                self.woken.recv_timeout(PATIENCE).unwrap();
                event
            }
            Err(RecvTimeoutError::Timeout) => panic!("the window waited in vain"),
            Err(RecvTimeoutError::Disconnected) => panic!("the window's thread has ended"),
        }
    }

    /// The next event that is wanted; those of other services are passed over.
    pub(crate) fn find<T>(&self, wanted: impl Fn(NativeEvent) -> Option<T>) -> T {
        loop {
            if let Some(found) = wanted(self.next()) {
                return found;
            }
        }
    }
}
