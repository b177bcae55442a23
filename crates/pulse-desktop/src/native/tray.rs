//! The icon in the tray: how many messages wait, and the way back to a window that was closed.
//!
//! A desktop without a tray (GNOME without an extension) shows nothing and is told of as [`NativeEvent::TrayThere`]`(false)`; one
//! that starts its tray later, or starts it again, gets the icon then.

use std::sync::atomic::{AtomicBool, Ordering};

use ksni::menu::StandardItem;
use ksni::{Category, Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods};
use tokio::sync::watch;

use super::bus::Bus;
use super::{APP_ID, NativeEvent, Outbox, tray_icon};

/// What the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayFace {
    /// How many messages wait; with 0 the icon is plain.
    pub unread: u32,
    /// The line under the name when somebody points at the icon, for instance "3 unread messages".
    pub status: String,
    /// The label of the entry that shows the window.
    pub open: String,
    /// The label of the entry that locks it; `None` when there is no app lock, or it is locked.
    pub lock: Option<String>,
    /// The label of the entry that ends Pulse.
    pub quit: String,
}

/// What was chosen in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayChoice {
    /// Show the window; a click on the icon is the same.
    Open,
    /// Lock it.
    Lock,
    /// End Pulse.
    Quit,
}

/// Shows what `faces` holds, from its first face until its sender is gone.
pub(super) async fn serve(bus: Bus, mut faces: watch::Receiver<Option<TrayFace>>, outbox: Outbox) {
    if bus.connection().await.is_none() {
        outbox.tell(NativeEvent::TrayThere(false));
        return;
    }
    let Some(face) = next(&mut faces).await else {
        return;
    };
    let item = Item {
        face,
        there: AtomicBool::new(true),
        outbox: outbox.clone(),
    };
    // Sessions start programs and trays at the same time: not there yet is not the same as never there.
    let handle = match item.assume_sni_available(true).spawn().await {
        Ok(handle) => handle,
        Err(error) => {
            tracing::info!(%error, "there is no tray here");
            outbox.tell(NativeEvent::TrayThere(false));
            return;
        }
    };
    let there = handle.update(|item| item.there.load(Ordering::Relaxed));
    if there.await == Some(true) {
        outbox.tell(NativeEvent::TrayThere(true));
    }
    while let Some(face) = next(&mut faces).await {
        handle.update(|item| item.face = face).await;
    }
    handle.shutdown().await;
}

/// The next face; `None` at the end.
async fn next(faces: &mut watch::Receiver<Option<TrayFace>>) -> Option<TrayFace> {
    loop {
        faces.changed().await.ok()?;
        if let Some(face) = faces.borrow_and_update().clone() {
            return Some(face);
        }
    }
}

struct Item {
    face: TrayFace,
    there: AtomicBool,
    outbox: Outbox,
}

impl Item {
    fn choose(&self, choice: TrayChoice) {
        self.outbox.tell(NativeEvent::Tray {
            choice,
            activation_token: ksni::current_xdg_activation_token(),
        });
    }

    fn is_there(&self, there: bool) {
        self.there.store(there, Ordering::Relaxed);
        self.outbox.tell(NativeEvent::TrayThere(there));
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        APP_ID.into()
    }

    fn title(&self) -> String {
        "Pulse".into()
    }

    fn category(&self) -> Category {
        Category::Communications
    }

    fn status(&self) -> Status {
        Status::Active
    }

    // Hosts prefer a named icon to a drawn one, and a named one cannot count.
    fn icon_pixmap(&self) -> Vec<Icon> {
        tray_icon::drawn(self.face.unread)
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: "Pulse".into(),
            description: self.face.status.clone(),
            ..ToolTip::default()
        }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.choose(TrayChoice::Open);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let mut menu = vec![entry(&self.face.open, TrayChoice::Open)];
        if let Some(lock) = &self.face.lock {
            menu.push(entry(lock, TrayChoice::Lock));
        }
        menu.push(MenuItem::Separator);
        menu.push(entry(&self.face.quit, TrayChoice::Quit));
        menu
    }

    fn watcher_online(&self) {
        self.is_there(true);
    }

    fn watcher_offline(&self, _reason: OfflineReason) -> bool {
        self.is_there(false);
        true
    }
}

fn entry(label: &str, choice: TrayChoice) -> MenuItem<Item> {
    MenuItem::Standard(StandardItem {
        // An underscore would mark a key.
        label: label.replace('_', "__"),
        activate: Box::new(move |item: &mut Item| item.choose(choice)),
        ..StandardItem::default()
    })
}
