//! Debian packages, after deb(5): an `ar` archive of a version, what the package manager reads, and the files.

use super::archive::{Entry, ar, tar_gz_below};
use super::contents::SERVER_LINK;
use super::options::Options;
use super::programs::Program;
use super::{Release, bytes_in, library};
use crate::failure::Outcome;

/// One package.
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) programs: &'static [&'static str],
    pub(super) has_window: bool,
    section: &'static str,
    depends: &'static [&'static str],
    recommends: &'static [&'static str],
    summary: &'static str,
    description: &'static [&'static str],
}

pub(super) const PACKAGES: &[Package] = &[
    Package {
        name: "pulse-messenger",
        programs: &["pulse-desktop", "pulse"],
        has_window: true,
        section: "net",
        // Looked for while it runs, so that the programs themselves name none of them.
        depends: &[
            "libegl1",
            "libgl1",
            "libx11-6",
            "libx11-xcb1",
            "libxcursor1",
            "libxi6",
            "libxkbcommon0",
            "libxkbcommon-x11-0",
            "libwayland-client0",
            "libwayland-egl1",
        ],
        recommends: &[
            "dbus-user-session | dbus-session-bus",
            "gnome-keyring | plasma-workspace | keepassxc",
            "xdg-desktop-portal",
            "hicolor-icon-theme",
        ],
        summary: "private messages between people",
        description: &[
            "Pulse carries messages from one person to another so that nobody between",
            "them can read them, and the server does not learn who writes to whom.",
            "People find each other by a link or a QR code.",
            "",
            "This package holds the window (pulse-desktop) and the command line (pulse).",
        ],
    },
    Package {
        name: "pulse-server",
        programs: &["pulse-server", "pulse-load"],
        has_window: false,
        section: "net",
        depends: &[],
        recommends: &[],
        summary: "server of the Pulse messenger",
        description: &[
            "Accepts, authenticates, keeps and hands out what it cannot read. One program",
            "with an embedded store; pulse-load measures what it bears.",
        ],
    },
];

/// Debian's word for the processor.
pub(super) fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

pub(super) fn bytes(
    package: &Package,
    release: &Release,
    options: &Options,
    programs: &[&Program],
    entries: &[Entry],
) -> Outcome<Vec<u8>> {
    let c_library = library::newest_c_library(programs.iter().map(|it| it.bytes.as_slice()));
    let control = control(package, release, options, &c_library, bytes_in(entries));
    let mut control = vec![Entry::file("control".into(), control.into_bytes())];
    if entries.iter().any(|entry| entry.path == SERVER_LINK) {
        // What an administrator changed stays when a newer version is installed.
        let list = format!("/{SERVER_LINK}\n");
        control.push(Entry::file("conffiles".into(), list.into_bytes()));
    }
    let control = tar_gz_below("./", &control, release.time)?;
    let data = tar_gz_below("./", entries, release.time)?;
    let parts: [(&str, &[u8]); 3] = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.gz", &control),
        ("data.tar.gz", &data),
    ];
    Ok(ar(&parts, release.time))
}

fn control(
    package: &Package,
    release: &Release,
    options: &Options,
    c_library: &str,
    bytes: usize,
) -> String {
    let mut depends = vec![format!("libc6 (>= {c_library})"), "libgcc-s1".to_owned()];
    depends.extend(package.depends.iter().map(|&it| it.to_owned()));
    let mut lines = vec![
        format!("Package: {}", package.name),
        format!("Version: {}", release.version),
        format!("Architecture: {}", architecture()),
        format!("Maintainer: {}", options.maintainer()),
        format!("Installed-Size: {}", bytes.div_ceil(1024)),
        format!("Depends: {}", depends.join(", ")),
    ];
    if !package.recommends.is_empty() {
        lines.push(format!("Recommends: {}", package.recommends.join(", ")));
    }
    lines.push(format!("Section: {}", package.section));
    lines.push("Priority: optional".to_owned());
    if let Some(homepage) = &options.homepage {
        lines.push(format!("Homepage: {homepage}"));
    }
    lines.push(format!("Description: {}", package.summary));
    for line in package.description {
        // An empty line of a description is a dot.
        lines.push(format!(" {}", if line.is_empty() { "." } else { line }));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_file_is_one_paragraph() {
        let release = Release {
            version: "0.1.0".into(),
            time: 0,
            folder: "/nonexistent".into(),
        };
        for package in PACKAGES {
            let text = control(package, &release, &Options::default(), "2.36", 2049);
            assert!(text.contains("\nInstalled-Size: 3\n"));
            assert!(text.contains("\nDepends: libc6 (>= 2.36), libgcc-s1"));
            assert!(text.ends_with('\n') && !text.contains("\n\n"));
            let is_field = |line: &str| line.starts_with(' ') || line.contains(": ");
            assert!(text.lines().all(is_field), "{text}");
        }
    }
}
