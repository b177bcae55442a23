//! What forms remember between frames: half-typed fields, and which page was drawn last.

use std::collections::{BTreeMap, BTreeSet};

use pulse_client::{AccountId, SafetyNumber};
use zeroize::Zeroizing;

/// Texts that are being typed on the page that is shown. They go when another page is entered.
#[derive(Default)]
pub struct PageMemory {
    shown: Option<(PageKey, u64)>,
    texts: BTreeMap<&'static str, String>,
    secrets: BTreeMap<&'static str, Zeroizing<String>>,
    open: BTreeMap<&'static str, bool>,
    listed: BTreeSet<AccountId>,
    safety_number: Option<(AccountId, AccountId, SafetyNumber)>,
    /// The field that takes the keyboard on the page that comes.
    next_focus: Option<&'static str>,
}

/// A page, and whose page it is when everybody has one.
pub(super) type PageKey = (&'static str, Option<AccountId>);

impl PageMemory {
    /// Call first on each page. True when the page was not shown in the last frame: what was typed elsewhere is forgotten,
    /// and the first field should take the keyboard.
    pub(super) fn enter(&mut self, ctx: &egui::Context, page: PageKey) -> bool {
        // A frame can be drawn in several passes.
        const SAME_PAGE_PASSES: u64 = 3;
        let pass = ctx.cumulative_pass_nr();
        let stayed = self.shown.is_some_and(|(shown, at)| {
            shown == page && pass.saturating_sub(at) <= SAME_PAGE_PASSES
        });
        self.shown = Some((page, pass));
        if !stayed {
            self.texts.clear();
            self.secrets.clear();
            self.open.clear();
            self.listed.clear();
        }
        !stayed
    }

    /// A text of this page; `initial` when it was not touched yet.
    pub(super) fn text(&mut self, key: &'static str, initial: &str) -> &mut String {
        self.texts.entry(key).or_insert_with(|| initial.to_owned())
    }

    /// A text of this page that is erased when it goes.
    pub(super) fn secret(&mut self, key: &'static str) -> &mut Zeroizing<String> {
        self.secrets.entry(key).or_default()
    }

    /// Takes a secret out of its field.
    pub(super) fn take_secret(&mut self, key: &'static str) -> Zeroizing<String> {
        self.secrets.remove(key).unwrap_or_default()
    }

    /// Whether a part of this page is unfolded.
    pub(super) fn open(&mut self, key: &'static str) -> &mut bool {
        self.open.entry(key).or_default()
    }

    /// Whether somebody is on the list of this page: they belong there, or did since it is shown. Nobody leaves it under the
    /// pointer of whoever goes through it.
    pub(super) fn stays_listed(&mut self, account: AccountId, belongs: bool) -> bool {
        if belongs {
            self.listed.insert(account);
        }
        self.listed.contains(&account)
    }

    /// On the page that comes, this field takes the keyboard instead of the first.
    pub(super) fn focus_next(&mut self, key: &'static str) {
        self.next_focus = Some(key);
    }

    /// Whether this field was named by [`Self::focus_next`]. Says so once.
    pub(super) fn takes_focus(&mut self, key: &'static str) -> bool {
        self.next_focus.take_if(|wanted| *wanted == key).is_some()
    }

    /// The safety number of two accounts. Making one takes some milliseconds, so the last one is kept.
    pub(super) fn safety_number(&mut self, own: AccountId, theirs: AccountId) -> &SafetyNumber {
        let kept = self
            .safety_number
            .take()
            .filter(|(a, b, _)| *a == own && *b == theirs);
        let (_, _, number) = self
            .safety_number
            .insert(kept.unwrap_or_else(|| (own, theirs, SafetyNumber::between(&own, &theirs))));
        number
    }
}
