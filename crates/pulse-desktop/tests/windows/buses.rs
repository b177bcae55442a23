//! A session bus and an accessibility bus of the test's own.

use std::fs;
use std::path::Path;
use std::process::Command;

use atspi::proxy::bus::{BusProxy, StatusProxy};
use futures_util::StreamExt;
use tokio::runtime::Runtime;
use zbus::Connection;
use zbus::connection::Builder;

use super::process::{Process, first_line};

/// Debian's place for it; other systems use the second.
const LAUNCHERS: &[&str] = &[
    "/usr/libexec/at-spi-bus-launcher",
    "/usr/lib/at-spi2-core/at-spi-bus-launcher",
    "/usr/lib/at-spi-bus-launcher",
];

/// Both buses, and what is needed to speak on them from a test without `async`.
pub(crate) struct Buses {
    pub(crate) runtime: Runtime,
    pub(crate) session_address: String,
    /// The connection over which accessible things are read.
    pub(crate) accessibility: Connection,
    // Ended in this order.
    _launcher: Process,
    _session: Process,
}

impl Buses {
    /// Starts them; the accessibility bus says that an assistive technology is there.
    pub(crate) fn start(folder: &Path, display: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let (session, session_address) = session_bus(folder);
        let launcher = accessibility_bus(folder, display, &session_address);
        let accessibility = runtime.block_on(enable_accessibility(&session_address));
        Self {
            runtime,
            session_address,
            accessibility,
            _launcher: launcher,
            _session: session,
        }
    }
}

/// A bus without services to start: no keyring, no portal, no tray of the system's.
pub(crate) fn session_bus(folder: &Path) -> (Process, String) {
    let configuration = folder.join("session-bus.conf");
    let text = format!(
        "<busconfig><type>session</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>\
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
         <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
        folder.display()
    );
    fs::write(&configuration, text).unwrap();
    let mut command = Command::new("dbus-daemon");
    command
        .arg("--config-file")
        .arg(&configuration)
        .args(["--nofork", "--print-address=1"]);
    Process::start_and_read(&mut command, &folder.join("session-bus.log"), first_line)
}

fn accessibility_bus(folder: &Path, display: &str, session: &str) -> Process {
    let launcher = LAUNCHERS.iter().find(|path| Path::new(path).exists());
    let launcher = launcher.expect("at-spi-bus-launcher (Debian package at-spi2-core) is missing");
    let mut command = Command::new(launcher);
    command
        .arg("--launch-immediately")
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", session)
        .env("XDG_RUNTIME_DIR", folder)
        .env("GSETTINGS_BACKEND", "memory");
    Process::start(&mut command, &folder.join("accessibility-bus.log"))
}

/// What a screen reader does when it starts.
async fn enable_accessibility(session: &str) -> Connection {
    let session = Builder::address(session).unwrap().build().await.unwrap();
    wait_for_name(&session, "org.a11y.Bus").await;
    let status = StatusProxy::new(&session).await.unwrap();
    status.set_is_enabled(true).await.unwrap();
    status.set_screen_reader_enabled(true).await.unwrap();
    let bus = BusProxy::new(&session).await.unwrap();
    let address = bus.get_address().await.unwrap();
    let connection = Builder::address(address.as_str()).unwrap();
    connection.build().await.unwrap()
}

/// Waits until somebody on the bus has this name.
async fn wait_for_name(connection: &Connection, name: &str) {
    let bus = zbus::fdo::DBusProxy::new(connection).await.unwrap();
    // Heard from before the question: a name that comes in between is not missed.
    let mut changes = bus
        .receive_name_owner_changed_with_args(&[(0, name)])
        .await
        .unwrap();
    if !bus.name_has_owner(name.try_into().unwrap()).await.unwrap() {
        let change = tokio::time::timeout(super::process::PATIENCE, changes.next()).await;
        assert!(
            matches!(change, Ok(Some(_))),
            "{name} does not come onto the bus"
        );
    }
}
