//! No core dumps: what is in memory (messages, keys, a passphrase that is being typed) is never written to a disk by a crash.

use super::system_limits::{Lasts, Limited, lower};

/// Asks the system for none. With one byte allowed instead of none, Linux hands nothing to a program that collects dumps either
/// (core(5)). It can be raised again, so that a program that is started from here can have its own.
pub fn forbid() {
    if let Err(error) = lower(Limited::CoreDump, 1, Lasts::UntilRaised) {
        tracing::warn!(%error, "core dumps could not be forbidden");
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

    /// Somebody who gets at the disk looks for the core dump of a window that crashed.
    #[test]
    fn a_crash_leaves_nothing_on_the_disk() {
        super::forbid();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let mut lines = limits.lines();
        let line = lines
            .find(|line| line.starts_with("Max core file size"))
            .unwrap();
        let soft = line.split_whitespace().nth(4).unwrap();
        assert!(soft == "1" || soft == "0", "{line}");
    }
}
