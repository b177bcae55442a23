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

/// Bytes of memory that reading the clipboard may take: the largest picture twice, as it was decoded and as it is searched, and
/// the bytes that it came as. It happens in a process of its own, since clipboards are decoded before their size is known.
pub const CLIPBOARD_MEMORY_MAX: u64 =
    2 * QR_IMAGE_ALLOCATION_MAX + 2 * QR_IMAGE_BYTES_MAX + 64 * 1024 * 1024;

/// Bytes of what that process answers: the text of a QR code has 2,953 at most, in hexadecimal digits twice as many.
pub const CLIPBOARD_ANSWER_BYTES_MAX: u64 = 8 * 1024;

/// The longer side, in pixels, to which a larger picture is scaled to look for codes. A code needs three to ten pixels for
/// each of its modules, and has about fifty of them.
pub const QR_SEARCH_SIDE: u32 = 1600;

/// The same for codes that are a small part of a large screenshot.
pub const QR_SEARCH_SIDE_LARGE: u32 = 4000;

/// Pixels of a texture's side at most. Letters are kept in one that is as wide as this allows, and grows downwards: as wide as
/// graphics cards allow (16,384), its first rows take eight megabytes and are copied to the card before the first frame. 4,096 square hold
/// about fifteen thousand Han letters at twice the size; then the letters are drawn anew.
pub const TEXTURE_SIDE_MAX: usize = 4096;

/// Bytes of the settings file at most; a full one has about one thousand.
pub const SETTINGS_BYTES_MAX: u64 = 64 * 1024;

/// Bytes that are read of the file with the suggested server: its link has at most 2 kB, and it may have comments.
pub const SERVER_LINK_FILE_BYTES_MAX: u64 = 8 * 1024;

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

/// How often it looks in that time. There is no one event to wait for: a lock tells a process that waits for it when it is
/// free, but not that the window which holds it listens by now.
pub const HANDOVER_LOOK_EVERY: Duration = Duration::from_millis(25);

/// How long a window pauses when its socket could not take in a second start. What is short then (descriptors, memory) tells
/// nobody when it is back, and trying again at once would spin.
pub const LISTEN_PAUSE: Duration = Duration::from_millis(25);

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

/// How long a short message stays: long enough to read a sentence twice.
pub const TOAST_LASTS: Duration = Duration::from_secs(4);

/// How long a problem is told: a sentence or two, with what to do.
pub const PROBLEM_LASTS: Duration = Duration::from_secs(8);

/// How long something can be taken back while that is seen: long enough to notice and reach the button.
pub const UNDO_LASTS: Duration = Duration::from_secs(10);

/// The same of a whole conversation: it is worth more than a message, and whoever meant another entry of the menu has to notice.
pub const UNDO_ALL_LASTS: Duration = Duration::from_secs(30);

/// How long short messages stay when the pointer or the keyboard is at one: they go soon after it left.
pub const TOAST_HELD: Duration = Duration::from_secs(4);

/// Short messages at once; more would hide the page. Older ones that can be taken back are drawn again when the newer ones went, and
/// have their whole time then.
pub const TOASTS_SHOWN_MAX: usize = 3;

/// A draft is kept this long after the first change that is not: a crash costs a moment's writing, and writing costs few
/// transactions.
pub const DRAFT_SAVED_AFTER: Duration = Duration::from_secs(2);

/// Who has not pressed a key for this long does not write any more.
pub const TYPING_ENDS_AFTER: Duration = Duration::from_secs(5);

/// "Is writing" is said again after this; the other side believes it for ten seconds.
pub const TYPING_REPEATED_AFTER: Duration = Duration::from_secs(6);

/// How long we believe that somebody writes when nothing more is heard.
pub const TYPING_BELIEVED: Duration = Duration::from_secs(10);

/// Words of the phrase that are asked back: enough to show that it was written down.
pub const WORDS_ASKED: usize = 4;

/// Words of a phrase.
pub const WORDS_OF_PHRASE: usize = 24;

pub use pulse_client::limits::PASSPHRASE_CHARS_MIN;

/// Bytes of a name at most, as the engine has it.
pub const NAME_BYTES_MAX: usize = 128;

/// Characters of a message that a notification shows; desktops cut earlier.
pub const NOTIFICATION_CHARS_MAX: usize = 200;

/// Conversations whose order of opening is remembered for the quick switcher.
pub const RECENT_CONVERSATIONS_MAX: usize = 50;

/// Emoji that are offered first because they were used lately: three rows of the picker.
pub const RECENT_EMOJI_MAX: usize = 27;

/// Pages that Back leads through.
pub const TRAIL_MAX: usize = 20;

/// How small and how large the interface can be made.
pub const SCALE_RANGE: std::ops::RangeInclusive<f32> = 0.75..=2.5;

