//! Reads a picture of a QR code: a screenshot, a photo, the clipboard.
//!
//! Pictures come from strangers, so their size is looked at before a pixel is decoded. Only PNG and JPEG are understood:
//! what screenshots and cameras make, and two decoders less to trust than four.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Limits, RgbaImage, imageops};
use pulse_client::AccountId;

use super::links::{PulseLink, is_pulse_scheme};

use crate::limits::{
    QR_IMAGE_ALLOCATION_MAX, QR_IMAGE_BYTES_MAX, QR_IMAGE_PIXELS_MAX, QR_IMAGE_SIDE_MAX,
    QR_SEARCH_SIDE, QR_SEARCH_SIDE_LARGE,
};
use crate::state::QrPurpose;

/// What a code is looked for, and what is handed over of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A Pulse link, as text.
    Link,
    /// A safety number: bytes, in hexadecimal digits.
    SafetyNumber,
}

impl Wanted {
    /// Its name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::SafetyNumber => "safety-number",
        }
    }

    /// What is called so on a command line.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Link, Self::SafetyNumber]
            .into_iter()
            .find(|wanted| wanted.name() == name)
    }
}

impl From<QrPurpose> for Wanted {
    fn from(purpose: QrPurpose) -> Self {
        match purpose {
            QrPurpose::Server | QrPurpose::Contact => Self::Link,
            QrPurpose::SafetyNumber => Self::SafetyNumber,
        }
    }
}

/// Why nothing came out of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrTrouble {
    /// The file is not there, or not ours to read.
    #[error("the picture cannot be read")]
    Unreadable,
    /// Neither PNG nor JPEG, or damaged.
    #[error("this is not a picture in PNG or JPEG format")]
    NotAPicture,
    /// More bytes or pixels than any screenshot or photo of a QR code has.
    #[error("the picture is too large")]
    TooLarge,
    /// No QR code in it, or none that can be made out.
    #[error("no QR code was found in the picture")]
    NoCode,
    /// QR codes, but none with a Pulse link.
    #[error("the QR code holds no Pulse link")]
    NotALink,
    /// QR codes, but none with a safety number.
    #[error("the QR code holds no safety number")]
    NotASafetyNumber,
    /// The clipboard holds no picture, or cannot be reached.
    #[error("there is no picture in the clipboard")]
    NoClipboardPicture,
    /// This desktop shows no file dialogs; dropping a file on the window and pasting still work.
    #[error("this desktop offers no file dialog")]
    NoFileDialog,
}

impl QrTrouble {
    const ALL: [Self; 8] = [
        Self::Unreadable,
        Self::NotAPicture,
        Self::TooLarge,
        Self::NoCode,
        Self::NotALink,
        Self::NotASafetyNumber,
        Self::NoClipboardPicture,
        Self::NoFileDialog,
    ];

    /// The trouble whose sentence has this key.
    pub(super) fn of_text_key(key: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|trouble| trouble.text_key() == key)
    }

    /// The key of its sentence in the texts.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Unreadable => "qr-unreadable",
            Self::NotAPicture => "qr-not-a-picture",
            Self::TooLarge => "qr-too-large",
            Self::NoCode => "qr-no-code",
            Self::NotALink => "qr-not-a-link",
            Self::NotASafetyNumber => "qr-not-a-safety-number",
            Self::NoClipboardPicture => "qr-no-clipboard-picture",
            Self::NoFileDialog => "qr-no-file-dialog",
        }
    }
}

/// What a picture file holds.
pub fn read_file(wanted: Wanted, path: &Path) -> Result<String, QrTrouble> {
    // A pipe that was dropped on the window would be waited for while it is opened.
    if !path.metadata().is_ok_and(|found| found.is_file()) {
        return Err(QrTrouble::Unreadable);
    }
    let file = File::open(path).map_err(|_| QrTrouble::Unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to know; a file that grows while it is read changes nothing.
    file.take(QR_IMAGE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| QrTrouble::Unreadable)?;
    read_bytes(wanted, &bytes)
}

/// What an encoded picture holds.
pub fn read_bytes(wanted: Wanted, bytes: &[u8]) -> Result<String, QrTrouble> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > QR_IMAGE_BYTES_MAX {
        return Err(QrTrouble::TooLarge);
    }
    let picture = decode(bytes)?;
    read_grey(wanted, in_grey(picture))
}

