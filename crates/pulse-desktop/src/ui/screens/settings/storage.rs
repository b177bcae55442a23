//! How much is stored here.

use crate::ui::screens::prelude::*;

const KB: f64 = 1000.0;

/// Draws the page.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("storage", None));
    forms::page(ui, cx, &texts.get("settings-storage"), out, |ui, _| {
        let (size, messages) = match state.storage {
            Some(storage) => (
                bytes(cx, storage.bytes),
                texts
                    .with(
                        "settings-storage-count",
                        &[("count", storage.messages.into())],
                    )
                    .into_owned(),
            ),
            None => {
                let counting = texts.get("settings-storage-counting").into_owned();
                (counting.clone(), counting)
            }
        };
        forms::card(ui, cx, |ui| {
            forms::Row::new(texts.get("settings-storage-size"))
                .icon(Icon::Storage)
                .text(&size)
                .show(ui, cx);
            forms::Row::new(texts.get("settings-storage-messages"))
                .icon(Icon::Chats)
                .text(&messages)
                .show(ui, cx);
        });
        forms::page_lead(ui, cx, &texts.get("settings-storage-encrypted"));
        forms::page_lead(ui, cx, &texts.get("settings-storage-delete"));
    });
}

/// A size in the largest unit of which there is at least one.
fn bytes(cx: &Cx<'_>, bytes: u64) -> String {
    let kilobytes = bytes as f64 / KB;
    let (size, key) = match kilobytes {
        small if small < KB => (small.ceil(), "settings-storage-kb"),
        medium if medium < KB * KB => (medium / KB, "settings-storage-mb"),
        large => (large / (KB * KB), "settings-storage-gb"),
    };
    // Three digits say enough.
    let rounded = match size {
        small if small < 10.0 => (small * 10.0).round() / 10.0,
        large => large.round(),
    };
    let size = rounded;
    cx.texts.with(key, &[("size", size.into())]).into_owned()
}
