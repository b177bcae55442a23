//! Somebody at a window: what they click, type and see.

use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;

use atspi::{Role, State};
use x11rb::protocol::xproto::Window;

use super::desk::Desk;
use super::display::{Area, LEFT, WHEEL_DOWN, WHEEL_UP};
use super::process::{Process, wait_for};
use super::tree::{self, Thing, Tree};

/// A person with a home and, while they use it, a window.
pub(crate) struct Person {
    pub(crate) name: String,
    desk: Rc<Desk>,
    folder: PathBuf,
    area: Area,
    scale: &'static str,
    open: Option<Open>,
}

/// A running `pulse-desktop`.
struct Open {
    process: Process,
    window: Window,
    application: String,
}

impl Person {
    pub(crate) fn new(desk: &Rc<Desk>, name: &str, area: Area) -> Self {
        let folder = desk.folder().join(name.to_lowercase());
        std::fs::create_dir_all(folder.join("run")).unwrap();
        Self {
            name: name.to_owned(),
            desk: desk.clone(),
            folder,
            area,
            scale: "1",
            open: None,
        }
    }

    /// Starts Pulse and waits for the window.
    pub(crate) fn starts(&mut self) {
        let log = self.folder.with_extension("log");
        let mut process = Process::start(&mut self.command(), &log);
        let id = process.id();
        let said = || std::fs::read_to_string(&log).unwrap_or_default();
        let mut is_running = || {
            assert!(process.is_running(), "the window closed: {}", said());
        };
        let window = wait_for(
            || format!("no window comes: {}", said()),
            || {
                is_running();
                self.desk.display.window_of(id)
            },
        );
        self.desk.display.place(window, self.area);
        self.desk.display.focus(window);
        let application = wait_for(
            || format!("the window has no accessible tree: {}", said()),
            || {
                is_running();
                tree::application_of(&self.desk.buses, id)
            },
        );
        self.open = Some(Open {
            process,
            window,
            application,
        });
    }

