//! The colours and fonts of what is in a message.

use egui::Color32;
use egui::text::{LayoutJob, TextFormat};

use super::super::parse::{Block, BlockKind, Style};
use super::{Side, emoji};
use crate::fonts;
use crate::theme::{Theme, Type};

/// The colours of a side.
pub(super) struct Look {
    pub(super) text: Color32,
    pub(super) quiet: Color32,
    pub(super) link: Color32,
    pub(super) code: Color32,
    pub(super) bar: Color32,
}

impl Look {
    pub(super) fn of(theme: &Theme, side: Side) -> Self {
        match side {
            Side::Theirs => Self {
                text: theme.text,
                quiet: theme.text_secondary,
                link: theme.accent,
                code: theme.code,
                bar: theme.accent,
            },
            Side::Own => Self {
                text: theme.on_bubble_out,
                quiet: theme.on_bubble_out_secondary,
                link: theme.on_bubble_out,
                code: theme.code_out,
                bar: theme.on_bubble_out_secondary,
            },
        }
    }
}

pub(super) fn base_format(look: &Look, kind: &BlockKind) -> TextFormat {
    let (kind, colour) = match kind {
        BlockKind::Text | BlockKind::Item { .. } => (Type::Body, look.text),
        BlockKind::Quote => (Type::Body, look.quiet),
        BlockKind::Code => (Type::Code, look.text),
    };
    TextFormat {
        font_id: kind.font(),
        color: colour,
        line_height: Some(kind.line_height()),
        ..TextFormat::default()
    }
}

pub(super) fn job(look: &Look, block: &Block, base: &TextFormat, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for span in &block.spans {
        let text = block.text.get(span.bytes.clone()).unwrap_or_default();
        let format = span_format(look, base, &span.style);
        emoji::append(&mut job, text, format);
    }
    if job.sections.is_empty() {
        job.append("", 0.0, base.clone());
    }
    job
}

fn span_format(look: &Look, base: &TextFormat, style: &Style) -> TextFormat {
    let mut format = base.clone();
    let size = base.font_id.size;
    match (style.bold, style.italic) {
        (true, italic) => {
            format.font_id = fonts::semibold(size);
            // There is no bold italic cut; egui slants.
            format.italics = italic;
        }
        (false, true) => format.font_id = fonts::italic(size),
        (false, false) => {}
    }
    if style.code {
        format.font_id = fonts::mono(size - 1.0);
    }
    if style.link.is_some() {
        format.color = look.link;
    }
    format
}