/// What plain pixels hold, four bytes each (red, green, blue, opacity), row by row from the top: how a clipboard hands
/// them over.
pub fn read_rgba(
    wanted: Wanted,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
) -> Result<String, QrTrouble> {
    let (Ok(width), Ok(height)) = (u32::try_from(width), u32::try_from(height)) else {
        return Err(QrTrouble::TooLarge);
    };
    check_size(width, height)?;
    let picture = RgbaImage::from_raw(width, height, pixels).ok_or(QrTrouble::NotAPicture)?;
    read_grey(wanted, in_grey(DynamicImage::ImageRgba8(picture)))
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, QrTrouble> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| QrTrouble::NotAPicture)?;
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(QR_IMAGE_SIDE_MAX);
    limits.max_image_height = Some(QR_IMAGE_SIDE_MAX);
    limits.max_alloc = Some(QR_IMAGE_ALLOCATION_MAX);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| trouble_of(&error))?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    if decoder.total_bytes() > QR_IMAGE_ALLOCATION_MAX {
        return Err(QrTrouble::TooLarge);
    }
    DynamicImage::from_decoder(decoder).map_err(|error| trouble_of(&error))
}

fn trouble_of(error: &image::ImageError) -> QrTrouble {
    match error {
        image::ImageError::Limits(_) => QrTrouble::TooLarge,
        _ => QrTrouble::NotAPicture,
    }
}

fn check_size(width: u32, height: u32) -> Result<(), QrTrouble> {
    let is_large = width > QR_IMAGE_SIDE_MAX
        || height > QR_IMAGE_SIDE_MAX
        || u64::from(width) * u64::from(height) > QR_IMAGE_PIXELS_MAX;
    if is_large {
        Err(QrTrouble::TooLarge)
    } else {
        Ok(())
    }
}

/// Brightness alone. What is transparent lies on white paper: many programs save codes as black on nothing.
fn in_grey(picture: DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.into_luma8();
    }
    let mut picture = picture.into_luma_alpha8();
    for pixel in picture.pixels_mut() {
        let [luma, alpha] = pixel.0.map(u16::from);
        let on_white = (luma * alpha + 255 * (255 - alpha)) / 255;
        pixel.0 = [u8::try_from(on_white).unwrap_or(u8::MAX), u8::MAX];
    }
    DynamicImage::ImageLumaA8(picture).into_luma8()
}

/// Looks for codes at several sizes, dark on light first and then light on dark, until one holds what is wanted.
fn read_grey(wanted: Wanted, picture: GrayImage) -> Result<String, QrTrouble> {
    let mut trouble = QrTrouble::NoCode;
    let long_side = picture.width().max(picture.height());
    for inverted in [false, true] {
        for side in search_sides(long_side) {
            let mut scaled = scaled_to(&picture, side, long_side);
            if inverted {
                imageops::invert(&mut scaled);
            }
            let codes = codes_in(&scaled);
            if let Some(found) = chosen(wanted, &codes) {
                return Ok(found);
            }
            if !codes.is_empty() {
                trouble = match wanted {
                    Wanted::Link => QrTrouble::NotALink,
                    Wanted::SafetyNumber => QrTrouble::NotASafetyNumber,
                };
            }
        }
    }
    Err(trouble)
}

/// The first code of the wanted kind. Of links, one that can be parsed; else one that at least claims to be one, so that
/// whoever asked can say what is wrong with it.
fn chosen(wanted: Wanted, codes: &[Vec<u8>]) -> Option<String> {
    match wanted {
        Wanted::Link => {
            let texts = || codes.iter().filter_map(|code| str::from_utf8(code).ok());
            let parsed = texts().find(|text| PulseLink::parse(text).is_ok());
            let found = parsed.or_else(|| texts().find(|text| is_pulse_scheme(text)));
            found.map(|text| text.trim().to_owned())
        }
        Wanted::SafetyNumber => {
            // Format, suite, and two accounts.
            let code = codes
                .iter()
                .find(|code| code.len() == 3 + 2 * AccountId::LEN)?;
            Some(code.iter().map(|byte| format!("{byte:02x}")).collect())
        }
    }
}

