//! The icon set: Phosphor (MIT) as two small fonts, outlined and filled, cut down to what is named here.
//!
//! An icon is a glyph, so it is as sharp as text at every scale and costs one quad. It is placed with its centre on the
//! centre of its place and snapped to the pixel grid, not with the metrics of a line of text.
//!
//! To add one: name it here with its code point (`style.css` of the Phosphor package), then run `assets/make-fonts.sh`.

use std::sync::Arc;

use egui::{Color32, FontFamily, FontId, Galley, Painter, Pos2, Rect, pos2, vec2};

/// Family of the outlined icons in the font definitions.
pub const FAMILY: &str = "icons";
/// Family of the filled icons in the font definitions.
pub const FAMILY_FILLED: &str = "icons-filled";

/// One icon of the set. The comment of each says what it stands for; the name that people read or hear is the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Icon {
    /// Sends the message.
    Send,
    /// Attaches a file.
    Attach,
    /// Opens the emoji picker.
    Emoji,
    /// Searches or filters.
    Search,
    /// Starts a new conversation.
    Compose,
    /// Adds a contact.
    AddContact,
    /// A person.
    Contact,
    /// People; requests.
    Contacts,
    /// Opens the settings.
    Settings,
    /// Opens a menu.
    Menu,
    /// More choices.
    More,
    /// Goes back; points against the reading direction (see [`Icon::mirrored`]).
    Back,
    /// Goes on.
    Forward,
    /// Leads to a page of its own.
    Next,
    /// The page before.
    Previous,
    /// Opens a choice; jumps down.
    Down,
    /// Closes a choice; jumps up.
    Up,
    /// Jumps to the newest message.
    ToEnd,
    /// Closes or clears.
    Close,
    /// One tick: sent.
    Check,
    /// Two ticks: delivered.
    CheckDouble,
    /// A tick in a disc (filled): read.
    CheckCircle,
    /// Waits to be sent; an hour.
    Clock,
    /// Something needs attention.
    Warning,
    /// Something failed.
    Failed,
    /// More about this.
    Info,
    /// Help.
    Help,
    /// Tries again.
    Retry,
    /// Takes back.
    Undo,
    /// Copies to the clipboard.
    Copy,
    /// Moves to the clipboard.
    Cut,
    /// Selects everything.
    SelectAll,
    /// Pastes from the clipboard.
    Paste,
    /// Deletes.
    Delete,
    /// Changes.
    Edit,
    /// A link.
    Link,
    /// Opens outside of Pulse.
    External,
    /// A QR code.
    QrCode,
    /// Reads a QR code.
    Scan,
    /// A picture.
    Image,
    /// A file.
    File,
    /// Opens a file of this computer.
    Folder,
    /// Saves to a file.
    Save,
    /// Gives away.
    Share,
    /// Locks; is locked.
    Lock,
    /// Unlocks.
    Unlock,
    /// A key; a passphrase.
    Key,
    /// Protected.
    Shield,
    /// The identity changed.
    ShieldWarning,
    /// Nobody has compared anything yet.
    Unverified,
    /// A verified person.
    Verified,
    /// The safety number.
    Fingerprint,
    /// Notifications.
    Bell,
    /// Silenced.
    BellOff,
    /// Light colours.
    Sun,
    /// Dark colours.
    Moon,
    /// Follows the system.
    System,
    /// A device.
    Device,
    /// Appearance.
    Palette,
    /// Size of text.
    Text,
    /// Language.
    Languages,
    /// What is stored.
    Storage,
    /// The store.
    Database,
    /// A server.
    Server,
    /// Connected.
    Online,
    /// Not connected.
    Offline,
    /// Connecting.
    Connecting,
    /// Blocks a person.
    Block,
    /// Shows a secret.
    Eye,
    /// Hides a secret.
    EyeOff,
    /// Answers a message.
    Reply,
    /// A quotation.
    Quote,
    /// Bold text.
    Bold,
    /// Italic text.
    Italic,
    /// Struck text.
    Strike,
    /// Code.
    Code,
    /// A list.
    List,
    /// Pins a conversation.
    Pin,
    /// Archives a conversation.
    Archive,
    /// A conversation.
    Chat,
    /// All conversations.
    Chats,
    /// A message request.
    Request,
    /// What comes in.
    Inbox,
    /// Keyboard shortcuts.
    Keyboard,
    /// Ends the program.
    Power,
    /// Leaves.
    SignOut,
    /// Adds one.
    Plus,
    /// Takes one away.
    Minus,
    /// A draft.
    Draft,
    /// A favourite.
    Star,
    /// Hearts; an emoji group.
    Heart,
    /// Symbols.
    Hash,
    /// Welcome.
    Hand,
    /// New.
    Sparkle,
    /// Licences.
    Licence,
    /// Reports a fault.
    Bug,
    /// The window.
    Window,
    /// A timeout.
    Timer,
    /// Accessibility.
    Accessibility,
    /// Emoji: faces.
    EmojiSmileys,
    /// Emoji: people.
    EmojiPeople,
    /// Emoji: animals and nature.
    EmojiNature,
    /// Emoji: food and drink.
    EmojiFood,
    /// Emoji: travel and places.
    EmojiTravel,
    /// Emoji: activities.
    EmojiActivities,
    /// Emoji: objects.
    EmojiObjects,
    /// Emoji: symbols.
    EmojiSymbols,
    /// Emoji: flags.
    EmojiFlags,
    /// Emoji: used lately.
    EmojiRecent,
    /// A dot (filled); a mark.
    Dot,
    /// Works.
    Spinner,
    /// [`Icon::Send`] where text runs from right to left.
    SendMirrored,
    /// [`Icon::Reply`] where text runs from right to left.
    ReplyMirrored,
    /// [`Icon::External`] where text runs from right to left.
    ExternalMirrored,
    /// [`Icon::SignOut`] where text runs from right to left.
    SignOutMirrored,
}