/// How long the client may take to finish what is begun when Pulse ends. Nothing is lost after that, only done later.
pub const CLOSING_LASTS: Duration = Duration::from_secs(5);

/// Updates that wait for the window at most, beside answers to what it asked: a few turns, each of which may hold the list of
/// all conversations. A window that takes none is told later, and then how things stand.
pub const UPDATES_WAITING_MAX: usize = 64;

/// How long the client's thread collects changes before it tells them: less than one frame.
pub const BATCH_FIRST: Duration = Duration::from_millis(8);

/// The shortest time between two tellings: in a burst the window reads the store's state twenty times a second.
pub const BATCH_EVERY: Duration = Duration::from_millis(50);

/// How soon a window that takes nothing is tried again: it may be hidden for hours.
pub const BATCH_RETRY: Duration = Duration::from_secs(1);

/// Rows, and statuses of rows, that are told one by one; more than a screenful is read again instead.
pub const ROWS_TOLD_ALONE_MAX: usize = 64;

/// Lines of the list that are read alone; for more the whole list is read at once.
pub const CONVERSATIONS_READ_ALONE_MAX: usize = 16;

/// Messages told at once as worth a notification; nobody reads more notifications.
pub const ARRIVED_MAX: usize = 50;

/// Events taken before the store is read: as many as a listener may be behind.
pub const EVENTS_AT_ONCE_MAX: usize = 1024;

/// Rows read in one go: several screens of the highest window.
pub const ROWS_READ_MAX: usize = 500;

/// Rows of the end of a conversation that is opened, and of the surroundings of its first unread row: two screens.
pub const ROWS_FIRST_READ: usize = 80;

/// Rows before the first unread one that are read with it, so that it does not stand alone at the top.
pub const ROWS_BEFORE_UNREAD: usize = 20;

/// Conversations in the list at most.
pub const CONVERSATIONS_MAX: usize = 10_000;

/// From this difference on, times of messages look wrong to people.
pub const CLOCK_SKEW_TOLD: Duration = Duration::from_secs(60);

/// How long closing waits for the client: its turn and what it sent last take far less; then the process ends all the same.
pub const CLOSE_TIMEOUT: Duration = Duration::from_secs(4);

/// The window of a first start, in points: a list, and lines that are not too long to read.
pub const WINDOW_SIZE_FIRST: [f32; 2] = [1000.0, 720.0];

/// The smallest window, in points: the narrowest phones.
pub const WINDOW_SIZE_MIN: [f32; 2] = [320.0, 420.0];
/// Texts of the interface that are remembered as they were laid out: more than are ever in sight at once. Those of the last
/// frame are kept beyond this.
pub const LAID_OUT_TEXTS_MAX: usize = 512;

/// Marks within marks that are read in a message; there are only three kinds, and links.
pub const MARKUP_DEPTH_MAX: u8 = 6;

/// How far points of a list are moved in at most: more would leave a phone no room.
pub const MARKUP_LIST_DEPTH_MAX: u8 = 4;

/// Messages that are remembered as they were laid out: some screens full.
pub const LAID_OUT_MESSAGES_MAX: usize = 256;

/// Bytes of text that is remembered as it was laid out, of messages and of other texts each. A letter that is laid out takes some
/// hundred bytes, and a message may have eight thousand letters: counting messages alone would remember half a gigabyte.
pub const LAID_OUT_BYTES_MAX: usize = 32 * 1024;

/// Emoji of a message that is nothing else, at most, to be drawn large.
pub const LARGE_EMOJI_MAX: usize = 6;

/// Marks on one letter that are shown: Tibetan needs eight, other scripts four at most.
pub const MARKS_ON_LETTER_MAX: usize = 8;

/// Letters of a link's host that are seen at a glance; a longer one is shown whole before it is opened.
pub const HOST_SEEN_MAX: usize = 64;

/// Bytes of the words and of the address of a named link: what browsers take at least.
pub const LINK_BYTES_MAX: usize = 2048;

/// Letters of an invite: 32 bytes in base32, as servers make them.
pub const INVITE_LETTERS: usize = 52;

/// Messages that a search in the list shows at once; more when they are asked for.
pub const HITS_MAX: usize = 50;

/// Messages that are gone through in a conversation: whoever has as many before them types another word. Each takes 16 bytes.
pub const PLACES_MAX: usize = 10_000;

/// Letters of a message that was found: more than the widest list shows.
pub const HIT_LETTERS_MAX: usize = 120;

/// Letters before the first of the words: half of what the narrowest list shows, so that the word itself is seen.
pub const HIT_LETTERS_BEFORE_MAX: usize = 16;

/// How long a message is marked that was jumped to: the eye finds it at once.
pub const MARKED_LASTS: Duration = Duration::from_secs(2);
