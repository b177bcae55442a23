//! When the person leaves: the screen is locked, or the machine goes to sleep.

use futures_util::stream::select_all;
use futures_util::{Stream, StreamExt};
use zbus::Connection;

use super::bus::{Bus, in_time};
use super::{NativeEvent, Outbox};

#[zbus::proxy(interface = "org.freedesktop.login1.Manager")]
trait LoginManager {
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool);
}

/// Names, paths and interfaces of those who lock screens: KDE and others, and GNOME.
const SCREEN_SAVERS: [(&str, &str, &str); 2] = [
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
    ),
    (
        "org.gnome.ScreenSaver",
        "/org/gnome/ScreenSaver",
        "org.gnome.ScreenSaver",
    ),
];

/// Tells when the screen is locked and unlocked.
pub(super) async fn watch_screen(bus: Bus, outbox: Outbox) {
    let Some(connection) = bus.connection().await else {
        return;
    };
    let mut all = Vec::new();
    for saver in SCREEN_SAVERS {
        match locks(&connection, saver).await {
            Ok(stream) => all.push(stream.boxed()),
            Err(error) => tracing::debug!(%error, "a screen saver cannot be heard"),
        }
    }
    let mut all = select_all(all);
    let mut told = false;
    while let Some(locked) = all.next().await {
        // Some desktops speak under both names.
        if locked != told {
            told = locked;
            outbox.tell(NativeEvent::ScreenLocked(locked));
        }
    }
}

async fn locks(
    connection: &Connection,
    (name, path, interface): (&'static str, &'static str, &'static str),
) -> zbus::Result<impl Stream<Item = bool> + use<>> {
    let proxy = zbus::Proxy::new(connection, name, path, interface).await?;
    let changes = proxy.receive_signal("ActiveChanged").await?;
    Ok(changes.filter_map(|message| async move { message.body().deserialize::<bool>().ok() }))
}

/// Tells when the machine is about to sleep.
pub(super) async fn watch_sleep(outbox: Outbox) {
    if let Err(error) = try_watch_sleep(outbox).await {
        tracing::debug!(%error, "nobody tells when the machine sleeps");
    }
}

async fn try_watch_sleep(outbox: Outbox) -> zbus::Result<()> {
    if cfg!(not(target_os = "linux")) {
        return Ok(());
    }
    let system = in_time(Connection::system()).await?;
    let login = LoginManagerProxy::builder(&system)
        .destination("org.freedesktop.login1")?
        .path("/org/freedesktop/login1")?
        .build()
        .await?;
    let mut signals = login.receive_prepare_for_sleep().await?;
    while let Some(signal) = signals.next().await {
        if signal.args().is_ok_and(|args| args.start) {
            outbox.tell(NativeEvent::GoingToSleep);
        }
    }
    Ok(())
}
