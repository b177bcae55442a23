//! Which file goes where.

use std::fs;
use std::path::PathBuf;

use super::Release;
use super::archive::Entry;
use super::deb::Package;
use super::notices::Notices;
use super::options::Options;
use super::programs::Program;
use crate::config::Config;
use crate::failure::Outcome;

/// The sizes of the icon, in pixels.
const ICON_SIDES: &[u32] = &[16, 22, 24, 32, 48, 64, 128, 256, 512];

/// Where the window looks for the server that its package suggests.
pub(super) const SERVER_LINK: &str = "etc/xdg/pulse/server-link";

/// The folder with the desktop's files.
pub(super) fn packaging(config: &Config) -> PathBuf {
    config.root.join("crates/pulse-desktop/packaging")
}

/// The tar.gz: `bin` and `share`, so that it can be unpacked anywhere, also over `~/.local` or `/usr/local`.
pub(super) fn tarball(
    config: &Config,
    release: &Release,
    programs: &[&Program],
    notices: &Notices,
    options: &Options,
) -> Outcome<Vec<Entry>> {
    let top = release.name();
    let mut entries = binaries(&format!("{top}/bin"), programs);
    entries.extend(desktop_files(config, &format!("{top}/share"), options)?);
    for name in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        let bytes = fs::read(config.root.join(name))?;
        entries.push(Entry::file(format!("{top}/share/doc/pulse/{name}"), bytes));
    }
    let doc = format!("{top}/share/doc/pulse");
    entries.push(Entry::file(
        format!("{doc}/THIRD-PARTY-LICENCES.txt"),
        notices.texts.clone(),
    ));
    Ok(entries)
}

/// A Debian package: below `usr`, and the server that it suggests.
pub(super) fn system(
    config: &Config,
    package: &Package,
    programs: &[&Program],
    notices: &Notices,
    options: &Options,
) -> Outcome<Vec<Entry>> {
    let mut entries = binaries("usr/bin", programs);
    if package.has_window {
        entries.extend(desktop_files(config, "usr/share", options)?);
        if let Some(link) = &options.server {
            let text = format!("# The server that Pulse suggests for a new account.\n{link}\n");
            entries.push(Entry::file(SERVER_LINK.into(), text.into_bytes()));
        }
    }
    let doc = format!("usr/share/doc/{}", package.name);
    entries.push(Entry::file(
        format!("{doc}/copyright"),
        notices.copyright.clone(),
    ));
    let texts = super::archive::gzip(&notices.texts)?;
    entries.push(Entry::file(
        format!("{doc}/THIRD-PARTY-LICENCES.txt.gz"),
        texts,
    ));
    let changes = fs::read(config.root.join("CHANGELOG.md"))?;
    let changes = super::archive::gzip(&changes)?;
    entries.push(Entry::file(format!("{doc}/changelog.gz"), changes));
    Ok(entries)
}

fn binaries(folder: &str, programs: &[&Program]) -> Vec<Entry> {
    programs
        .iter()
        .map(|program| Entry::program(format!("{folder}/{}", program.name), program.bytes.clone()))
        .collect()
}

/// What makes a program an application: its entry, its metadata, its icons.
fn desktop_files(config: &Config, share: &str, options: &Options) -> Outcome<Vec<Entry>> {
    let packaging = packaging(config);
    let (entry, about) = ("im.pulse.Pulse.desktop", "im.pulse.Pulse.metainfo.xml");
    let told = about_with(&fs::read_to_string(packaging.join(about))?, options);
    let mut entries = vec![Entry::file(
        format!("{share}/metainfo/{about}"),
        told.into_bytes(),
    )];
    let mut add = |from: PathBuf, to: String| -> Outcome {
        entries.push(Entry::file(format!("{share}/{to}"), fs::read(from)?));
        Ok(())
    };
    add(packaging.join(entry), format!("applications/{entry}"))?;
    let icons = "icons/hicolor";
    for side in ICON_SIDES {
        let to = format!("{icons}/{side}x{side}/apps/im.pulse.Pulse.png");
        add(packaging.join(format!("icons/{side}.png")), to)?;
    }
    let drawing = config.root.join("crates/pulse-desktop/assets/pulse.svg");
    add(drawing, format!("{icons}/scalable/apps/im.pulse.Pulse.svg"))?;
    Ok(entries)
}

/// The AppStream metadata with the address that whoever makes the package gave.
fn about_with(about: &str, options: &Options) -> String {
    match &options.homepage {
        None => about.to_owned(),
        Some(homepage) => {
            let address = homepage.replace('&', "&amp;");
            let icon = "  <icon type=\"stock\">";
            about.replacen(
                icon,
                &format!("  <url type=\"homepage\">{address}</url>\n{icon}"),
                1,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_name_the_address_that_was_given_and_no_other() {
        let about =
            include_str!("../../../crates/pulse-desktop/packaging/im.pulse.Pulse.metainfo.xml");
        assert_eq!(about_with(about, &Options::default()), about);
        assert!(!about.contains("type=\"homepage\""));
        let options = Options {
            homepage: Some("https://example.org/pulse".into()),
            ..Options::default()
        };
        let told = about_with(about, &options);
        assert!(told.contains("<url type=\"homepage\">https://example.org/pulse</url>"));
    }
}
