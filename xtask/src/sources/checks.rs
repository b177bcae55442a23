//! The checks: each looks at one file.

use super::file::SourceFile;

/// A reader holds about this much in mind; what is longer has two subjects.
const LINES_MAX: usize = 700;

/// No source is longer than [`LINES_MAX`].
pub(super) fn length(file: &SourceFile, findings: &mut Vec<String>) {
    let is_source = [".rs", ".py", ".sh", ".proto", ".kt", ".swift"]
        .iter()
        .any(|ending| file.path.ends_with(ending));
    let lines = file.text.lines().count();
    if is_source && lines > LINES_MAX {
        findings.push(format!(
            "{}: {lines} lines; {LINES_MAX} are the most",
            file.path
        ));
    }
}

/// What is not finished is left out, not marked.
pub(super) fn nothing_left_to_do(file: &SourceFile, findings: &mut Vec<String>) {
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    for (line, number) in file.text.lines().zip(1..) {
        if let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) {
            findings.push(format!("{}:{number}: {mark}", file.path));
        }
    }
}

/// Only `main.rs` and `config.rs` read the environment, so that a program's inputs stand in one place.
pub(super) fn environment(file: &SourceFile, findings: &mut Vec<String>) {
    const READS: &[&str] = &[
        concat!("env", "::var"),
        concat!("env", "::args"),
        concat!("env", "::current_dir"),
        concat!("env", "::home_dir"),
    ];
    let may_read = matches!(file.name(), "main.rs" | "config.rs" | "build.rs");
    if !file.is_shipped() || may_read || file.path.contains("/src/bin/") {
        return;
    }
    for (number, line) in file.code() {
        if READS.iter().any(|read| line.contains(read)) {
            findings.push(format!(
                "{}:{number}: only main.rs and config.rs read the environment",
                file.path
            ));
        }
    }
}

/// Third-party cryptography is named where a primitive is wrapped and where TLS is configured, nowhere else.
pub(super) fn third_party_crypto(file: &SourceFile, findings: &mut Vec<String>) {
    const CRATES: &[&str] = &[
        "aws_lc_rs",
        "libcrux_ml_kem",
        "hkdf",
        "hmac",
        "sha2",
        "argon2",
        "bip39",
        "aes_gcm",
        "x25519_dalek",
        "ed25519_dalek",
    ];
    let is_tls = matches!(file.name(), "tls.rs" | "quic.rs") || file.path.contains("/tls/");
    if !file.is_shipped() || is_tls || file.path.contains("/primitives/") {
        return;
    }
    for (number, line) in file.code() {
        if let Some(name) = CRATES.iter().find(|name| names_crate(line, name)) {
            findings.push(format!(
                "{}:{number}: {name} belongs under primitives/ or where TLS is configured",
                file.path
            ));
        }
    }
}

/// Whether a line of code reaches for the crate `name`. A module of ours may have the same name (`primitives::hkdf`),
/// so only the start of a path counts, and for a lower-case word only that of a `use` or of a `::path`.
fn names_crate(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    let path = line.strip_prefix("pub ").unwrap_or(line);
    let used = path
        .strip_prefix("use ")
        .map(|path| path.trim_start_matches("::"));
    if used.is_some_and(|path| starts_with_word(path, name)) {
        return true;
    }
    let is_ambiguous = !name.contains('_');
    line.match_indices(name).any(|(at, _)| {
        let before = &line[..at];
        let absolute = before.ends_with("::")
            && !before[..before.len() - 2]
                .ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '>');
        let relative = !is_ambiguous
            && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '"');
        (absolute || relative) && line[at + name.len()..].starts_with("::")
    })
}

