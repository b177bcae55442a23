//! Which version this is, and what it is made of.

use std::sync::LazyLock;

use crate::ui::screens::prelude::*;

/// Every library in the program: name, version and licence; `cargo xtask licences` keeps it true.
const LIBRARIES: &str = include_str!("../../../../assets/libraries.txt");

/// Fonts and icons.
const ASSETS: &str = include_str!("../../../../assets/LICENSES.md");

/// The terms of what is no crate; `cargo xtask licences` keeps them true, too.
const TERMS: &[(&str, &str)] = &[
    (
        "OpenSSL",
        include_str!("../../../../assets/licences/OpenSSL-Apache-2.0.txt"),
    ),
    (
        "SQLCipher",
        include_str!("../../../../assets/licences/SQLCipher-BSD-3-Clause.txt"),
    ),
    (
        "SQLite",
        include_str!("../../../../assets/licences/SQLite-blessing.txt"),
    ),
];

/// One library.
struct Library {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
}

impl Library {
    /// What its authors ask to be told with the program, where that is not in the package of a crate.
    fn terms(&self) -> Option<&'static str> {
        let found = TERMS.iter().find(|(name, _)| *name == self.name);
        found.map(|(_, terms)| *terms)
    }
}

static PARSED: LazyLock<Vec<Library>> = LazyLock::new(|| {
    let library = |line: &'static str| {
        let mut parts = line.split('\t');
        Some(Library {
            name: parts.next()?,
            version: parts.next()?,
            licence: parts.next()?,
        })
    };
    LIBRARIES.lines().filter_map(library).collect()
});

/// Draws the page.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, memory: &mut UiMemory, out: &mut Actions) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("about", None));
    forms::page(ui, cx, &texts.get("settings-about"), out, |ui, _| {
        forms::logo(ui, cx, 64.0);
        let version = [("version", env!("CARGO_PKG_VERSION").into())];
        forms::form_title(ui, cx, Type::Title, "Pulse");
        forms::form_lead(ui, cx, &texts.with("settings-about-version", &version));
        forms::page_lead(ui, cx, &texts.get("settings-about-what"));
        forms::page_lead(ui, cx, &texts.get("settings-about-licence"));
        forms::notice(ui, cx, Tone::Warning, &texts.get("settings-about-audit"));

        forms::section(ui, cx, &texts.get("settings-about-assets"));
        forms::card(ui, cx, |ui| {
            for (name, licence) in assets() {
                forms::Row::new(name).text(licence).show(ui, cx);
            }
        });

        let count = [("count", PARSED.len().into())];
        forms::section(ui, cx, &texts.get("settings-about-crates"));
        forms::page_lead(ui, cx, &texts.with("settings-about-crates-text", &count));
        let filter = memory.pages.text("filter", "");
        Field::new(&texts.get("settings-about-filter")).show(ui, cx, filter);
        let wanted = filter.trim().to_lowercase();
        let mut found = PARSED
            .iter()
            .filter(|library| library.name.to_lowercase().contains(&wanted))
            .peekable();
        if found.peek().is_none() {
            forms::page_lead(ui, cx, &texts.get("settings-about-none"));
            return;
        }
        forms::card(ui, cx, |ui| {
            for library in found {
                let name = format!("{} {}", library.name, library.version);
                let row = forms::Row::new(&name).text(library.licence);
                match library.terms() {
                    None => _ = row.show(ui, cx),
                    Some(terms) => {
                        let opened = memory.pages.text("terms", "");
                        if row.acts().show(ui, cx).clicked() {
                            let is_open = *opened == library.name;
                            *opened = if is_open { "" } else { library.name }.to_owned();
                        }
                        if *opened == library.name {
                            forms::page_small(ui, cx, terms);
                        }
                    }
                }
            }
        });
    });
}

/// Names and licences from the table of fonts and icons.
fn assets() -> impl Iterator<Item = (&'static str, &'static str)> {
    ASSETS.lines().filter_map(|line| {
        let cells: Vec<_> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let [file, what, _, licence, ..] = *cells else {
            return None;
        };
        if !file.starts_with('`') {
            return None;
        }
        let name = what.split(':').next()?;
        // `[SIL OFL 1.1](licences/…)`
        let licence = licence.trim_start_matches('[').split(']').next()?;
        Some((name, licence))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_and_icons_are_named_with_their_licences() {
        let assets: Vec<_> = assets().collect();
        assert!(
            assets
                .iter()
                .any(|(name, licence)| name.starts_with("Inter") && *licence == "SIL OFL 1.1")
        );
        assert!(
            assets
                .iter()
                .any(|(name, licence)| name.starts_with("Phosphor") && *licence == "MIT")
        );
        assert!(
            assets.iter().any(
                |(name, licence)| name.starts_with("Unicode CLDR") && *licence == "Unicode 3.0"
            )
        );
    }

    #[test]
    fn what_is_no_crate_comes_with_its_terms() {
        for (name, words) in [
            ("OpenSSL", "Apache License"),
            ("SQLCipher", "ZETETIC LLC"),
            ("SQLite", "May you do good and not evil"),
        ] {
            let library = PARSED.iter().find(|library| library.name == name).unwrap();
            assert!(library.terms().unwrap().contains(words), "{name}");
        }
        assert_eq!(
            PARSED.iter().filter_map(Library::terms).count(),
            TERMS.len()
        );
    }

    #[test]
    fn every_library_has_a_licence() {
        assert!(PARSED.len() > 100);
        assert!(PARSED.iter().any(|library| library.name == "egui"));
        for library in PARSED.iter() {
            assert!(!library.licence.is_empty(), "{}", library.name);
        }
    }
}
