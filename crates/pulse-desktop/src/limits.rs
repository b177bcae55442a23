//! Every bound of the window, with its reason.

use std::time::Duration;

/// Bytes of a picture with a QR code at most: a photo of a good phone has up to 15 MB.
pub const QR_IMAGE_BYTES_MAX: u64 = 24 * 1024 * 1024;

/// Pixels of such a picture at most: a screenshot of an 8K screen. More is a decompression bomb, or a photo in which a
/// code would be lost anyway.
pub const QR_IMAGE_PIXELS_MAX: u64 = 7680 * 4320;

/// Pixels of its longer side at most, so that no thin strip of a picture takes long in odd ways.
pub const QR_IMAGE_SIDE_MAX: u32 = 16_384;

/// Bytes that decoding it may take at once: four for each pixel that is allowed, and a little for the decoder itself.
pub const QR_IMAGE_ALLOCATION_MAX: u64 = 4 * QR_IMAGE_PIXELS_MAX + 8 * 1024 * 1024;

/// The longer side, in pixels, to which a larger picture is scaled to look for codes. A code needs three to ten pixels for
/// each of its modules, and has about fifty of them.
pub const QR_SEARCH_SIDE: u32 = 1600;

/// The same for codes that are a small part of a large screenshot.
pub const QR_SEARCH_SIDE_LARGE: u32 = 4000;

/// Bytes of the settings file at most; a full one has about one thousand.
pub const SETTINGS_BYTES_MAX: u64 = 64 * 1024;

/// The smallest window that is remembered, in points: less is a window that a tiling desktop squeezed.
pub const WINDOW_SIDE_MIN: f32 = 200.0;

/// The largest one, and the farthest from the corner of the screens: beyond the largest walls of screens.
pub const WINDOW_SIDE_MAX: f32 = 16_384.0;

/// Bytes of what a second start tells the first: a link has at most 2 kB, an activation token about 100 bytes.
pub const HANDOVER_BYTES_MAX: usize = 8 * 1024;

/// How long either side of a handover waits for the other: it is one line within one machine, so two seconds only pass
/// when that program is stopped.
pub const HANDOVER_TIMEOUT: Duration = Duration::from_secs(2);

/// How long a second start tries while the first is still starting or just ending.
pub const HANDOVER_WAIT_MAX: Duration = Duration::from_secs(5);

/// How often it looks in that time.
pub const HANDOVER_LOOK_EVERY: Duration = Duration::from_millis(25);

/// Characters of a notification's title at most: desktops show about forty.
pub const NOTIFICATION_TITLE_CHARS_MAX: usize = 80;

/// Characters of a notification's text at most: desktops show a few lines.
pub const NOTIFICATION_BODY_CHARS_MAX: usize = 240;

/// Conversations whose notifications are remembered at most, to replace or take them away; desktops show far fewer.
pub const NOTIFICATIONS_MAX: usize = 64;

/// Bytes of a reply that was typed into a notification at most; desktops offer one line for it.
pub const NOTIFICATION_REPLY_BYTES_MAX: usize = 4 * 1024;

/// How long a service of the desktop may take to answer before it is taken for absent.
pub const BUS_CALL_TIMEOUT: Duration = Duration::from_secs(5);
