//! What the system around the window does: notifications, the tray, file dialogs, links, starting with the session.
//!
//! Nothing in here knows the state or draws: plain values go in through [`Native`], [`NativeEvent`]s come out, and nothing
//! makes the window wait. All of it runs on one thread of its own, which sleeps until the desktop or the window wants
//! something.
//!
//! The services are those of Linux and other desktops of freedesktop.org, reached over D-Bus. Elsewhere, and where a service is
//! missing, the window works without it and says so where somebody asked for it.

mod appearance;
pub mod autostart;
mod bus;
mod clipboard;
pub mod clipboard_reader;
pub mod core_dumps;
mod desktop_entry;
pub mod graphics_driver;
pub mod links;
pub mod notifications;
mod opener;
pub mod portal;
pub mod qr_image;
pub mod qr_picture;
mod session;
pub mod settings_file;
mod signals;
pub mod single_instance;
pub mod suggested_server;
mod system_limits;
pub mod tray;
mod tray_icon;
pub mod window_place;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use pulse_client::ConversationId;
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};

use crate::state::QrPurpose;
use notifications::{Answer, Notice};
use portal::{FileAnswer, FileQuestion};
use qr_image::QrTrouble;
use tray::{TrayChoice, TrayFace};

pub use appearance::Appearance;
pub use desktop_entry::APP_ID;

/// What the system tells the window.
#[derive(Clone, Debug, PartialEq)]
pub enum NativeEvent {
    /// Somebody answered a notification.
    Notification {
        /// Of which conversation.
        conversation: ConversationId,
        /// What they want.
        answer: Answer,
        /// What lets the window come to the front under Wayland.
        activation_token: Option<String>,
    },
    /// Something was chosen in the tray.
    Tray {
        /// What.
        choice: TrayChoice,
        /// What lets the window come to the front under Wayland.
        activation_token: Option<String>,
    },
    /// Whether the desktop shows tray icons. Without one, a window that is closed cannot come back: closing ends Pulse.
    TrayThere(bool),
    /// What was asked with [`Native::pick_qr_image`], [`Native::read_qr_clipboard`] or [`Native::read_qr_file`] has an answer.
    Qr {
        /// What it was asked for.
        purpose: QrPurpose,
        /// The link, or a safety number in hexadecimal digits; or why there is none.
        result: Result<String, QrTrouble>,
    },
    /// The file dialog of [`Native::ask_for_file`] has an answer.
    File {
        /// What was given with the question.
        tag: u64,
        /// It.
        answer: FileAnswer,
    },
    /// Nothing here opens the link that was given to [`Native::open_link`].
    LinkNotOpened(String),
    /// What the desktop says of colours and movement; told at the start and after each change.
    Appearance(Appearance),
    /// The screen was locked, or unlocked.
    ScreenLocked(bool),
    /// The machine goes to sleep.
    GoingToSleep,
    /// What was asked with [`Native::save_qr`] was written; or why not, as a key of the texts.
    QrSaved(Result<(), &'static str>),
    /// The session ends, or somebody sent a signal that asks the program to end, see [`Native::end_on_signals`].
    AskedToEnd,
}

/// Tells the window's thread that there is something to fetch.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Where the events leave.
#[derive(Clone)]
pub(crate) struct Outbox {
    events: mpsc::Sender<NativeEvent>,
    wake: Waker,
}

impl Outbox {
    pub(crate) fn tell(&self, event: NativeEvent) {
        if self.events.send(event).is_ok() {
            (self.wake)();
        }
    }
}

/// The system around the window. Dropping it takes the tray icon away and lets the notifications stand.
pub struct Native {
    notices: notifications::Sender,
    tray: watch::Sender<Option<TrayFace>>,
    bus: bus::WeakBus,
    outbox: Outbox,
    runtime: Handle,
    /// The program that reads the clipboard.
    program: PathBuf,
    // Dropping it ends the thread.
    _end: oneshot::Sender<()>,
}

impl Native {
    /// Starts the thread; what it has to tell comes through the receiver, `wake` is called after each.
    /// `program` is this program, which is started once more to read the clipboard, see [`clipboard_reader`].
    pub fn start(wake: Waker, program: PathBuf) -> io::Result<(Self, mpsc::Receiver<NativeEvent>)> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (events, receiver) = mpsc::channel();
        let outbox = Outbox { events, wake };
        let bus = bus::Bus::default();
        let (notices, notices_in) = notifications::channel();
        let (tray, tray_in) = watch::channel(None);
        let (end, ended) = oneshot::channel();
        let native = Self {
            notices,
            tray,
            bus: bus.downgrade(),
            outbox: outbox.clone(),
            runtime: runtime.handle().clone(),
            program,
            _end: end,
        };
        std::thread::Builder::new()
            .name("pulse-native".into())
            .spawn(move || {
                runtime.spawn(notifications::serve(
                    bus.clone(),
                    notices_in,
                    outbox.clone(),
                ));
                let tray = runtime.spawn(tray::serve(bus.clone(), tray_in, outbox.clone()));
                runtime.spawn(appearance::watch(bus.clone(), outbox.clone()));
                runtime.spawn(session::watch_screen(bus.clone(), outbox.clone()));
                runtime.spawn(session::watch_sleep(outbox));
                let _ = runtime.block_on(ended);
                // The tray's task ends with its sender and takes the icon away.
                let _ = runtime.block_on(tray);
                let inside = runtime.enter();
                drop(bus);
                drop(inside);
                runtime.shutdown_background();
            })?;
        Ok((native, receiver))
    }

