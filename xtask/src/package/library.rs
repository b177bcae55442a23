//! The libraries that a program names, and the C library's version that it asks for.

use std::path::Path;
use std::process::Command;

use crate::failure::Outcome;
use crate::process;

/// What every Linux with the GNU C library has. All else is built in, or looked for while the program runs.
const ALLOWED: &[&str] = &[
    "linux-vdso.so.1",
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
    "libc.so.6",
    "libm.so.6",
    "libgcc_s.so.1",
    "libdl.so.2",
    "libpthread.so.0",
    "librt.so.1",
];

/// The libraries beyond that.
pub(super) fn unexpected(program: &Path) -> Outcome<Vec<String>> {
    let listed = process::capture(Command::new("ldd").arg(program))?;
    let listed = String::from_utf8_lossy(&listed);
    let names: Vec<&str> = names_in(&listed).collect();
    println!("{} loads {}", name_of(program), names.join(", "));
    Ok(names
        .into_iter()
        .filter(|name| !ALLOWED.contains(name))
        .map(str::to_owned)
        .collect())
}

fn name_of(program: &Path) -> String {
    program
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Each line begins with a name or, for the loader, with its path.
fn names_in(listed: &str) -> impl Iterator<Item = &str> {
    listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| name.rsplit('/').next().unwrap_or(name))
}

/// The newest version of the GNU C library that any of the programs needs, as `2.36`.
pub(super) fn newest_c_library<'a>(programs: impl Iterator<Item = &'a [u8]>) -> String {
    let (major, minor) = programs.flat_map(versions_in).max().unwrap_or((2, 0));
    format!("{major}.{minor}")
}

/// The versions of symbols stand as plain strings in the file.
fn versions_in(program: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    const PREFIX: &[u8] = b"\0GLIBC_";
    const LENGTH_MAX: usize = 12;
    program
        .windows(PREFIX.len())
        .enumerate()
        .filter(|(_, window)| *window == PREFIX)
        .filter_map(move |(at, _)| {
            let rest = program.get(at + PREFIX.len()..)?;
            let version = rest.iter().take(LENGTH_MAX).take_while(|byte| **byte != 0);
            let version = String::from_utf8(version.copied().collect()).ok()?;
            let mut parts = version.split('.').map(|part| part.parse().ok());
            Some((parts.next()??, parts.next()??))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_known_by_their_names() {
        let listed = "\tlinux-vdso.so.1 (0x1)\n\tlibssl.so.3 => /usr/lib/libssl.so.3 (0x2)\n\t/lib64/ld-linux-x86-64.so.2 (0x3)\n";
        let names: Vec<_> = names_in(listed).collect();
        assert_eq!(
            names,
            ["linux-vdso.so.1", "libssl.so.3", "ld-linux-x86-64.so.2"]
        );
    }

    #[test]
    fn the_newest_symbol_decides() {
        let old = &b"x\0GLIBC_2.4\0GLIBC_2.17\0GLIBC_PRIVATE\0"[..];
        let new = &b"\0GLIBC_2.9\0\0GLIBC_2.34\0"[..];
        assert_eq!(newest_c_library([old, new].into_iter()), "2.34");
        assert_eq!(newest_c_library([old].into_iter()), "2.17");
    }
}
