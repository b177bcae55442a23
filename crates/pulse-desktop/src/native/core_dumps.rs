//! No core dumps: what is in memory (messages, keys, a passphrase that is being typed) is never written to a disk by a crash.

/// Asks the system for none. With one byte allowed instead of none, Linux hands nothing to a program that collects dumps either
/// (core(5)). The hard limit stays, so that a program that is started from here can have its own.
#[cfg(unix)]
pub fn forbid() {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    #[allow(unsafe_code, reason = "std does not know of limits")]
    // SAFETY: both calls take a plain number and a structure that lives as long as the call.
    let result = unsafe {
        libc::getrlimit(libc::RLIMIT_CORE, &raw mut limit);
        limit.rlim_cur = limit.rlim_max.min(1);
        libc::setrlimit(libc::RLIMIT_CORE, &raw const limit)
    };
    if result != 0 {
        tracing::warn!("core dumps could not be forbidden");
    }
}

/// Asks the system for none.
#[cfg(not(unix))]
pub fn forbid() {}

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