impl Icon {
    /// Every icon, for tests and the gallery.
    pub const ALL: &'static [Self] = &[
        Self::Send,
        Self::Attach,
        Self::Emoji,
        Self::Search,
        Self::Compose,
        Self::AddContact,
        Self::Contact,
        Self::Contacts,
        Self::Settings,
        Self::Menu,
        Self::More,
        Self::Back,
        Self::Forward,
        Self::Next,
        Self::Previous,
        Self::Down,
        Self::Up,
        Self::ToEnd,
        Self::Close,
        Self::Check,
        Self::CheckDouble,
        Self::CheckCircle,
        Self::Clock,
        Self::Warning,
        Self::Failed,
        Self::Info,
        Self::Help,
        Self::Retry,
        Self::Undo,
        Self::Copy,
        Self::Cut,
        Self::SelectAll,
        Self::Paste,
        Self::Delete,
        Self::Edit,
        Self::Link,
        Self::External,
        Self::QrCode,
        Self::Scan,
        Self::Image,
        Self::File,
        Self::Folder,
        Self::Save,
        Self::Share,
        Self::Lock,
        Self::Unlock,
        Self::Key,
        Self::Shield,
        Self::ShieldWarning,
        Self::Unverified,
        Self::Verified,
        Self::Fingerprint,
        Self::Bell,
        Self::BellOff,
        Self::Sun,
        Self::Moon,
        Self::System,
        Self::Device,
        Self::Palette,
        Self::Text,
        Self::Languages,
        Self::Storage,
        Self::Database,
        Self::Server,
        Self::Online,
        Self::Offline,
        Self::Connecting,
        Self::Block,
        Self::Eye,
        Self::EyeOff,
        Self::Reply,
        Self::Quote,
        Self::Bold,
        Self::Italic,
        Self::Strike,
        Self::Code,
        Self::List,
        Self::Pin,
        Self::Archive,
        Self::Chat,
        Self::Chats,
        Self::Request,
        Self::Inbox,
        Self::Keyboard,
        Self::Power,
        Self::SignOut,
        Self::Plus,
        Self::Minus,
        Self::Draft,
        Self::Star,
        Self::Heart,
        Self::Hash,
        Self::Hand,
        Self::Sparkle,
        Self::Licence,
        Self::Bug,
        Self::Window,
        Self::Timer,
        Self::Accessibility,
        Self::EmojiSmileys,
        Self::EmojiPeople,
        Self::EmojiNature,
        Self::EmojiFood,
        Self::EmojiTravel,
        Self::EmojiActivities,
        Self::EmojiObjects,
        Self::EmojiSymbols,
        Self::EmojiFlags,
        Self::EmojiRecent,
        Self::Dot,
        Self::Spinner,
        Self::SendMirrored,
        Self::ReplyMirrored,
        Self::ExternalMirrored,
        Self::SignOutMirrored,
    ];

    /// The icon's character in the two icon fonts.
    #[must_use]
    pub fn character(self) -> char {
        match self {
            Self::Send | Self::SendMirrored => '\u{e396}',
            Self::Attach => '\u{e39a}',
            Self::Emoji | Self::EmojiSmileys => '\u{e436}',
            Self::Search => '\u{e30c}',
            Self::Compose => '\u{e34c}',
            Self::AddContact => '\u{e4d0}',
            Self::Contact => '\u{e4c2}',
            Self::Contacts => '\u{e4d6}',
            Self::Settings => '\u{e272}',
            Self::Menu => '\u{e208}',
            Self::More => '\u{e1fe}',
            Self::Back => '\u{e058}',
            Self::Forward => '\u{e06c}',
            Self::Next => '\u{e13a}',
            Self::Previous => '\u{e138}',
            Self::Down => '\u{e136}',
            Self::Up => '\u{e13c}',
            Self::ToEnd => '\u{e03e}',
            Self::Close => '\u{e4f6}',
            Self::Check => '\u{e182}',
            Self::CheckDouble => '\u{e53a}',
            Self::CheckCircle => '\u{e184}',
            Self::Clock => '\u{e19a}',
            Self::Warning => '\u{e4e0}',
            Self::Failed => '\u{e4e2}',
            Self::Info => '\u{e2ce}',
            Self::Help => '\u{e3e8}',
            Self::Retry => '\u{e036}',
            Self::Undo => '\u{e038}',
            Self::Copy => '\u{e1ca}',
            Self::Cut => '\u{eae0}',
            Self::SelectAll => '\u{e746}',
            Self::Paste => '\u{e198}',
            Self::Delete => '\u{e4a6}',
            Self::Edit => '\u{e3b4}',
            Self::Link => '\u{e2e6}',
            Self::External | Self::ExternalMirrored => '\u{e5de}',
            Self::QrCode => '\u{e3e6}',
            Self::Scan => '\u{ebb6}',
            Self::Image => '\u{e2ca}',
            Self::File => '\u{e230}',
            Self::Folder => '\u{e256}',
            Self::Save => '\u{e20c}',
            Self::Share => '\u{e408}',
            Self::Lock => '\u{e308}',
            Self::Unlock => '\u{e30a}',
            Self::Key => '\u{e2d6}',
            Self::Shield => '\u{e40c}',
            Self::ShieldWarning => '\u{e412}',
            Self::Unverified => '\u{e40a}',
            Self::Verified => '\u{e606}',
            Self::Fingerprint => '\u{e23e}',
            Self::Bell => '\u{e0ce}',
            Self::BellOff => '\u{e0d4}',
            Self::Sun => '\u{e472}',
            Self::Moon => '\u{e330}',
            Self::System => '\u{e560}',
            Self::Device => '\u{e1e0}',
            Self::Palette => '\u{e6c8}',
            Self::Text => '\u{e6ee}',
            Self::Languages => '\u{e4a2}',
            Self::Storage => '\u{e2a0}',
            Self::Database => '\u{e1de}',
            Self::Server => '\u{e1aa}',
            Self::Online => '\u{e4ea}',
            Self::Offline => '\u{e4f2}',
            Self::Connecting => '\u{e094}',
            Self::Block => '\u{e3de}',
            Self::Eye => '\u{e220}',
            Self::EyeOff => '\u{e224}',
            Self::Reply | Self::ReplyMirrored => '\u{e024}',
            Self::Quote => '\u{e660}',
            Self::Bold => '\u{e5be}',
            Self::Italic => '\u{e5c0}',
            Self::Strike => '\u{e5c2}',
            Self::Code => '\u{e1bc}',
            Self::List => '\u{e2f2}',
            Self::Pin => '\u{e3e2}',
            Self::Archive => '\u{e00c}',
            Self::Chat => '\u{e168}',
            Self::Chats => '\u{e17e}',
            Self::Request => '\u{e218}',
            Self::Inbox => '\u{e4aa}',
            Self::Keyboard => '\u{e2d8}',
            Self::Power => '\u{e3da}',
            Self::SignOut | Self::SignOutMirrored => '\u{e42a}',
            Self::Plus => '\u{e3d4}',
            Self::Minus => '\u{e32a}',
            Self::Draft => '\u{ebc6}',
            Self::Star => '\u{e46a}',
            Self::Heart => '\u{e2a8}',
            Self::Hash | Self::EmojiSymbols => '\u{e2a2}',
            Self::Hand | Self::EmojiPeople => '\u{e580}',
            Self::Sparkle => '\u{e6a2}',
            Self::Licence => '\u{eb7a}',
            Self::Bug => '\u{e5f4}',
            Self::Window => '\u{e5da}',
            Self::Timer => '\u{e492}',
            Self::Accessibility => '\u{ecfe}',
            Self::EmojiNature => '\u{e648}',
            Self::EmojiFood => '\u{e790}',
            Self::EmojiTravel => '\u{e002}',
            Self::EmojiActivities => '\u{e716}',
            Self::EmojiObjects => '\u{e2dc}',
            Self::EmojiFlags => '\u{e244}',
            Self::EmojiRecent => '\u{e1a0}',
            Self::Dot => '\u{e18a}',
            Self::Spinner => '\u{eb44}',
        }
    }

    /// The icon to draw where text runs from right to left: arrows that mean a direction of reading turn around.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Back => Self::Forward,
            Self::Forward => Self::Back,
            Self::Next => Self::Previous,
            Self::Previous => Self::Next,
            Self::Send => Self::SendMirrored,
            Self::SendMirrored => Self::Send,
            Self::Reply => Self::ReplyMirrored,
            Self::ReplyMirrored => Self::Reply,
            Self::External => Self::ExternalMirrored,
            Self::ExternalMirrored => Self::External,
            Self::SignOut => Self::SignOutMirrored,
            Self::SignOutMirrored => Self::SignOut,
            other => other,
        }
    }

    /// Whether its glyph is drawn the other way around, since the font has no second one.
    fn is_flipped(self) -> bool {
        matches!(
            self,
            Self::SendMirrored
                | Self::ReplyMirrored
                | Self::ExternalMirrored
                | Self::SignOutMirrored
        )
    }

    /// The outlined icon, `size` points high and wide.
    #[must_use]
    pub fn font(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(FAMILY.into()))
    }

    /// The filled icon, `size` points high and wide.
    #[must_use]
    pub fn font_filled(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(FAMILY_FILLED.into()))
    }

    /// Draws the outlined icon with its centre at `centre`. Returns where it was drawn.
    pub fn paint(self, painter: &Painter, centre: Pos2, size: f32, color: Color32) -> Rect {
        paint_glyph(painter, self, Self::font(size), centre, color)
    }

    /// Draws the filled icon with its centre at `centre`. Returns where it was drawn.
    pub fn paint_filled(self, painter: &Painter, centre: Pos2, size: f32, color: Color32) -> Rect {
        paint_glyph(painter, self, Self::font_filled(size), centre, color)
    }
}

