//! What a build and a test run need from the system besides Rust.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

/// What shows that a package is there.
enum Sign {
    /// A program on the search path.
    Program(&'static str),
    /// A shared library, or a driver below the folder of libraries.
    Library(&'static str),
    /// Any of these files.
    File(&'static [&'static str]),
    /// A module of Perl: the smallest Perl of Debian is always there, and brings few.
    PerlModule(&'static str),
}

use Sign::{File, Library, PerlModule, Program};

/// What shows it, the Debian package that has it, and what it is for.
type Need = (Sign, &'static str, &'static str);

const NEEDED: &[Need] = &[
    (Program("cc"), "gcc", "SQLCipher and AWS-LC are C"),
    (
        Program("make"),
        "make",
        "SQLCipher's OpenSSL is built by it",
    ),
    (
        PerlModule("FindBin"),
        "perl",
        "OpenSSL's build is configured by it",
    ),
    (
        Program("python3"),
        "python3",
        "the second, independent model of the cryptography is Python",
    ),
    (
        Program("kill"),
        "procps",
        "tests ask programs to end with it",
    ),
];

/// What tests need of a desktop where there is none: a session, a keyring, a screen, drivers without a graphics card.
const NEEDED_OF_A_DESKTOP: &[Need] = &[
    (
        Program("Xvfb"),
        "xvfb",
        "the windows of the tests need a screen",
    ),
    (
        Program("dbus-daemon"),
        "dbus",
        "the windows of the tests have a session of their own",
    ),
    (
        Program("gnome-keyring-daemon"),
        "gnome-keyring",
        "the key of a home is kept in a real keyring",
    ),
    (
        File(&[
            "/usr/libexec/at-spi-bus-launcher",
            "/usr/lib/at-spi2-core/at-spi-bus-launcher",
            "/usr/lib/at-spi-bus-launcher",
        ]),
        "at-spi2-core",
        "the tests read windows as screen readers do",
    ),
    (Library("libEGL.so.1"), "libegl1", "windows draw with it"),
    (Library("libGL.so.1"), "libgl1", "windows draw with it"),
    (
        Library("dri/swrast_dri.so"),
        "libgl1-mesa-dri",
        "OpenGL without a graphics card",
    ),
    (
        Library("libX11-xcb.so.1"),
        "libx11-xcb1",
        "windows under X11",
    ),
    (
        Library("libXcursor.so.1"),
        "libxcursor1",
        "windows under X11",
    ),
    (Library("libXi.so.6"), "libxi6", "windows under X11"),
    (
        Library("libxkbcommon-x11.so.0"),
        "libxkbcommon-x11-0",
        "windows under X11",
    ),
    (
        Library("libvulkan.so.1"),
        "libvulkan1",
        "pictures of screens are drawn with it",
    ),
    (
        File(&[
            "/usr/share/vulkan/icd.d/lvp_icd.json",
            "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
            "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json",
        ]),
        "mesa-vulkan-drivers",
        "Vulkan without a graphics card",
    ),
];

/// Seconds, in the words of apt.
const APT_WAITS_FOR_ITS_LOCK: &str = "DPkg::Lock::Timeout=300";

/// Installs what is missing where that is possible without asking; else names it.
pub(crate) fn ensure(config: &Config) -> Outcome {
    let desktop: &[Need] = if cfg!(target_os = "linux") {
        NEEDED_OF_A_DESKTOP
    } else {
        &[]
    };
    let needs = || NEEDED.iter().chain(desktop);
    let missing: Vec<_> = needs().filter(|need| !is_there(config, need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|(_, package, _)| *package).collect();
    println!("Missing: {}. Trying to install.", packages.join(", "));
    if install(config, &packages).is_ok() && needs().all(|need| is_there(config, need)) {
        return Ok(());
    }
    let reasons: Vec<String> = missing
        .iter()
        .map(|(_, package, reason)| format!("Debian package `{package}`: {reason}"))
        .collect();
    Failure::unless_empty("Please install these first and run this again", &reasons)
}

fn is_there(config: &Config, (sign, ..): &Need) -> bool {
    match sign {
        Program(name) => process::is_installed(config, name),
        Library(name) => library_folders().any(|folder| folder.join(name).exists()),
        File(paths) => paths.iter().any(|path| Path::new(path).exists()),
        PerlModule(name) => process::is_installed(config, "perl") && perl_has(name),
    }
}

fn perl_has(module: &str) -> bool {
    let tried = Command::new("perl")
        .args([&format!("-M{module}"), "-e1"])
        .output();
    tried.is_ok_and(|output| output.status.success())
}

/// Where the system keeps libraries: Debian has a folder for each architecture, others one for all.
fn library_folders() -> impl Iterator<Item = PathBuf> {
    ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
        .into_iter()
        .flat_map(|folder| {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            let of_architecture = entries
                .map(|entry| entry.path())
                .filter(|path| path.to_string_lossy().contains("-linux-gnu"));
            std::iter::once(PathBuf::from(folder)).chain(of_architecture)
        })
}

fn install(config: &Config, packages: &[&str]) -> Outcome {
    if !process::is_installed(config, "apt-get") {
        return Err(Failure::new("no apt-get here"));
    }
    process::run(&mut apt_get(config, &["update", "-qq"]))?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    process::run(&mut apt_get(config, &arguments))
}

/// As root directly, else through a `sudo` that does not ask. A fresh machine often installs updates by itself: whoever
/// holds the lock is waited for.
fn apt_get(config: &Config, arguments: &[&str]) -> Command {
    let mut command = if is_root() || !process::is_installed(config, "sudo") {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    command
        .args(["-o", APT_WAITS_FOR_ITS_LOCK])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "geteuid has no safe face in std; it takes nothing and cannot fail"
)]
fn is_root() -> bool {
    // SAFETY: geteuid has no preconditions.
    unsafe { libc::geteuid() == 0 }
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