    /// Only what is named here comes from outside.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pulse-desktop"));
        command
            .arg("--home")
            .arg(self.folder.join("home"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DISPLAY", &self.desk.display.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.desk.buses.session_address)
            .env("HOME", &self.folder)
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .env("LANG", "en_GB.UTF-8")
            .env("TZ", "UTC")
            .env("RUST_BACKTRACE", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("WINIT_X11_SCALE_FACTOR", self.scale);
        command
    }

    /// `kill -9`.
    pub(crate) fn is_killed(&mut self) {
        self.open.take().unwrap().process.kill();
    }

    /// The session ends: SIGTERM, after which everything is kept and the process says that all went well.
    pub(crate) fn is_asked_to_end(&mut self) {
        let mut open = self.open.take().unwrap();
        let status = open.process.end();
        assert!(status.success(), "{status}");
    }

    /// What a field holds.
    pub(crate) fn reads(&self, field: &Thing) -> Option<String> {
        field.text(&self.desk.buses)
    }

    /// What a screen reader would know now.
    pub(crate) fn tree(&self) -> Tree {
        Tree::read(&self.desk.buses, &self.open().application)
    }

    /// What a screen reader would know once nothing moves any more.
    pub(crate) fn settled_tree(&self) -> Tree {
        let mut last = String::new();
        self.waits_for("never comes to rest", |tree| {
            let now = tree.to_string();
            (std::mem::replace(&mut last, now.clone()) == now).then_some(())
        });
        self.tree()
    }

    /// Waits until these words are on the screen.
    #[track_caller]
    pub(crate) fn sees(&self, words: &str) {
        self.waits_for(&format!("does not see {words:?}"), |tree| {
            tree.says(words).then_some(())
        });
    }

    /// Waits until exactly one message or line of a list has these words.
    #[track_caller]
    pub(crate) fn sees_once(&self, words: &str) {
        self.waits_for(&format!("does not see {words:?} once"), |tree| {
            (tree.count(words) == 1).then_some(())
        });
    }

    /// Waits until these words are on the screen no more.
    #[track_caller]
    pub(crate) fn sees_no_more(&self, words: &str) {
        self.waits_for(&format!("still sees {words:?}"), |tree| {
            (!tree.says(words)).then_some(())
        });
    }

    /// Waits for something in the tree.
    #[track_caller]
    pub(crate) fn waits_for<T>(
        &self,
        otherwise: &str,
        mut look: impl FnMut(&Tree) -> Option<T>,
    ) -> T {
        wait_for(
            || format!("{} {otherwise}; but:\n{}", self.name, self.tree()),
            || look(&self.tree()),
        )
    }

    /// Clicks what has exactly this name.
    #[track_caller]
    pub(crate) fn clicks(&self, name: &str) {
        self.click_with(LEFT, &format!("finds no {name:?} to click"), |tree| {
            tree.named(name).cloned()
        });
    }

    /// Clicks the first thing to click whose name has these words.
    #[track_caller]
    pub(crate) fn clicks_on(&self, words: &str) {
        self.click_with(LEFT, &format!("finds nothing with {words:?}"), |tree| {
            tree.interactive_with(words).cloned()
        });
    }

    /// Clicks the button with the name of somebody that heads their conversation.
    #[track_caller]
    pub(crate) fn clicks_on_head_of(&self, name: &str) {
        self.click_with(LEFT, &format!("sees no conversation with {name}"), |tree| {
            tree.named_role(name, Role::Button).cloned()
        });
    }

    #[track_caller]
    fn click_with(&self, button: u8, otherwise: &str, find: impl Fn(&Tree) -> Option<Thing>) {
        self.desk.display.focus(self.open().window);
        // A hand points before it presses: what moves away meanwhile is pointed at again.
        let mut at = self.place_of(otherwise, &find);
        loop {
            self.desk.display.point(at);
            self.settled_tree();
            let now = self.place_of(otherwise, &find);
            if std::mem::replace(&mut at, now) == now {
                break;
            }
        }
        self.desk.display.click(button);
    }

    /// Where on the screen the middle of a thing is, once it stands still inside the window and can be used.
    #[track_caller]
    fn place_of(&self, otherwise: &str, find: &impl Fn(&Tree) -> Option<Thing>) -> (i32, i32) {
        let mut last = None;
        self.waits_for(otherwise, |tree| {
            let thing = find(tree).filter(|thing| thing.is(State::Enabled))?;
            let area = thing.area(&self.desk.buses);
            let stands_still = area.is_some() && last.replace(area) == Some(area);
            let (x, y) = area.filter(|_| stands_still)?.centre();
            let window = self.desk.display.area(self.open().window);
            let at = (window.x + x, window.y + y);
            if window.contains(at) {
                return Some(at);
            }
            // It is on a page that scrolls: turn the wheel over that page.
            self.desk.display.point((at.0, window.centre().1));
            let is_above = y < 0;
            self.desk
                .display
                .click(if is_above { WHEEL_UP } else { WHEEL_DOWN });
            None
        })
    }

    /// Clicks a field, unless it has the keyboard already, and waits until it has.
    #[track_caller]
    pub(crate) fn clicks_into(&self, field: &str) {
        let tree = self.settled_tree();
        if tree
            .field(field)
            .is_some_and(|thing| thing.is(State::Focused))
        {
            return;
        }
        let find = |tree: &Tree| tree.field(field).cloned();
        self.click_with(LEFT, &format!("finds no field {field:?}"), find);
        self.waits_for(&format!("cannot type into {field:?}"), |tree| {
            tree.field(field)
                .filter(|thing| thing.is(State::Focused))
                .map(|_| ())
        });
    }

    /// Clicks a field, empties it and types.
    #[track_caller]
    pub(crate) fn types_into(&self, field: &str, text: &str) {
        self.clicks_into(field);
        self.presses("ctrl+a");
        self.desk.display.type_text(text);
        self.waits_for(
            &format!("does not find in {field:?} what was typed"),
            |tree| {
                let thing = tree.field(field)?;
                let is_hidden = thing.role == Role::PasswordText;
                let written = thing.text(&self.desk.buses).unwrap_or_default();
                (is_hidden || written.trim_end() == text.trim_end()).then_some(())
            },
        );
    }

    /// Presses keys by name.
    pub(crate) fn presses(&self, keys: &str) {
        self.desk.display.focus(self.open().window);
        self.desk.display.press(keys);
    }

    fn open(&self) -> &Open {
        self.open.as_ref().expect("this window is not open")
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        if std::thread::panicking() && self.open.is_some() {
            self.desk.picture_of_failure();
            let log = std::fs::read_to_string(self.folder.with_extension("log"));
            eprintln!("{} said: {}", self.name, log.unwrap_or_default());
        }
    }
}