    /// Tells signals that ask the program to end, so that it ends in order.
    ///
    /// # Errors
    /// When the system takes no handler; then they end the process as before.
    pub fn end_on_signals(&self) -> io::Result<()> {
        signals::watch(&self.runtime, &self.outbox)
    }

    /// Shows a notification, in the place of an earlier one of the same conversation.
    pub fn notify(&self, notice: Notice) {
        self.notices.show(notice);
    }

    /// Takes the conversation's notification away: it was read elsewhere.
    pub fn withdraw(&self, conversation: ConversationId) {
        self.notices.withdraw(conversation);
    }

    /// Takes all notifications away: the window was locked.
    pub fn withdraw_all(&self) {
        self.notices.withdraw_all();
    }

    /// Shows a tray icon with this face. The desktop hears of it only when something changed.
    pub fn show_in_tray(&self, face: TrayFace) {
        self.tray.send_if_modified(|shown| {
            let is_new = shown.as_ref() != Some(&face);
            *shown = Some(face);
            is_new
        });
    }

    /// Lets somebody choose a picture with a QR code, and reads it. No event comes when they cancel. `title` stands above the
    /// dialog, `pictures` names the kind of files.
    pub fn pick_qr_image(&self, purpose: QrPurpose, title: String, pictures: String) {
        let (bus, outbox) = (self.bus.clone(), self.outbox.clone());
        self.runtime.spawn(async move {
            let question = FileQuestion::open(title, pictures, &["*.png", "*.jpg", "*.jpeg"]);
            match ask(&bus, question).await {
                FileAnswer::Chosen(path) => read_qr(outbox, purpose, move || {
                    qr_image::read_file(purpose.into(), &path)
                }),
                FileAnswer::Cancelled => {}
                FileAnswer::Unavailable => outbox.tell(NativeEvent::Qr {
                    purpose,
                    result: Err(QrTrouble::NoFileDialog),
                }),
            }
        });
    }

    /// Reads a QR code from the picture in the clipboard, or from the picture file that was copied.
    pub fn read_qr_clipboard(&self, purpose: QrPurpose) {
        let (program, outbox) = (self.program.clone(), self.outbox.clone());
        self.runtime.spawn(async move {
            read_qr(outbox, purpose, move || {
                clipboard_reader::ask(&program, purpose.into())
            });
        });
    }

    /// Reads a QR code from a picture file, for instance one that was dropped on the window.
    pub fn read_qr_file(&self, purpose: QrPurpose, path: PathBuf) {
        let outbox = self.outbox.clone();
        self.runtime.spawn(async move {
            read_qr(outbox, purpose, move || {
                qr_image::read_file(purpose.into(), &path)
            });
        });
    }

    /// Opens a link of the web or of mail in the program that people here open it with. No event comes when that works.
    pub fn open_link(&self, link: String) {
        let (bus, outbox) = (self.bus.clone(), self.outbox.clone());
        self.runtime.spawn(async move {
            let by_portal = match bus.upgrade() {
                Some(bus) => portal::open_link(&bus, &link).await,
                None => false,
            };
            if by_portal {
                return;
            }
            // It may run for as long as the browser does.
            let wanted = link.clone();
            let opened = tokio::task::spawn_blocking(move || opener::open(&wanted)).await;
            if !opened.unwrap_or(false) {
                outbox.tell(NativeEvent::LinkNotOpened(link));
            }
        });
    }

    /// Lets somebody choose where a QR code of `content` is written as a picture, and writes it. No event comes when they
    /// cancel. `title` stands above the dialog, `name` is what the file is called unless they say otherwise.
    pub fn save_qr(&self, content: String, title: String, name: String) {
        let (bus, outbox) = (self.bus.clone(), self.outbox.clone());
        self.runtime.spawn(async move {
            let result = match ask(&bus, FileQuestion::save(title, name)).await {
                FileAnswer::Chosen(path) => {
                    let write = move || qr_picture::save(content.as_bytes(), &path);
                    let written = tokio::task::spawn_blocking(write).await;
                    let is_written = matches!(written, Ok(Ok(())));
                    is_written.then_some(()).ok_or("qr-not-written")
                }
                FileAnswer::Cancelled => return,
                FileAnswer::Unavailable => Err("qr-no-place-to-save"),
            };
            outbox.tell(NativeEvent::QrSaved(result));
        });
    }

    /// Shows a file dialog; the answer comes back with `tag`.
    pub fn ask_for_file(&self, tag: u64, question: FileQuestion) {
        let (bus, outbox) = (self.bus.clone(), self.outbox.clone());
        self.runtime.spawn(async move {
            let answer = ask(&bus, question).await;
            outbox.tell(NativeEvent::File { tag, answer });
        });
    }
}

async fn ask(bus: &bus::WeakBus, question: FileQuestion) -> FileAnswer {
    match bus.upgrade() {
        Some(bus) => portal::ask(&bus, question).await,
        None => FileAnswer::Unavailable,
    }
}

/// Reads on a thread for slow work. A decoder that panics over a strange picture costs that thread alone, and the picture
/// is none.
fn read_qr(
    outbox: Outbox,
    purpose: QrPurpose,
    read: impl FnOnce() -> Result<String, QrTrouble> + Send + 'static,
) {
    tokio::spawn(async move {
        let result = tokio::task::spawn_blocking(read).await;
        let result = result.unwrap_or(Err(QrTrouble::NotAPicture));
        outbox.tell(NativeEvent::Qr { purpose, result });
    });
}
