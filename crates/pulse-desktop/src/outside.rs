//! The real world of the window: the client's thread, the desktop, the file with the settings.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;

use crate::action::Action;
use crate::app::{News, World};
use crate::core::CoreHandle;
use crate::effect::{Effect, NotificationText};
use crate::native::autostart::Autostart;
use crate::native::notifications::{Answer, Button, Notice};
use crate::native::settings_file::SettingsFile;
use crate::native::single_instance::Handover;
use crate::native::tray::{TrayChoice, TrayFace};
use crate::native::{Native, NativeEvent};
use crate::state::{AppState, Language, Scanned, Settings};
use crate::texts::Texts;
use crate::update::Update;

/// What the world is made of.
pub(crate) struct Parts {
    pub(crate) core: CoreHandle,
    pub(crate) updates: Receiver<Update>,
    pub(crate) native: Native,
    pub(crate) events: Receiver<NativeEvent>,
    pub(crate) starts: Receiver<Handover>,
    pub(crate) settings_file: SettingsFile,
    pub(crate) autostart: Option<Autostart>,
    pub(crate) began_hidden: bool,
    pub(crate) is_wayland: bool,
}

/// The world.
pub(crate) struct Outside {
    core: CoreHandle,
    updates: Receiver<Update>,
    native: Native,
    events: Receiver<NativeEvent>,
    starts: Receiver<Handover>,
    keeper: Keeper,
    has_tray: bool,
    began_hidden: bool,
    is_wayland: bool,
    shown: Option<Shown>,
}

/// What the tray was made from, so that it is made again only when that changed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shown {
    language: Language,
    unread: u32,
    can_lock: bool,
    locked: bool,
}

impl Outside {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            core: parts.core,
            updates: parts.updates,
            native: parts.native,
            events: parts.events,
            starts: parts.starts,
            keeper: Keeper::start(parts.settings_file, parts.autostart),
            has_tray: false,
            began_hidden: parts.began_hidden,
            is_wayland: parts.is_wayland,
            shown: None,
        }
    }

    fn of_native(&mut self, event: NativeEvent) -> Vec<News> {
        match event {
            NativeEvent::Notification {
                conversation,
                answer,
                ..
            } => match answer {
                Answer::Open | Answer::Reply => vec![
                    News::Act(Action::ShowWindow),
                    News::Act(Action::OpenConversation(conversation)),
                ],
                Answer::ReplyText(text) => {
                    vec![News::Act(Action::Reply { conversation, text })]
                }
                Answer::MarkRead => vec![News::Act(Action::MarkRead(conversation))],
            },
            NativeEvent::Tray { choice, .. } => vec![News::Act(match choice {
                TrayChoice::Open => Action::ShowWindow,
                TrayChoice::Lock => Action::Lock,
                TrayChoice::Quit => Action::Quit,
            })],
            NativeEvent::TrayThere(there) => {
                self.has_tray = there;
                // A window that began in a tray that is not there would never be seen.
                if !there && std::mem::take(&mut self.began_hidden) {
                    return vec![News::Act(Action::ShowWindow)];
                }
                Vec::new()
            }
            NativeEvent::Qr { purpose, result } => {
                let result = result.map_err(|trouble| trouble.text_key());
                vec![News::Act(Action::Scanned(Scanned { purpose, result }))]
            }
            // No page asks for files yet.
            NativeEvent::File { .. } => Vec::new(),
            NativeEvent::LinkNotOpened(link) => vec![News::Act(Action::LinkNotOpened(link))],
            NativeEvent::Appearance(system) => vec![News::Appearance(system)],
            NativeEvent::ScreenLocked(true) | NativeEvent::GoingToSleep => {
                vec![News::Act(Action::ScreenLocked)]
            }
            NativeEvent::ScreenLocked(false) => Vec::new(),
            NativeEvent::QrSaved(result) => vec![News::Act(Action::QrSaved(result))],
            NativeEvent::AskedToEnd => vec![News::Act(Action::Quit)],
        }
    }
}

impl World for Outside {
    fn fetch(&mut self) -> Vec<News> {
        let mut news: Vec<_> = self
            .updates
            .try_iter()
            .map(|update| News::Update(Box::new(update)))
            .collect();
        let events: Vec<_> = self.events.try_iter().collect();
        for event in events {
            news.extend(self.of_native(event));
        }
        for start in self.starts.try_iter() {
            news.push(News::Act(match start.link {
                Some(link) => Action::LinkFromOutside(link),
                None => Action::ShowWindow,
            }));
        }
        news
    }

