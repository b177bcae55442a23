//! The desktop's services, as far as a window speaks with them.

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{Receiver, Sender, channel};

use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::stage::{Desktop, PATIENCE};

pub(crate) const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
pub(crate) const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";
pub(crate) const WATCHER: &str = "org.kde.StatusNotifierWatcher";
pub(crate) const PORTAL: &str = "org.freedesktop.portal.Desktop";
pub(crate) const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";

/// What a notification server was asked to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Asked {
    Show(Box<Shown>),
    Close(u32),
}

#[derive(Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) id: u32,
    pub(crate) replaces: u32,
    pub(crate) icon: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) actions: Vec<String>,
    pub(crate) hints: HashMap<String, OwnedValue>,
}

/// A notification server.
pub(crate) struct NotificationServer {
    asked: Sender<Asked>,
    abilities: Vec<&'static str>,
    last: u32,
}

impl NotificationServer {
    /// Begins to serve; what it is asked comes out. Its first notification is number `first`.
    pub(crate) fn begin(
        desktop: &Desktop,
        abilities: &[&'static str],
        first: u32,
    ) -> Receiver<Asked> {
        let (asked, comes) = channel();
        let server = Self {
            asked,
            abilities: abilities.to_vec(),
            last: first - 1,
        };
        desktop.run(async {
            let objects = desktop.bus.object_server();
            objects.at(NOTIFICATIONS_PATH, server).await.unwrap();
            desktop.bus.request_name(NOTIFICATIONS).await.unwrap();
        });
        comes
    }

    pub(crate) fn end(desktop: &Desktop) {
        desktop.run(async {
            desktop.bus.release_name(NOTIFICATIONS).await.unwrap();
            let objects = desktop.bus.object_server();
            objects.remove::<Self, _>(NOTIFICATIONS_PATH).await.unwrap();
        });
    }
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl NotificationServer {
    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &mut self,
        _app_name: String,
        replaces: u32,
        icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let id = if replaces == 0 {
            self.last += 1;
            self.last
        } else {
            replaces
        };
        let shown = Shown {
            id,
            replaces,
            icon,
            title,
            body,
            actions,
            hints,
        };
        self.asked.send(Asked::Show(Box::new(shown))).unwrap();
        id
    }

    fn close_notification(&self, id: u32) {
        self.asked.send(Asked::Close(id)).unwrap();
    }

    fn get_capabilities(&self) -> Vec<&'static str> {
        self.abilities.clone()
    }
}

pub(crate) fn shown(asked: &Receiver<Asked>) -> Shown {
    match asked.recv_timeout(PATIENCE).unwrap() {
        Asked::Show(shown) => *shown,
        Asked::Close(id) => panic!("{id} was to be closed, none to be shown"),
    }
}

/// Where tray icons register.
pub(crate) struct Watcher {
    registered: Sender<String>,
}

impl Watcher {
    pub(crate) fn begin(desktop: &Desktop) -> Receiver<String> {
        let (registered, comes) = channel();
        desktop.run(async {
            let objects = desktop.bus.object_server();
            let watcher = Self { registered };
            objects.at("/StatusNotifierWatcher", watcher).await.unwrap();
            desktop.bus.request_name(WATCHER).await.unwrap();
        });
        comes
    }
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.registered.send(service).unwrap();
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// What a file dialog was asked.
#[derive(Debug)]
pub(crate) struct DialogAsked {
    pub(crate) saves: bool,
    pub(crate) title: String,
    pub(crate) options: BTreeMap<String, OwnedValue>,
}

/// File dialogs that are answered at once, even before the question's own answer.
pub(crate) struct FileChooser {
    asked: Sender<DialogAsked>,
    code: u32,
    uris: Vec<String>,
    /// Whether the dialog is answered at all.
    answers: bool,
}

impl FileChooser {
    pub(crate) fn begin(desktop: &Desktop, code: u32, uris: &[&str]) -> Receiver<DialogAsked> {
        Self::place(desktop, code, uris, true)
    }

    /// One that shows its dialog and never answers.
    pub(crate) fn begin_silent(desktop: &Desktop) -> Receiver<DialogAsked> {
        Self::place(desktop, 0, &[], false)
    }

    fn place(desktop: &Desktop, code: u32, uris: &[&str], answers: bool) -> Receiver<DialogAsked> {
        let (asked, comes) = channel();
        let chooser = Self {
            asked,
            code,
            uris: uris.iter().map(|&it| it.to_owned()).collect(),
            answers,
        };
        desktop.run(async {
            let objects = desktop.bus.object_server();
            objects.at(PORTAL_PATH, chooser).await.unwrap();
            desktop.bus.request_name(PORTAL).await.unwrap();
        });
        comes
    }

    async fn answer(
        &self,
        bus: &zbus::Connection,
        saves: bool,
        title: String,
        options: BTreeMap<String, OwnedValue>,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let asked = DialogAsked {
            saves,
            title,
            options,
        };
        self.asked.send(asked).unwrap();
        let request = "/org/freedesktop/portal/desktop/request/1_2/pulse";
        let results = BTreeMap::from([("uris", Value::from(self.uris.clone()))]);
        let interface = "org.freedesktop.portal.Request";
        if self.answers {
            // Somebody else's dialog first.
            let other = "/org/freedesktop/portal/desktop/request/9_9/other";
            let nothing = BTreeMap::<&str, Value<'_>>::new();
            bus.emit_signal(
                None::<&str>,
                other,
                interface,
                "Response",
                &(1_u32, nothing),
            )
            .await?;
            let body = (self.code, results);
            bus.emit_signal(None::<&str>, request, interface, "Response", &body)
                .await?;
        }
        Ok(ObjectPath::from_static_str_unchecked(request).into())
    }
}

#[zbus::interface(name = "org.freedesktop.portal.FileChooser")]
impl FileChooser {
    async fn open_file(
        &self,
        _parent: String,
        title: String,
        options: BTreeMap<String, OwnedValue>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.answer(bus, false, title, options).await
    }

    async fn save_file(
        &self,
        _parent: String,
        title: String,
        options: BTreeMap<String, OwnedValue>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.answer(bus, true, title, options).await
    }
}

/// The settings portal, with a dark desktop that likes to move.
pub(crate) struct Settings;

impl Settings {
    pub(crate) fn begin(desktop: &Desktop) {
        desktop.run(async {
            let objects = desktop.bus.object_server();
            objects.at(PORTAL_PATH, Self).await.unwrap();
            desktop.bus.request_name(PORTAL).await.unwrap();
        });
    }
}

#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read(&self, namespace: String, key: String) -> zbus::fdo::Result<OwnedValue> {
        let value = match (namespace.as_str(), key.as_str()) {
            ("org.freedesktop.appearance", "color-scheme") => Value::from(1_u32),
            ("org.gnome.desktop.interface", "enable-animations") => Value::from(true),
            _ => return Err(zbus::fdo::Error::Failed("no such setting".into())),
        };
        // As the portal does: a variant in the variant.
        let wrapped = Value::Value(Box::new(value));
        OwnedValue::try_from(wrapped).map_err(|error| zbus::fdo::Error::Failed(error.to_string()))
    }
}
