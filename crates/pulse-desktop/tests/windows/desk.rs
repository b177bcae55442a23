//! What a story plays on: a display, buses and a server of its own, in a temporary folder.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tempfile::TempDir;

use super::buses::Buses;
use super::display::{Area, Display};
use super::person::Person;
use super::server::Server;

/// Two windows side by side, with a little desk between them.
const WINDOW: (i32, i32) = (1000, 800);
const GAP: i32 = 40;

/// The display with everything that people need to use it.
pub(crate) struct Desk {
    pub(crate) story: &'static str,
    pub(crate) display: Display,
    pub(crate) buses: Buses,
    people: Cell<i32>,
    has_failed: Cell<bool>,
    folder: TempDir,
}

impl Desk {
    /// An empty desk for a story of this name.
    pub(crate) fn set(story: &'static str) -> Rc<Self> {
        let folder = TempDir::with_prefix("pulse-windows-").unwrap();
        let display = Display::start(folder.path());
        let buses = Buses::start(folder.path(), &display.name);
        Rc::new(Self {
            story,
            display,
            buses,
            people: Cell::new(0),
            has_failed: Cell::new(false),
            folder,
        })
    }

    /// A server that everybody may register on.
    pub(crate) fn server(&self) -> Server {
        Server::start(&self.folder.path().join("server"))
    }

    /// Somebody who has never used Pulse, with an empty home and no window yet.
    pub(crate) fn person(self: &Rc<Self>, name: &str) -> Person {
        let place = self.people.replace(self.people.get() + 1);
        let (width, height) = WINDOW;
        let area = Area {
            x: place * (width + GAP),
            y: 0,
            width,
            height,
        };
        Person::new(self, name, area)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Keeps a picture of the screen, and says where.
    pub(crate) fn picture(&self, name: &str) -> PathBuf {
        let folder = std::env::var_os("PULSE_STORY_PICTURES").map_or_else(
            || Path::new(env!("CARGO_TARGET_TMPDIR")).join("windows"),
            PathBuf::from,
        );
        let file = folder.join(format!("{}-{name}.png", self.story));
        self.display.picture(&file);
        file
    }

    /// The picture of a failure, once: taken before the windows are closed.
    pub(crate) fn picture_of_failure(&self) {
        if !self.has_failed.replace(true) {
            let file = self.picture("failed");
            eprintln!("the screen at that moment: {}", file.display());
        }
    }
}