fn starts_with_word(path: &str, name: &str) -> bool {
    path.strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The server may check signatures and hash; what opens a message must not even be named in it.
pub(super) fn server_uses_of_crypto(file: &SourceFile, findings: &mut Vec<String>) {
    if file.crate_name() != Some("pulse-server") || !file.is_shipped() {
        return;
    }
    let lines: Vec<(usize, &str)> = file.code().collect();
    for (index, (number, line)) in lines.iter().enumerate() {
        for (at, crate_name) in line.match_indices("pulse_crypto") {
            // A list in braces may go on over several lines.
            let rest: Vec<&str> = lines[index + 1..].iter().map(|(_, line)| *line).collect();
            let path = format!("{} {}", &line[at + crate_name.len()..], rest.join(" "));
            if !names_allowed_modules(&path) {
                findings.push(format!(
                    "{}:{number}: the server uses keys, hash and labels of pulse-crypto alone",
                    file.path
                ));
            }
        }
    }
}

/// Whether what follows `pulse_crypto` leads into allowed modules only: `::hash::…`, or `::{hash, keys::…}`.
fn names_allowed_modules(path: &str) -> bool {
    const MAY_USE: &[&str] = &["keys", "hash", "labels"];
    let may_use = |path: &str| MAY_USE.iter().any(|name| starts_with_word(path, name));
    let Some(path) = path.strip_prefix("::") else {
        return false;
    };
    let Some(list) = path.trim_start().strip_prefix('{') else {
        return may_use(path);
    };
    let (mut depth, mut modules) = (0, vec![String::new()]);
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => modules.push(String::new()),
            _ => {}
        }
        if let Some(module) = modules.last_mut()
            && c != ','
        {
            module.push(c);
        }
    }
    let modules = modules.iter().map(|module| module.trim());
    modules.filter(|module| !module.is_empty()).all(may_use)
}

/// Bounds on what others send stand in `limits.rs`, where each has its reason and where whoever asks "how much?" looks.
pub(super) fn limits(file: &SourceFile, findings: &mut Vec<String>) {
    const CRATES: &[&str] = &[
        "pulse-crypto",
        "pulse-protocol",
        "pulse-engine",
        "pulse-client",
        "pulse-server",
    ];
    /// Lengths that a layout or a list of words has: nobody chose them, and they follow from what stands beside them.
    const FOLLOW: &[&str] = &[
        "pulse-crypto/src/phrase.rs:WORD_LEN_MAX",
        "pulse-crypto/src/ratchet/encoding.rs:FIXED_LEN_MAX",
        "pulse-crypto/src/ratchet/header.rs:HEADER_LEN_MAX",
        "pulse-crypto/src/ratchet/header.rs:VARINT_LEN_MAX",
        "pulse-crypto/src/ratchet/header_key.rs:SEALED_HEADER_LEN_MAX",
        "pulse-crypto/src/ratchet/message.rs:ASSOCIATED_DATA_LEN_MAX",
    ];
    let is_bound = file.crate_name().is_some_and(|name| CRATES.contains(&name));
    if !is_bound || !file.is_shipped() || file.name() == "limits.rs" {
        return;
    }
    for (number, line) in file.code() {
        let constant = line
            .split("const ")
            .nth(1)
            .and_then(|rest| rest.split(':').next());
        let Some(name) = constant.filter(|name| name.ends_with("_MAX")) else {
            continue;
        };
        let place = format!("{}:{name}", file.path);
        if !FOLLOW.iter().any(|follows| place.ends_with(follows)) {
            findings.push(format!(
                "{}:{number}: {name} belongs into limits.rs, with its reason",
                file.path
            ));
        }
    }
}

