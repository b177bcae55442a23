//! A screen without hardware: Xvfb, its pointer, and pictures of it.

use std::path::Path;
use std::process::Command;

use image::{ImageFormat, RgbImage};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConfigureWindowAux, ConnectionExt,
    ImageFormat as XImageFormat, InputFocus, MOTION_NOTIFY_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::keyboard::Keyboard;
use super::process::{Process, first_line, wait_for};

/// Wide enough for two windows side by side.
const SIZE: (u16, u16) = (2080, 900);

/// Buttons of a mouse, as X numbers them.
pub(crate) const LEFT: u8 = 1;
pub(crate) const WHEEL_UP: u8 = 4;
pub(crate) const WHEEL_DOWN: u8 = 5;

/// A rectangle of the screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Area {
    pub(crate) fn centre(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    pub(crate) fn contains(self, (x, y): (i32, i32)) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }
}

/// A running Xvfb.
pub(crate) struct Display {
    /// As programs want it in `DISPLAY`.
    pub(crate) name: String,
    connection: RustConnection,
    root: Window,
    keyboard: Keyboard,
    _server: Process,
}

impl Display {
    /// Starts one on a free number.
    pub(crate) fn start(folder: &Path) -> Self {
        let (width, height) = SIZE;
        let screen = format!("{width}x{height}x24");
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", &screen])
            .args(["-nolisten", "tcp", "-noreset", "-dpi", "96"]);
        let (server, number) =
            Process::start_and_read(&mut command, &folder.join("xvfb.log"), first_line);
        let name = format!(":{number}");
        let (connection, screen) = RustConnection::connect(Some(&name)).unwrap();
        let root = connection.setup().roots[screen].root;
        let keyboard = Keyboard::read(&connection);
        Self {
            name,
            connection,
            root,
            keyboard,
            _server: server,
        }
    }

    /// The window of a process, once it is on the screen.
    pub(crate) fn window_of(&self, process: u32) -> Option<Window> {
        let pid = self.connection.intern_atom(false, b"_NET_WM_PID").unwrap();
        let pid = pid.reply().unwrap().atom;
        let tree = self.connection.query_tree(self.root).unwrap();
        tree.reply().unwrap().children.into_iter().find(|window| {
            let owner = self
                .connection
                .get_property(false, *window, pid, AtomEnum::CARDINAL, 0, 1);
            let owner = owner.unwrap().reply().ok();
            let owner = owner.and_then(|property| property.value32()?.next());
            owner == Some(process) && self.is_shown(*window)
        })
    }

    fn is_shown(&self, window: Window) -> bool {
        let attributes = self.connection.get_window_attributes(window).unwrap();
        attributes
            .reply()
            .is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE)
    }

    /// Where a window is.
    pub(crate) fn area(&self, window: Window) -> Area {
        let geometry = self.connection.get_geometry(window).unwrap();
        let geometry = geometry.reply().unwrap();
        Area {
            x: geometry.x.into(),
            y: geometry.y.into(),
            width: geometry.width.into(),
            height: geometry.height.into(),
        }
    }

    /// Moves a window, as a window manager would; there is none here.
    pub(crate) fn place(&self, window: Window, area: Area) {
        let place = ConfigureWindowAux::new()
            .x(area.x)
            .y(area.y)
            .width(u32::try_from(area.width).unwrap())
            .height(u32::try_from(area.height).unwrap());
        let configured = self.connection.configure_window(window, &place).unwrap();
        configured.check().unwrap();
        wait_for(
            || "the window does not take its place".to_owned(),
            || (self.area(window) == area).then_some(()),
        );
    }

    /// Gives the keyboard to a window.
    pub(crate) fn focus(&self, window: Window) {
        let focused = self
            .connection
            .set_input_focus(InputFocus::POINTER_ROOT, window, x11rb::CURRENT_TIME)
            .unwrap();
        focused.check().unwrap();
    }

    /// Moves the pointer.
    pub(crate) fn point(&self, (x, y): (i32, i32)) {
        let (x, y) = (i16::try_from(x).unwrap(), i16::try_from(y).unwrap());
        self.fake(MOTION_NOTIFY_EVENT, 0, x, y);
    }

    /// Presses and releases a button of the mouse.
    pub(crate) fn click(&self, button: u8) {
        self.fake(BUTTON_PRESS_EVENT, button, 0, 0);
        self.fake(BUTTON_RELEASE_EVENT, button, 0, 0);
    }

    /// Types a text.
    pub(crate) fn type_text(&self, text: &str) {
        for c in text.chars() {
            self.keys(&self.keyboard.strokes_of(c));
        }
    }

    /// Presses a key by name, with others held: `ctrl+k`, `Tab`, `shift+Tab`.
    pub(crate) fn press(&self, keys: &str) {
        self.keys(&self.keyboard.strokes_named(keys));
    }

    /// Holds all in turn and lets them go in the opposite order.
    fn keys(&self, codes: &[u8]) {
        use x11rb::protocol::xproto::{KEY_PRESS_EVENT, KEY_RELEASE_EVENT};
        for code in codes {
            self.fake(KEY_PRESS_EVENT, *code, 0, 0);
        }
        for code in codes.iter().rev() {
            self.fake(KEY_RELEASE_EVENT, *code, 0, 0);
        }
    }

    fn fake(&self, event: u8, detail: u8, x: i16, y: i16) {
        let sent = self
            .connection
            .xtest_fake_input(event, detail, 0, self.root, x, y, 0)
            .unwrap();
        sent.check().unwrap();
    }

    /// Writes what the screen shows into a PNG file.
    pub(crate) fn picture(&self, file: &Path) {
        let (width, height) = SIZE;
        let image = self
            .connection
            .get_image(
                XImageFormat::Z_PIXMAP,
                self.root,
                0,
                0,
                width,
                height,
                u32::MAX,
            )
            .unwrap()
            .reply()
            .unwrap();
        let colours = image
            .data
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        RgbImage::from_raw(width.into(), height.into(), colours)
            .unwrap()
            .save_with_format(file, ImageFormat::Png)
            .unwrap();
    }
}
