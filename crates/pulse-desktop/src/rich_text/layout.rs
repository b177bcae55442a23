//! The one way in which text becomes something to draw, with a memory of what was drawn lately.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{Arc, Mutex, PoisonError};

use egui::text::LayoutJob;
use egui::{Align, Context, Galley, Id};

use super::bidi::{self, Plan};
use super::recent::Recent;
use super::work::lays_out;
use crate::limits::LAID_OUT_TEXTS_MAX;

/// Where lines stand that are shorter than the widest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// At the side where each paragraph begins.
    Leading,
    /// In the middle.
    Centre,
}

/// Lays out text for both directions.
///
/// For left-to-right text this is egui's own layout and memory. Other text is put in order once and remembered for as long
/// as egui's own layout of it is the same.
pub fn lay_out(ctx: &Context, job: LayoutJob, alignment: Alignment) -> Arc<Galley> {
    let is_rtl = bidi::has_rtl(&job.text);
    if !is_rtl && alignment == Alignment::Leading {
        return ask(ctx, job);
    }
    let key = BuildHasherDefault::<DefaultHasher>::default().hash_one((&job, alignment));
    let memory = ctx.data_mut(|data| {
        Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Memory>>>(Id::unique("laid-out-texts")))
    });
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    let pass = ctx.cumulative_pass_nr();
    let entry = memory.get_or_insert_with(key, pass, || {
        let entry = Entry {
            prepared: prepare(&job, alignment, is_rtl, false),
            from: None,
        };
        (entry, job.text.len())
    });

    let mut source = ask(ctx, entry.prepared.job.clone());
    if let Some((from, done)) = &entry.from
        && Arc::ptr_eq(from, &source)
    {
        return Arc::clone(done);
    }
    let mut done = finish(&source, &entry.prepared, false);
    if done.is_none() {
        // A word is wider than the line.
        entry.prepared = prepare(&job, alignment, is_rtl, true);
        source = ask(ctx, entry.prepared.job.clone());
        done = finish(&source, &entry.prepared, true);
    }
    let done = done.map_or_else(|| Arc::clone(&source), Arc::new);
    entry.from = Some((source, Arc::clone(&done)));
    done
}

fn ask(ctx: &Context, job: LayoutJob) -> Arc<Galley> {
    lays_out(&job);
    ctx.fonts_mut(|fonts| fonts.layout_job(job))
}

type Memory = Recent<Entry, LAID_OUT_TEXTS_MAX>;

struct Entry {
    prepared: Prepared,
    /// What egui laid out, and what became of it. egui gives the same one back until its font texture or the scale changes.
    from: Option<(Arc<Galley>, Arc<Galley>)>,
}

struct Prepared {
    job: LayoutJob,
    /// `None` for text that only has to be moved into the middle.
    plan: Option<Plan>,
}

fn prepare(job: &LayoutJob, alignment: Alignment, is_rtl: bool, split: bool) -> Prepared {
    if is_rtl {
        let (job, plan) = bidi::prepare(job, alignment, split);
        Prepared {
            job,
            plan: Some(plan),
        }
    } else {
        Prepared {
            job: LayoutJob {
                halign: Align::Center,
                ..job.clone()
            },
            plan: None,
        }
    }
}

fn finish(source: &Galley, prepared: &Prepared, is_last_try: bool) -> Option<Galley> {
    match &prepared.plan {
        Some(plan) => bidi::finish(source, plan, is_last_try),
        None => Some(from_left_edge(source)),
    }
}

/// Centred text has its origin in the middle: moves it to the left edge, where everything else has it.
fn from_left_edge(source: &Galley) -> Galley {
    let mut galley = source.clone();
    let shift = egui::vec2(-galley.rect.left(), 0.0);
    for row in &mut galley.rows {
        row.pos += shift;
    }
    galley.rect = galley.rect.translate(shift);
    galley.mesh_bounds = galley.mesh_bounds.translate(shift);
    galley
}