/// Sizes at which codes show up, the likeliest first: as it is, smaller (which also takes the grain out of a photo), and
/// larger when there are few pixels.
fn search_sides(long_side: u32) -> impl Iterator<Item = u32> {
    let sides = if long_side > QR_SEARCH_SIDE {
        // A code that fills a photo, one in the middle of it, and one in a corner of a large screenshot.
        [
            QR_SEARCH_SIDE,
            QR_SEARCH_SIDE / 2,
            QR_SEARCH_SIDE_LARGE.min(long_side),
        ]
    } else if long_side >= QR_SEARCH_SIDE / 4 {
        [
            long_side,
            long_side / 2,
            (long_side * 2).min(QR_SEARCH_SIDE),
        ]
    } else {
        // Perhaps one pixel for each module.
        [long_side, long_side * 2, long_side * 4]
    };
    sides.into_iter().filter(|side| *side > 0)
}

fn scaled_to(picture: &GrayImage, side: u32, long_side: u32) -> GrayImage {
    if side == long_side || long_side == 0 {
        return picture.clone();
    }
    let scale = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(long_side);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    let (width, height) = (scale(picture.width()), scale(picture.height()));
    if side > long_side {
        return imageops::resize(picture, width, height, imageops::FilterType::Nearest);
    }
    imageops::thumbnail(picture, width, height)
}

/// What the codes in a picture hold.
fn codes_in(picture: &GrayImage) -> Vec<Vec<u8>> {
    let (width, height) = (side(picture.width()), side(picture.height()));
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let at = (u32::try_from(x), u32::try_from(y));
        let (Ok(x), Ok(y)) = at else { return u8::MAX };
        picture
            .get_pixel_checked(x, y)
            .map_or(u8::MAX, |pixel| pixel.0[0])
    });
    let grids = prepared.detect_grids();
    let bytes = |grid: &rqrr::Grid<_>| {
        let mut bytes = Vec::new();
        grid.decode_to(&mut bytes).ok().map(|_| bytes)
    };
    grids.iter().filter_map(bytes).collect()
}

