//! Image snapshots: what the app looks like, compared with what it looked like when somebody last looked at it.
//!
//! Drawn without a screen (Vulkan on the processor), with the bundled fonts and a fixed scale, clock, language and size. What differs
//! between drivers stays below the tolerance. After a wanted change: `UPDATE_SNAPSHOTS=true cargo test --test images`, and
//! look at every picture that changed. `cargo xtask screenshots` draws all states in all shapes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic in a test is its report"
)]

#[path = "images/scenes.rs"]
mod scenes;
#[path = "images/shape.rs"]
mod shape;

use std::path::{Path, PathBuf};

use egui_kittest::{SnapshotOptions, SnapshotResults};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};

use scenes::SCENES;
use shape::{ALL, DARK, DOUBLE, LIGHT, PHONE, RIGHT_TO_LEFT, Shape};

/// Which states are compared in which shape. Few, because each costs space in the repository for ever.
const COMPARED: &[(&str, &Shape)] = &[
    ("welcome", &LIGHT),
    ("server-wrong-link", &LIGHT),
    ("protect-passphrase", &DARK),
    ("phrase", &LIGHT),
    ("phrase-check", &PHONE),
    ("unlock-wrong", &DARK),
    ("trouble-newer", &LIGHT),
    ("locked", &DARK),
    ("nobody", &LIGHT),
    ("list", &DARK),
    ("list", &PHONE),
    ("conversation", &LIGHT),
    ("conversation", &DARK),
    ("conversation", &PHONE),
    ("conversation", &RIGHT_TO_LEFT),
    ("conversation", &DOUBLE),
    ("conversation-rich-text", &LIGHT),
    ("conversation-extremes", &LIGHT),
    ("conversation-extremes", &PHONE),
    ("conversation-failures", &LIGHT),
    ("conversation-unread", &DARK),
    ("conversation-forked", &LIGHT),
    ("conversation-request", &PHONE),
    ("link-warning", &DARK),
    ("quick-switcher", &DARK),
    ("shortcuts", &LIGHT),
    ("message-details", &LIGHT),
    ("add-contact", &LIGHT),
    ("requests", &DARK),
    ("contact", &PHONE),
    ("safety-number", &LIGHT),
    ("my-link", &DARK),
    ("settings-privacy", &LIGHT),
    ("settings-appearance", &DARK),
    ("settings-appearance", &RIGHT_TO_LEFT),
];

/// At most so many pictures of at most so many bytes: the repository is for people with slow lines, too.
const IMAGES_MAX: usize = 40;
const IMAGE_BYTES_MAX: u64 = 100_000;

/// How far a colour may be off before a pixel counts, and how many such pixels are still the same picture: edges of glyphs differ a
/// little between drivers.
const TOLERANCE: f32 = 1.2;
const PIXELS_MAX: usize = 60;

#[test]
fn the_app_looks_as_it_did() {
    let options = SnapshotOptions::new()
        .threshold(TOLERANCE)
        .max_failed_pixels(PIXELS_MAX)
        .output_path(snapshots());
    let mut results = SnapshotResults::new();
    for (name, shape) in COMPARED {
        let (_, state) = SCENES.iter().find(|(scene, _)| scene == name).unwrap();
        let image = shape.draw(state());
        let file = format!("{name}-{}", shape.name);
        results.add(egui_kittest::try_image_snapshot_options(
            &image, &file, &options,
        ));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            pack(&snapshots().join(format!("{file}.png")));
        }
    }
    results.unwrap();
}

/// Writes a picture again as small as it gets; what was just drawn was written quickly.
fn pack(file: &Path) {
    let image = image::open(file).unwrap().into_rgb8();
    let to = std::fs::File::create(file).unwrap();
    let encoder = PngEncoder::new_with_quality(to, CompressionType::Best, FilterType::Adaptive);
    image.write_with_encoder(encoder).unwrap();
}

#[test]
fn snapshots_are_few_and_small() {
    let files: Vec<_> = std::fs::read_dir(snapshots())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            !name.ends_with(".new.png")
                && !name.ends_with(".diff.png")
                && !name.ends_with(".old.png")
        })
        .collect();
    assert!(files.len() <= IMAGES_MAX, "{} snapshots", files.len());
    for file in files {
        let bytes = file.metadata().unwrap().len();
        assert!(bytes <= IMAGE_BYTES_MAX, "{:?}: {bytes}", file.path());
        let name = file.file_name().to_string_lossy().into_owned();
        let is_compared = COMPARED
            .iter()
            .any(|(scene, shape)| name == format!("{scene}-{}.png", shape.name));
        assert!(is_compared, "{name} is compared with nothing any more");
    }
}

/// `cargo xtask screenshots`. What to draw and where to comes from the environment, as there is nobody else to say it.
#[test]
#[ignore = "draws some hundred pictures for people to look at: cargo xtask screenshots"]
fn every_state_is_drawn() {
    let folder = std::env::var_os("PULSE_SCREENSHOTS").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots"),
        PathBuf::from,
    );
    let only = std::env::var("PULSE_SCREENSHOTS_ONLY").unwrap_or_default();
    std::fs::create_dir_all(&folder).unwrap();
    for (name, state) in SCENES {
        for shape in ALL {
            let file = format!("{name}-{}.png", shape.name);
            if only.split_whitespace().all(|word| file.contains(word)) {
                println!("{file}");
                shape.draw(state()).save(folder.join(file)).unwrap();
            }
        }
    }
}

fn snapshots() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/snapshots")
}
