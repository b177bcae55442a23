//! File dialogs, and pictures with QR codes from them.

use std::path::PathBuf;

use pulse_desktop::native::NativeEvent;
use pulse_desktop::native::portal::{FileAnswer, FileQuestion};
use pulse_desktop::native::qr_image::QrTrouble;
use pulse_desktop::state::QrPurpose;

use super::desktop::{FileChooser, PORTAL};
use super::picture::{LINK, code};
use super::stage::{Desktop, PATIENCE, Window, on_private_bus};

fn qr(window: &Window) -> Result<String, QrTrouble> {
    window.find(|event| match event {
        NativeEvent::Qr { result, .. } => Some(result),
        _ => None,
    })
}

fn file(window: &Window) -> (u64, FileAnswer) {
    window.find(|event| match event {
        NativeEvent::File { tag, answer } => Some((tag, answer)),
        _ => None,
    })
}

fn ask(window: &Window, tag: u64) -> (u64, FileAnswer) {
    let question = FileQuestion::save("Save".into(), "link.png".into());
    window.native.ask_for_file(tag, question);
    file(window)
}

fn picture(dir: &tempfile::TempDir) -> PathBuf {
    let path = dir.path().join("my code.png");
    code(4).save(&path).unwrap();
    path
}

#[test]
fn a_code_is_read_from_the_picture_that_was_chosen() {
    on_private_bus(
        "native::files::a_code_is_read_from_the_picture_that_was_chosen",
        |desktop| {
            let dir = tempfile::tempdir().unwrap();
            let uri = format!("file://{}", picture(&dir).display()).replace(' ', "%20");
            let asked = FileChooser::begin(desktop, 0, &[&uri]);
            let window = Window::open();
            let (title, files) = ("Choose a picture".into(), "Pictures".into());
            window
                .native
                .pick_qr_image(QrPurpose::Contact, title, files);
            let question = asked.recv_timeout(PATIENCE).unwrap();
            assert!(!question.saves);
            assert_eq!(question.title, "Choose a picture");
            type Filters = Vec<(String, Vec<(u32, String)>)>;
            let filters = question.options["filters"].try_clone().unwrap();
            let filters = Filters::try_from(filters).unwrap();
            assert_eq!(filters[0].0, "Pictures");
            assert!(filters[0].1.contains(&(0, "*.png".into())));
            assert_eq!(qr(&window), Ok(LINK.to_owned()));
        },
    );
}

#[test]
fn a_place_to_save_is_chosen_or_not() {
    on_private_bus(
        "native::files::a_place_to_save_is_chosen_or_not",
        |desktop| {
            let asked = FileChooser::begin(desktop, 0, &["file:///home/a/link.png"]);
            let window = Window::open();
            let chosen = FileAnswer::Chosen("/home/a/link.png".into());
            assert_eq!(ask(&window, 7), (7, chosen));
            let question = asked.recv_timeout(PATIENCE).unwrap();
            assert!(question.saves);
            let name = String::try_from(question.options["current_name"].try_clone().unwrap());
            assert_eq!(name.unwrap(), "link.png");
            stop(desktop);

            let _asked = FileChooser::begin(desktop, 1, &[]);
            assert_eq!(ask(&window, 8), (8, FileAnswer::Cancelled));
            stop(desktop);

            let _asked = FileChooser::begin(desktop, 0, &["https://example.org/x"]);
            assert_eq!(ask(&window, 9), (9, FileAnswer::Unavailable));
        },
    );
}

fn saved(window: &Window) -> Result<(), &'static str> {
    window.find(|event| match event {
        NativeEvent::QrSaved(result) => Some(result),
        _ => None,
    })
}

#[test]
fn the_own_code_is_written_to_where_somebody_chooses() {
    on_private_bus(
        "native::files::the_own_code_is_written_to_where_somebody_chooses",
        |desktop| {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("mine.png");
            let window = Window::open();
            let save = || {
                let (title, name) = ("Save".to_owned(), "pulse.png".to_owned());
                window.native.save_qr(LINK.to_owned(), title, name);
                saved(&window)
            };
            let _asked = FileChooser::begin(desktop, 0, &[&format!("file://{}", path.display())]);
            assert_eq!(save(), Ok(()));
            window.native.read_qr_file(QrPurpose::Server, path);
            assert_eq!(qr(&window), Ok(LINK.to_owned()));
            stop(desktop);

            let nowhere = dir.path().join("missing/mine.png");
            let uri = format!("file://{}", nowhere.display());
            let _asked = FileChooser::begin(desktop, 0, &[&uri]);
            assert_eq!(save(), Err("qr-not-written"));
            stop(desktop);
            assert_eq!(save(), Err("qr-no-place-to-save"));
        },
    );
}

fn stop(desktop: &Desktop) {
    desktop.run(async {
        desktop.bus.release_name(PORTAL).await.unwrap();
        let objects = desktop.bus.object_server();
        let path = super::desktop::PORTAL_PATH;
        objects.remove::<FileChooser, _>(path).await.unwrap();
    });
}

#[test]
fn without_a_portal_it_is_said_that_there_is_no_dialog() {
    on_private_bus(
        "native::files::without_a_portal_it_is_said_that_there_is_no_dialog",
        |_desktop| {
            let window = Window::open();
            assert_eq!(ask(&window, 1), (1, FileAnswer::Unavailable));
            let (title, files) = ("Choose a picture".into(), "Pictures".into());
            window.native.pick_qr_image(QrPurpose::Server, title, files);
            assert_eq!(qr(&window), Err(QrTrouble::NoFileDialog));
            // Nor is there a clipboard here, without any display.
            window.native.read_qr_clipboard(QrPurpose::Server);
            assert_eq!(qr(&window), Err(QrTrouble::NoClipboardPicture));
        },
    );
}

#[test]
fn a_portal_that_dies_with_its_dialog_open_keeps_nobody_waiting() {
    on_private_bus(
        "native::files::a_portal_that_dies_with_its_dialog_open_keeps_nobody_waiting",
        |desktop| {
            let asked = FileChooser::begin_silent(desktop);
            let window = Window::open();
            let question = FileQuestion::save("Save".into(), "link.png".into());
            window.native.ask_for_file(3, question);
            asked.recv_timeout(PATIENCE).unwrap();
            stop(desktop);
            assert_eq!(file(&window), (3, FileAnswer::Unavailable));
        },
    );
}

#[test]
fn a_dropped_picture_is_read_without_any_desktop() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open();
    window.native.read_qr_file(QrPurpose::Server, picture(&dir));
    assert_eq!(qr(&window), Ok(LINK.to_owned()));
    let missing = dir.path().join("missing.png");
    window.native.read_qr_file(QrPurpose::Server, missing);
    assert_eq!(qr(&window), Err(QrTrouble::Unreadable));
}
