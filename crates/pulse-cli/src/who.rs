//! From what a person typed to the contact they mean.

use pulse_client::{ContactRow, ResolveError, View};

use crate::exit::{Exit, Failure};
use crate::text;

/// The contact that `who` names, by name or by id.
pub(crate) fn resolve(view: &View, who: &str) -> Result<ContactRow, Failure> {
    match view.resolve(who) {
        Ok(contact) => Ok(contact),
        Err(ResolveError::Store(error)) => Err(error.into()),
        Err(ResolveError::Unknown) => Err(unknown(who)),
        Err(ResolveError::Ambiguous { .. }) => Err(ambiguous(view, who)?),
    }
}

fn unknown(who: &str) -> Failure {
    let what = format!("there is no contact \"{}\"", text::line(who));
    Failure::new(Exit::Data, what)
        .with_hint("`pulse contacts` lists yours; `pulse contact add LINK` adds one.")
}

/// Names the candidates with their ids, so that the next try succeeds.
fn ambiguous(view: &View, who: &str) -> Result<Failure, Failure> {
    let wanted = who.trim().to_lowercase();
    let candidates: Vec<String> = view
        .contacts()?
        .iter()
        .filter(|row| row.name.to_lowercase() == wanted)
        .map(|row| format!("  {}  {}", row.account, text::line(&row.name)))
        .collect();
    let what = format!(
        "\"{}\" could be any of {} contacts",
        text::line(who),
        candidates.len()
    );
    Ok(Failure::new(Exit::Data, what).with_hint(format!(
        "Use the id of the one you mean, or give them a name of their own (`pulse contact rename ID NAME`):\n{}",
        candidates.join("\n")
    )))
}
