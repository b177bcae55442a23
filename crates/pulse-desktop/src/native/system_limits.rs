//! What the system gives this process at most. Standard Rust does not know of such limits, so this is the one place that asks for
//! them.

use std::io;

/// What is limited.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limited {
    /// The bytes of a core dump.
    CoreDump,
    /// The bytes of memory that can be written to.
    Memory,
}

/// Whether the process may raise the limit again, and whatever it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lasts {
    /// It may.
    UntilRaised,
    /// It may not.
    ForGood,
}

/// Lets it have no more than so many bytes from now on; less when less was allowed already.
///
/// # Errors
/// When the system refuses.
#[cfg(unix)]
pub(super) fn lower(what: Limited, bytes: u64, lasts: Lasts) -> io::Result<()> {
    let resource = match what {
        Limited::CoreDump => libc::RLIMIT_CORE,
        Limited::Memory => libc::RLIMIT_DATA,
    };
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    #[expect(unsafe_code, reason = "std does not know of limits")]
    // SAFETY: both calls take a plain number and a structure that lives as long as the call.
    let is_done = unsafe {
        libc::getrlimit(resource, &raw mut limit) == 0 && {
            limit.rlim_cur = limit.rlim_max.min(bytes);
            if lasts == Lasts::ForGood {
                limit.rlim_max = limit.rlim_cur;
            }
            libc::setrlimit(resource, &raw const limit) == 0
        }
    };
    match is_done {
        true => Ok(()),
        false => Err(io::Error::last_os_error()),
    }
}

/// There are no such limits here.
#[cfg(not(unix))]
pub(super) fn lower(_what: Limited, _bytes: u64, _lasts: Lasts) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

    use super::*;

    /// Whoever starts the window with less than it would ask for does not end up with nothing limited.
    #[test]
    fn a_limit_that_is_lower_already_is_no_error() {
        let limits = || {
            let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
            let line = limits
                .lines()
                .find(|line| line.starts_with("Max core file"));
            let mut numbers = line.unwrap().split_whitespace().skip(4).map(str::to_owned);
            (numbers.next().unwrap(), numbers.next().unwrap())
        };
        lower(Limited::CoreDump, 1, Lasts::ForGood).unwrap();
        let before = limits();
        lower(Limited::CoreDump, 1 << 20, Lasts::ForGood).unwrap();
        assert_eq!(limits(), before);
    }
}
