//! A picture that another program has put into the clipboard.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use pulse_desktop::native::NativeEvent;
use pulse_desktop::native::qr_image::QrTrouble;
use pulse_desktop::state::QrPurpose;

use super::picture::{LINK, code};
use super::stage::Window;

const PIXELS: &str = "native::clipboard::a_code_is_read_from_another_programs_picture";
const BOMB: &str = "native::clipboard::a_picture_that_takes_all_memory_ends_its_reader_alone";
const FILE: &str = "native::clipboard::a_code_is_read_from_a_file_that_was_copied";
const PART: &str = "PULSE_TEST_CLIPBOARD_PART";
const READY: &str = "picture offered";

/// A screen of its own, gone at the end.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "640x480x24"])
            .args(["-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb (Debian package `xvfb`) is needed; `cargo xtask test` installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let display = format!(":{}", number.trim());
        Self { server, display }
    }

    /// This test again, as another program on this screen.
    fn program(&self, name: &str, part: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args([name, "--exact", "--nocapture"])
            .env(PART, part)
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY");
        command
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_code_is_read_from_another_programs_picture() {
    play(PIXELS, Ok(LINK.to_owned()), |clipboard| {
        let grey = code(4);
        let (width, height) = grey.dimensions();
        let pixels: Vec<u8> = grey
            .pixels()
            .flat_map(|pixel| [pixel.0[0], pixel.0[0], pixel.0[0], 255])
            .collect();
        let picture = arboard::ImageData {
            width: usize::try_from(width).unwrap(),
            height: usize::try_from(height).unwrap(),
            bytes: pixels.into(),
        };
        clipboard.set_image(picture).unwrap();
    });
}

/// A picture that takes half a gigabyte and travels as half a megabyte, as a web page offers it to be copied.
#[test]
fn a_picture_that_takes_all_memory_ends_its_reader_alone() {
    play(BOMB, Err(QrTrouble::TooLarge), |clipboard| {
        let (width, height) = (10_500, 10_500);
        let picture = arboard::ImageData {
            width,
            height,
            bytes: vec![0; 4 * width * height].into(),
        };
        clipboard.set_image(picture).unwrap();
    });
}

#[test]
fn a_code_is_read_from_a_file_that_was_copied() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a code.png");
    code(4).save(&path).unwrap();
    play(FILE, Ok(LINK.to_owned()), |clipboard| {
        clipboard.set().file_list(&[&path]).unwrap();
    });
}

/// One program offers something, another reads the code in it.
fn play(
    name: &str,
    expected: Result<String, QrTrouble>,
    offer: impl FnOnce(&mut arboard::Clipboard),
) {
    match std::env::var(PART).as_deref() {
        Ok("offer") => {
            let mut clipboard = arboard::Clipboard::new().unwrap();
            offer(&mut clipboard);
            println!("\n{READY}");
            loop {
                std::thread::park();
            }
        }
        Ok(_) => assert_eq!(read(), expected),
        Err(_) => {
            let screen = Screen::start();
            let mut offering = screen
                .program(name, "offer")
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let lines = BufReader::new(offering.stdout.take().unwrap()).lines();
            assert!(lines.map_while(Result::ok).any(|line| line.contains(READY)));
            let status = screen.program(name, "read").status().unwrap();
            offering.kill().unwrap();
            offering.wait().unwrap();
            assert!(status.success());
        }
    }
}

fn read() -> Result<String, QrTrouble> {
    let window = Window::open();
    window.native.read_qr_clipboard(QrPurpose::Contact);
    window.find(|event| match event {
        NativeEvent::Qr { result, .. } => Some(result),
        _ => None,
    })
}