    fn perform(&mut self, effect: Effect, _state: &AppState, texts: &Texts) {
        match effect {
            Effect::Ask(request) => self.core.send(request),
            Effect::PickQrImage(purpose) => self.native.pick_qr_image(
                purpose,
                texts.get("native-pick-picture").into_owned(),
                texts.get("native-pictures").into_owned(),
            ),
            Effect::ReadClipboardImage(purpose) => self.native.read_qr_clipboard(purpose),
            Effect::ReadQrFile { purpose, path } => self.native.read_qr_file(purpose, path),
            Effect::Notify {
                conversation,
                content,
            } => self.native.notify(notice(conversation, content, texts)),
            Effect::Unnotify(conversation) => self.native.withdraw(conversation),
            Effect::SaveSettings(settings) => self.keeper.keep(Job::Settings(Box::new(settings))),
            Effect::OpenUrl(url) => self.native.open_link(url),
            Effect::Autostart(on) => self.keeper.keep(Job::Autostart(on)),
            Effect::SaveQr(content) => self.native.save_qr(
                content,
                texts.get("native-save-picture").into_owned(),
                "pulse.png".to_owned(),
            ),
            // These are the window's own.
            Effect::CopyText(_)
            | Effect::CopyQr(_)
            | Effect::FocusComposer
            | Effect::FocusFilter
            | Effect::FocusFind
            | Effect::InsertText { .. }
            | Effect::Unread(_)
            | Effect::ShowWindow
            | Effect::HideWindow
            | Effect::Quit => {}
        }
    }

    fn show(&mut self, state: &AppState, texts: &Texts) {
        let shown = Shown {
            language: texts.language(),
            unread: state.unread_told,
            can_lock: state.can_lock(),
            locked: state.lock.locked,
        };
        if self.shown == Some(shown) {
            return;
        }
        if shown.locked {
            self.native.withdraw_all();
        }
        self.shown = Some(shown);
        let text = |key| texts.get(key).into_owned();
        let values = [("unread", shown.unread.into())];
        self.native.show_in_tray(TrayFace {
            unread: shown.unread,
            status: texts.with("native-tray-status", &values).into_owned(),
            open: text("native-tray-open"),
            lock: shown.can_lock.then(|| text("native-tray-lock")),
            quit: text("native-tray-quit"),
        });
    }

    fn has_tray(&self) -> bool {
        self.has_tray
    }

    fn hidden(&self) -> egui::ViewportCommand {
        if self.is_wayland {
            // No program can hide its window there, or make it large again after it was made small.
            egui::ViewportCommand::Close
        } else {
            egui::ViewportCommand::Visible(false)
        }
    }
}

/// The words of a notification.
fn notice(
    conversation: pulse_client::ConversationId,
    content: NotificationText,
    texts: &Texts,
) -> Notice {
    let text = |key| texts.get(key).into_owned();
    let has_text = content.text.is_some();
    let body = match content.text {
        Some(body) => body,
        None if content.is_request => text("notification-request"),
        None => texts
            .with("notification-messages", &[("count", content.unread.into())])
            .into_owned(),
    };
    // Without the text there is nothing to answer to.
    let buttons = if has_text {
        vec![
            (Button::Reply, text("native-notification-reply")),
            (Button::MarkRead, text("native-notification-mark-read")),
        ]
    } else {
        Vec::new()
    };
    Notice {
        conversation,
        title: content.name.unwrap_or_else(|| text("app-name")),
        body,
        buttons,
        sound: true,
    }
}

/// Writes small files on a thread of its own: a slow disk never stops the window. The last word counts, and is written before the
/// program ends.
struct Keeper {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

enum Job {
    Settings(Box<Settings>),
    Autostart(bool),
}

impl Keeper {
    fn start(file: SettingsFile, autostart: Option<Autostart>) -> Self {
        let (jobs, wanted) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("pulse-keeper".into())
            .spawn(move || {
                for job in wanted {
                    if let Err(error) = done(&job, &file, autostart.as_ref()) {
                        tracing::warn!(%error, "a setting could not be kept");
                    }
                }
            });
        Self {
            jobs: Some(jobs),
            thread: thread.ok(),
        }
    }

    fn keep(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn done(job: &Job, file: &SettingsFile, autostart: Option<&Autostart>) -> std::io::Result<()> {
    match (job, autostart) {
        (Job::Settings(settings), _) => file.save(settings),
        (Job::Autostart(true), Some(autostart)) => autostart.switch_on(),
        (Job::Autostart(false), Some(autostart)) => autostart.switch_off(),
        (Job::Autostart(_), None) => Ok(()),
    }
}
