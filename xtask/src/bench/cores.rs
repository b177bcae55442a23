//! One core for each: processes started on a core stay on it, and so do all their threads.

use crate::failure::Outcome;

/// Runs `start` on one core. What it starts inherits the core and keeps it; the caller gets its own cores back.
#[cfg(target_os = "linux")]
pub(super) fn on<T>(core: usize, start: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let before = allowed()?;
    let mut only = none();
    set(&mut only, core);
    allow(&only)?;
    let outcome = start();
    allow(&before)?;
    outcome
}

/// Elsewhere the system decides.
#[cfg(not(target_os = "linux"))]
pub(super) fn on<T>(_core: usize, start: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    start()
}

/// Whether [`on`] does anything here.
pub(super) const fn can_pin() -> bool {
    cfg!(target_os = "linux")
}

#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "an all-zero set of cores is valid, and has no other constructor"
)]
fn none() -> libc::cpu_set_t {
    // SAFETY: cpu_set_t is an array of integers; zero is the empty set.
    unsafe { std::mem::zeroed() }
}

#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "CPU_SET writes into the set it is given, within its bounds"
)]
fn set(cores: &mut libc::cpu_set_t, core: usize) {
    // SAFETY: libc checks the bound; a core that does not exist is refused by `allow`.
    unsafe { libc::CPU_SET(core, cores) }
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "std does not know of cores")]
fn allowed() -> Outcome<libc::cpu_set_t> {
    let mut cores = none();
    // SAFETY: the set lives as long as the call and has the size that is told; 0 is the calling thread.
    let result = unsafe { libc::sched_getaffinity(0, size_of_val(&cores), &raw mut cores) };
    if result == 0 {
        return Ok(cores);
    }
    Err(std::io::Error::last_os_error().into())
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "std does not know of cores")]
fn allow(cores: &libc::cpu_set_t) -> Outcome {
    // SAFETY: as above; the set is only read.
    let result = unsafe { libc::sched_setaffinity(0, size_of_val(cores), cores) };
    if result == 0 {
        return Ok(());
    }
    Err(std::io::Error::last_os_error().into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    #[expect(unsafe_code, reason = "CPU_EQUAL reads two sets")]
    fn a_thread_comes_back_to_its_cores() {
        // SAFETY: both are valid sets.
        let equal = |a: &libc::cpu_set_t, b: &libc::cpu_set_t| unsafe { libc::CPU_EQUAL(a, b) };
        let before = allowed().ok().unwrap();
        let inside = on(0, allowed).ok().unwrap();
        let after = allowed().ok().unwrap();
        let mut first = none();
        set(&mut first, 0);
        assert!(equal(&inside, &first));
        assert!(equal(&before, &after));
    }
}
