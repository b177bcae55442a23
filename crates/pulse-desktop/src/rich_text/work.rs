//! What laying out a text takes, said where it is done. Only tests count it: what grows faster than a message lets one of nothing but
//! marks, or of two scripts in turn, stop the window.

use egui::text::LayoutJob;

/// egui is asked to lay this out: it shapes each section by itself, and every letter of it.
pub(super) fn lays_out(job: &LayoutJob) {
    #[cfg(test)]
    tests::count(|work| {
        work.layouts += 1;
        work.sections += job.sections.len();
        work.letters += job.text.chars().count();
    });
    let _ = job;
}

/// So many letters, sections or rows are gone through, to find out where one thing belongs.
pub(super) fn goes_through(steps: usize) {
    #[cfg(test)]
    tests::count(|work| work.steps += steps);
    let _ = steps;
}

#[cfg(test)]
mod tests;