/// Pure crates take time and randomness as arguments, and touch neither files nor sockets.
pub(super) fn purity(file: &SourceFile, findings: &mut Vec<String>) {
    const PURE: &[&str] = &["pulse-crypto", "pulse-protocol", "pulse-engine"];
    const IMPURE: &[&str] = &[
        "SystemTime",
        "Instant::",
        "std::fs",
        "std::net",
        "std::thread",
        "std::process",
        "OsRng",
        "SysRng",
        "ThreadRng",
        "thread_rng",
        "HashMap",
        "async fn",
        "::generate()",
        "SystemRandom",
    ];
    let is_pure = file.crate_name().is_some_and(|name| PURE.contains(&name));
    if !is_pure || !file.is_shipped() || file.name() == "build.rs" {
        return;
    }
    for (number, line) in file.code() {
        if let Some(what) = IMPURE.iter().find(|what| line.contains(**what)) {
            findings.push(format!("{}:{number}: {what} in a pure crate", file.path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(check: super::super::Check, path: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        check(
            &SourceFile::new(path.to_owned(), text.to_owned()),
            &mut findings,
        );
        findings
    }

    #[test]
    fn long_files_are_found() {
        let long = "x\n".repeat(LINES_MAX + 1);
        assert_eq!(findings(length, "crates/pulse-x/src/a.rs", &long).len(), 1);
        assert!(findings(length, "crates/pulse-x/src/a.rs", "x\n").is_empty());
        assert!(findings(length, "Cargo.lock", &long).is_empty());
    }

    #[test]
    fn unfinished_work_is_found() {
        let mark = concat!("// TO", "DO: later");
        assert_eq!(findings(nothing_left_to_do, "docs/a.md", mark).len(), 1);
    }

    #[test]
    fn the_environment_is_read_in_two_places() {
        let read = "let home = std::env::var(\"HOME\");";
        assert_eq!(
            findings(environment, "crates/pulse-x/src/a.rs", read).len(),
            1
        );
        assert!(findings(environment, "crates/pulse-x/src/config.rs", read).is_empty());
        assert!(
            findings(
                environment,
                "crates/pulse-x/src/a.rs",
                "env!(\"CARGO_PKG_VERSION\")"
            )
            .is_empty()
        );
    }

    #[test]
    fn third_party_crypto_is_found_and_our_own_modules_are_not() {
        let path = "crates/pulse-x/src/a.rs";
        for bad in [
            "use sha2::Sha256;",
            "pub use hmac::Mac;",
            "let h = ::hkdf::Hkdf::new();",
            "aws_lc_rs::aead::X",
        ] {
            assert_eq!(findings(third_party_crypto, path, bad).len(), 1, "{bad}");
        }
        for good in [
            "use crate::primitives::hkdf;",
            "use crate::primitives::{hmac, sha2};",
            "hkdf::expand(a)",
        ] {
            assert!(
                findings(third_party_crypto, path, good).is_empty(),
                "{good}"
            );
        }
        let bad = "use sha2::Sha256;";
        assert!(
            findings(
                third_party_crypto,
                "crates/pulse-crypto/src/primitives/a.rs",
                bad
            )
            .is_empty()
        );
        assert!(findings(third_party_crypto, "crates/pulse-server/src/tls.rs", bad).is_empty());
    }

    #[test]
    fn the_server_names_little_of_the_crypto() {
        let path = "crates/pulse-server/src/a.rs";
        assert!(
            findings(
                server_uses_of_crypto,
                path,
                "use pulse_crypto::keys::AccountId;"
            )
            .is_empty()
        );
        assert!(findings(server_uses_of_crypto, path, "pulse_crypto::hash::sha256(x)").is_empty());
        for good in [
            "use pulse_crypto::{hash, labels};",
            "use pulse_crypto::{\n    hash,\n    keys::{AccountId, DeviceId},\n};\nuse a::ratchet;",
        ] {
            assert!(
                findings(server_uses_of_crypto, path, good).is_empty(),
                "{good}"
            );
        }
        for bad in [
            "use pulse_crypto::ratchet::Ratchet;",
            "use pulse_crypto::*;",
            "use pulse_crypto as c;",
            "use pulse_crypto::{hash, ratchet};",
            "use pulse_crypto::{\n    hash,\n    ratchet::Ratchet,\n};",
            "pulse_crypto::keyset::X",
        ] {
            assert_eq!(findings(server_uses_of_crypto, path, bad).len(), 1, "{bad}");
        }
    }

    #[test]
    fn bounds_stand_in_limits() {
        let bound = "pub(super) const QUEUE_LEN_MAX: usize = 7;";
        let path = "crates/pulse-engine/src/a.rs";
        assert_eq!(findings(limits, path, bound).len(), 1);
        assert!(findings(limits, "crates/pulse-engine/src/limits.rs", bound).is_empty());
        assert!(findings(limits, "crates/pulse-desktop/src/a.rs", bound).is_empty());
        assert!(findings(limits, path, "const QUEUE_LEN: usize = QUEUE_LEN_MAX;").is_empty());
        let follows = "const WORD_LEN_MAX: usize = 8;";
        assert!(findings(limits, "crates/pulse-crypto/src/phrase.rs", follows).is_empty());
        assert_eq!(findings(limits, path, follows).len(), 1);
    }

    #[test]
    fn pure_crates_have_no_clock() {
        let clock = "let now = std::time::SystemTime::now();";
        assert_eq!(
            findings(purity, "crates/pulse-engine/src/a.rs", clock).len(),
            1
        );
        assert!(findings(purity, "crates/pulse-client/src/a.rs", clock).is_empty());
    }
}