fn side(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Luma};
    use pulse_client::SafetyNumber;

    use super::*;

    const LINK: Wanted = Wanted::Link;

    const ACCOUNT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn contact_link() -> String {
        format!("pulse://chat.example.org/{ACCOUNT}#a={ACCOUNT}&s={ACCOUNT}")
    }

    /// A code on white paper with its quiet zone, `scale` pixels for each module.
    fn code(text: impl AsRef<[u8]>, scale: u32) -> GrayImage {
        let code = qrcode::QrCode::new(text).unwrap();
        let modules = u32::try_from(code.width()).unwrap();
        let colors = code.to_colors();
        GrayImage::from_fn((modules + 8) * scale, (modules + 8) * scale, |x, y| {
            let (x, y) = (x / scale, y / scale);
            let inside = (4..modules + 4).contains(&x) && (4..modules + 4).contains(&y);
            let at = |x: u32, y: u32| colors[usize::try_from((y - 4) * modules + x - 4).unwrap()];
            let is_dark = inside && at(x, y) == qrcode::Color::Dark;
            Luma([if is_dark { 0 } else { 255 }])
        })
    }

    fn encoded(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Turned around its middle, on a larger sheet.
    fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let side = picture.width() * 3 / 2;
        let (old, new) = (picture.width() as f32 / 2.0, side as f32 / 2.0);
        GrayImage::from_fn(side, side, |x, y| {
            let (x, y) = (x as f32 - new, y as f32 - new);
            let (x, y) = (x * cos + y * sin + old, y * cos - x * sin + old);
            let is_inside = x >= 0.0 && y >= 0.0;
            let pixel = is_inside
                .then(|| picture.get_pixel_checked(x as u32, y as u32))
                .flatten();
            pixel.copied().unwrap_or(Luma([255]))
        })
    }

    /// Numbers without a pattern, the same in every run.
    fn noise(seed: u32) -> impl FnMut() -> u32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        }
    }

    #[test]
    fn a_link_is_read_from_png_and_jpeg_at_many_sizes() {
        for scale in [1, 2, 3, 5, 10, 40] {
            let picture = code(contact_link(), scale);
            let png = encoded(&picture, ImageFormat::Png);
            assert_eq!(read_bytes(LINK, &png), Ok(contact_link()), "PNG, {scale}");
        }
        let jpeg = encoded(&code(contact_link(), 6), ImageFormat::Jpeg);
        assert_eq!(read_bytes(LINK, &jpeg), Ok(contact_link()));
    }

    #[test]
    fn a_turned_and_noisy_photo_is_read() {
        for degrees in [7.0, 30.0, 90.0, 145.0] {
            let mut picture = turned(&code(contact_link(), 8), degrees);
            let mut random = noise(7);
            for pixel in picture.pixels_mut() {
                // A grey sheet and a grainy camera.
                let light = 40 + u32::from(pixel.0[0]) * 150 / 255 + random() % 40;
                pixel.0 = [u8::try_from(light).unwrap()];
            }
            let jpeg = encoded(&picture, ImageFormat::Jpeg);
            assert_eq!(
                read_bytes(LINK, &jpeg),
                Ok(contact_link()),
                "{degrees} degrees"
            );
        }
    }

    #[test]
    fn a_small_code_in_a_large_screenshot_is_read() {
        let mut screen = GrayImage::from_pixel(3840, 2160, Luma([230]));
        imageops::overlay(&mut screen, &code(contact_link(), 5), 2900, 1500);
        let png = encoded(&screen, ImageFormat::Png);
        assert_eq!(read_bytes(LINK, &png), Ok(contact_link()));
    }

    #[test]
    fn light_on_dark_and_black_on_nothing_are_read() {
        let mut dark = code(contact_link(), 5);
        imageops::invert(&mut dark);
        assert_eq!(
            read_bytes(LINK, &encoded(&dark, ImageFormat::Png)),
            Ok(contact_link())
        );
        let picture = code(contact_link(), 5);
        let side = usize::try_from(picture.width()).unwrap();
        let pixels = picture
            .pixels()
            .flat_map(|pixel| [0, 0, 0, 255 - pixel.0[0]])
            .collect();
        assert_eq!(read_rgba(LINK, side, side, pixels), Ok(contact_link()));
    }

    #[test]
    fn of_several_codes_the_one_with_a_link_is_taken() {
        let other = code("https://example.org/a-shop", 6);
        let ours = code(contact_link(), 6);
        let mut sheet = GrayImage::from_pixel(
            other.width() + ours.width() + 60,
            ours.height().max(other.height()) + 40,
            Luma([255]),
        );
        imageops::overlay(&mut sheet, &other, 10, 20);
        imageops::overlay(&mut sheet, &ours, i64::from(other.width()) + 50, 20);
        let png = encoded(&sheet, ImageFormat::Png);
        assert_eq!(read_bytes(LINK, &png), Ok(contact_link()));
    }

    #[test]
    fn a_safety_number_is_read_as_bytes_and_nothing_else_is_taken_for_one() {
        let (alice, bob) = (
            AccountId::from_bytes([1; 32]),
            AccountId::from_bytes([200; 32]),
        );
        let payload = SafetyNumber::between(&alice, &bob).qr_payload();
        let png = encoded(&code(&payload, 5), ImageFormat::Png);
        let digits: String = payload.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(super::read_bytes(Wanted::SafetyNumber, &png), Ok(digits));
        assert_eq!(read_bytes(LINK, &png), Err(QrTrouble::NotALink));
        let link = encoded(&code(contact_link(), 5), ImageFormat::Png);
        assert_eq!(
            super::read_bytes(Wanted::SafetyNumber, &link),
            Err(QrTrouble::NotASafetyNumber)
        );
    }

    #[test]
    fn what_is_no_link_says_so() {
        let shop = encoded(&code("https://example.org/", 5), ImageFormat::Png);
        assert_eq!(read_bytes(LINK, &shop), Err(QrTrouble::NotALink));
        let empty = encoded(
            &GrayImage::from_pixel(300, 200, Luma([255])),
            ImageFormat::Png,
        );
        assert_eq!(read_bytes(LINK, &empty), Err(QrTrouble::NoCode));
        assert_eq!(read_bytes(LINK, b"GIF89a"), Err(QrTrouble::NotAPicture));
        assert_eq!(read_bytes(LINK, b""), Err(QrTrouble::NotAPicture));
        assert_eq!(
            read_file(LINK, Path::new("/nonexistent/code.png")),
            Err(QrTrouble::Unreadable)
        );
    }

    /// Something that never ends, or never begins, is dropped on the window.
    #[test]
    #[cfg(unix)]
    fn what_is_no_file_is_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("code.png");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let (told, hears) = std::sync::mpsc::channel();
        let paths = [pipe, "/dev/zero".into(), dir.path().to_owned()];
        std::thread::spawn(move || {
            for path in paths {
                told.send(read_file(LINK, &path)).unwrap();
            }
        });
        for _ in 0..3 {
            let answer = hears.recv_timeout(std::time::Duration::from_secs(20));
            assert_eq!(answer, Ok(Err(QrTrouble::Unreadable)));
        }
    }

    #[test]
    fn a_broken_link_is_handed_on_so_that_its_fault_can_be_named() {
        let broken = "pulse://chat.example.org:0/";
        let png = encoded(&code(broken, 5), ImageFormat::Png);
        assert_eq!(read_bytes(LINK, &png), Ok(broken.to_owned()));
    }

    /// A few hundred bytes that claim, or even hold, billions of pixels.
    #[test]
    fn bombs_are_refused_before_a_pixel_is_decoded() {
        let picture = GrayImage::from_pixel(16, 16, Luma([255]));
        for (width, height) in [
            (60_000_u32, 60_000_u32),
            (16_000, 16_000),
            (20_000, 1),
            (1, u32::MAX >> 1),
        ] {
            let mut png = encoded(&picture, ImageFormat::Png);
            png[16..20].copy_from_slice(&width.to_be_bytes());
            png[20..24].copy_from_slice(&height.to_be_bytes());
            let crc = crc32(&png[12..29]);
            png[29..33].copy_from_slice(&crc.to_be_bytes());
            assert_eq!(
                read_bytes(LINK, &png),
                Err(QrTrouble::TooLarge),
                "{width}x{height}"
            );
        }
        let mut jpeg = encoded(&picture, ImageFormat::Jpeg);
        let at = jpeg.windows(2).position(|it| it == [0xff, 0xc0]).unwrap();
        jpeg[at + 5..at + 9].copy_from_slice(&[0xff; 4]);
        assert_eq!(read_bytes(LINK, &jpeg), Err(QrTrouble::TooLarge));
        assert_eq!(
            read_rgba(LINK, usize::MAX, 2, Vec::new()),
            Err(QrTrouble::TooLarge)
        );
        assert_eq!(
            read_rgba(LINK, 16_000, 16_000, Vec::new()),
            Err(QrTrouble::TooLarge)
        );
        assert_eq!(
            read_rgba(LINK, 10, 10, vec![0; 7]),
            Err(QrTrouble::NotAPicture)
        );
        let heavy = vec![0; usize::try_from(QR_IMAGE_BYTES_MAX + 1).unwrap()];
        assert_eq!(read_bytes(LINK, &heavy), Err(QrTrouble::TooLarge));
    }

    /// As PNG has it.
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
            })
        })
    }

    #[test]
    fn damaged_pictures_and_noise_end_in_an_answer() {
        let png = encoded(&code(contact_link(), 4), ImageFormat::Png);
        let jpeg = encoded(&code(contact_link(), 4), ImageFormat::Jpeg);
        let mut random = noise(3);
        for whole in [png, jpeg] {
            for _ in 0..12 {
                let mut damaged = whole.clone();
                for _ in 0..8 {
                    let at = usize::try_from(random()).unwrap() % damaged.len();
                    damaged[at] = u8::try_from(random() % 256).unwrap();
                }
                let _ = read_bytes(LINK, &damaged);
            }
        }
        for threshold in [64, 128] {
            let dots = GrayImage::from_fn(120, 120, |_, _| {
                Luma([if random() % 256 < threshold { 0 } else { 255 }])
            });
            let _ = read_bytes(LINK, &encoded(&dots, ImageFormat::Png));
        }
    }
}
