//! Which keys make which letters.

use std::collections::BTreeMap;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::ConnectionExt;
use x11rb::rust_connection::RustConnection;

/// Keysyms, as X names them.
const SHIFT: u32 = 0xffe1;
const NAMED: &[(&str, u32)] = &[
    ("shift", SHIFT),
    ("ctrl", 0xffe3),
    ("alt", 0xffe9),
    ("Return", 0xff0d),
    ("Escape", 0xff1b),
    ("Tab", 0xff09),
    ("BackSpace", 0xff08),
    ("Delete", 0xffff),
    ("Home", 0xff50),
    ("End", 0xff57),
    ("PageUp", 0xff55),
    ("PageDown", 0xff56),
    ("Left", 0xff51),
    ("Up", 0xff52),
    ("Right", 0xff53),
    ("Down", 0xff54),
    ("F1", 0xffbe),
];

/// The keyboard of a display.
pub(crate) struct Keyboard {
    /// By keysym: the key, and whether shift is held.
    keys: BTreeMap<u32, (u8, bool)>,
}

impl Keyboard {
    /// Asks the display for its keyboard.
    pub(crate) fn read(connection: &RustConnection) -> Self {
        let (first, last) = {
            let setup = connection.setup();
            (setup.min_keycode, setup.max_keycode)
        };
        let mapping = connection
            .get_keyboard_mapping(first, last - first + 1)
            .unwrap()
            .reply()
            .unwrap();
        let each = usize::from(mapping.keysyms_per_keycode);
        let mut keys = BTreeMap::new();
        for (code, keysyms) in (first..=last).zip(mapping.keysyms.chunks(each)) {
            for (is_shifted, keysym) in [false, true].into_iter().zip(keysyms) {
                keys.entry(*keysym).or_insert((code, is_shifted));
            }
        }
        Self { keys }
    }

    /// The keys to hold for a letter.
    pub(crate) fn strokes_of(&self, c: char) -> Vec<u8> {
        let keysym = match c {
            '\n' => 0xff0d,
            c => u32::from(c),
        };
        let Some((code, is_shifted)) = self.keys.get(&keysym) else {
            panic!("this keyboard has no {c:?}");
        };
        if *is_shifted {
            vec![self.keys[&SHIFT].0, *code]
        } else {
            vec![*code]
        }
    }

    /// The keys of `ctrl+k` and the like.
    pub(crate) fn strokes_named(&self, keys: &str) -> Vec<u8> {
        keys.split('+')
            .flat_map(
                |name| match NAMED.iter().find(|(known, _)| *known == name) {
                    Some((_, keysym)) => vec![self.keys[keysym].0],
                    None => self.strokes_of(name.chars().next().unwrap()),
                },
            )
            .collect()
    }
}
