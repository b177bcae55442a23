//! Emoji: a message of nothing else is drawn large, and some must be asked of the emoji font.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Context};
use unicode_segmentation::UnicodeSegmentation;

use super::super::{Alignment, layout};
use super::LaidOut;
use crate::fonts;
use crate::limits::LARGE_EMOJI_MAX;
use crate::theme::Type;

/// How many emoji a text has that is nothing else; `None` if it is anything else, or too many.
pub(super) fn count_alone(text: &str) -> Option<usize> {
    let mut count = 0;
    for grapheme in text.trim().graphemes(true) {
        if grapheme.trim().is_empty() {
            continue;
        }
        emojis::get(grapheme)?;
        count += 1;
        if count > LARGE_EMOJI_MAX {
            return None;
        }
    }
    (count > 0).then_some(count)
}

pub(super) fn lay_out_large(
    ctx: &Context,
    text: &str,
    count: usize,
    width: f32,
    colour: Color32,
) -> LaidOut {
    let size = if count <= 3 {
        Type::EmojiLarge.font().size
    } else {
        28.0
    };
    let format = TextFormat {
        font_id: fonts::emoji(size),
        color: colour,
        line_height: Some((size * 1.2).round()),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = width;
    let galley = layout::lay_out(ctx, job, Alignment::Leading);
    LaidOut {
        galley,
        is_emoji_only: true,
        ends_rtl: false,
        grounds: Vec::new(),
        lines: Vec::new(),
        links: Vec::new(),
    }
}

/// Emoji that begin with a character of ordinary fonts (`1️⃣`, `©️`) are asked of the emoji font.
pub(super) fn append(job: &mut LayoutJob, text: &str, format: TextFormat) {
    if !text.contains(['\u{fe0f}', '\u{20e3}']) {
        job.append(text, 0.0, format);
        return;
    }
    let emoji = TextFormat {
        font_id: fonts::emoji(format.font_id.size),
        ..format.clone()
    };
    let mut plain_from = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if !grapheme.contains(['\u{fe0f}', '\u{20e3}']) || emojis::get(grapheme).is_none() {
            continue;
        }
        if at > plain_from {
            job.append(
                text.get(plain_from..at).unwrap_or_default(),
                0.0,
                format.clone(),
            );
        }
        job.append(grapheme, 0.0, emoji.clone());
        plain_from = at + grapheme.len();
    }
    if plain_from < text.len() {
        job.append(text.get(plain_from..).unwrap_or_default(), 0.0, format);
    }
}