fn paint_glyph(painter: &Painter, icon: Icon, font: FontId, centre: Pos2, color: Color32) -> Rect {
    let size = font.size;
    let mut galley = painter.layout_no_wrap(icon.character().to_string(), font, color);
    if icon.is_flipped() {
        flip(Arc::make_mut(&mut galley));
    }
    // The glyphs fill one em from the baseline upwards; the line of text around them has its own height.
    let top_left = centre - galley.size() * 0.5;
    let pixels_per_point = painter.ctx().pixels_per_point();
    let snap = |value: f32| (value * pixels_per_point).round() / pixels_per_point;
    painter.galley(pos2(snap(top_left.x), snap(top_left.y)), galley, color);
    Rect::from_center_size(centre, vec2(size, size))
}

/// Turns what was laid out around its own middle, from left to right.
fn flip(galley: &mut Galley) {
    let axis = galley.rect.center().x;
    for placed in &mut galley.rows {
        let left = placed.pos.x;
        let row = Arc::make_mut(&mut placed.row);
        for corner in &mut row.visuals.mesh.vertices {
            corner.pos.x = 2.0 * (axis - left) - corner.pos.x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_both_fonts() {
        let mut fonts = crate::fonts::alone(egui::epaint::TextOptions::default());
        for icon in Icon::ALL {
            for font in [Icon::font(20.0), Icon::font_filled(20.0)] {
                assert!(
                    fonts.has_glyph(&font, icon.character()),
                    "{icon:?} in {font:?}"
                );
            }
        }
    }

    #[test]
    fn turning_around_twice_is_nothing() {
        for icon in Icon::ALL {
            assert_eq!(icon.mirrored().mirrored(), *icon);
        }
    }

    #[test]
    fn a_flipped_glyph_covers_the_mirrored_place() {
        let ctx = egui::Context::default();
        crate::fonts::install(&ctx);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let lay = || {
                let character = Icon::Send.character().to_string();
                let font = Icon::font(20.0);
                ui.painter().layout_no_wrap(character, font, Color32::WHITE)
            };
            let corners = |galley: &Galley| -> Vec<f32> {
                let rows = galley.rows.iter();
                rows.flat_map(|row| {
                    let corners = row.row.visuals.mesh.vertices.iter();
                    corners.map(|corner| row.pos.x + corner.pos.x)
                })
                .collect()
            };
            let straight = lay();
            let mut flipped = lay();
            flip(Arc::make_mut(&mut flipped));
            let axis = straight.rect.center().x;
            let (straight, flipped) = (corners(&straight), corners(&flipped));
            assert!(!straight.is_empty());
            for (one, other) in straight.iter().zip(&flipped) {
                assert!((one + other - 2.0 * axis).abs() < 1e-3, "{one} {other}");
                assert!((one - axis).abs() > 1.0, "a corner is not in the middle");
            }
        });
        output.textures_delta.clear();
    }
}
