//! Processes that end with the test, however it ends.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Nothing in these tests takes this long on any machine; a test that waits longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks at the accessible tree, at the display, or at what a window writes. Events over AT-SPI and X tell of single
/// changes, not that all is as awaited, and nothing tells that no more changes come: that a thing stands still, which a click needs,
/// shows in two looks alone.
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// A process in a group of its own: what it starts ends with it.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts it with its output in a file.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Self {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(log)
            .unwrap();
        command.stderr(log.try_clone().unwrap()).stdout(log);
        Self::spawn(command)
    }

    /// Starts it and reads on its standard output what it says once it can be used; `None`: it ended before.
    pub(crate) fn start_and_read<T>(
        command: &mut Command,
        log: &Path,
        read: impl FnOnce(&mut BufReader<ChildStdout>) -> Option<T>,
    ) -> (Self, T) {
        let errors = std::fs::File::create(log).unwrap();
        let mut process = Self::spawn(command.stderr(errors).stdout(Stdio::piped()));
        let mut output = BufReader::new(process.child.stdout.take().unwrap());
        let Some(said) = read(&mut output) else {
            let errors = std::fs::read_to_string(log).unwrap_or_default();
            panic!("{command:?} did not start: {errors}");
        };
        process.child.stdout = Some(output.into_inner());
        (process, said)
    }

    #[expect(
        unsafe_code,
        reason = "std has no face for the signal that a child gets when its parent is killed"
    )]
    fn spawn(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).process_group(0);
        let end_with_parent = || {
            // SAFETY: prctl with plain numbers, which may be called between fork and exec.
            unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
            Ok(())
        };
        // SAFETY: the closure makes one system call and touches no memory.
        let command = unsafe { command.pre_exec(end_with_parent) };
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child }
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// SIGTERM, and waits until it has ended by itself.
    #[expect(unsafe_code, reason = "std sends no signal but SIGKILL")]
    pub(crate) fn end(&mut self) -> ExitStatus {
        let process = i32::try_from(self.child.id()).unwrap();
        // SAFETY: kill takes plain numbers; the process is our child, who is not waited for yet.
        unsafe { libc::kill(process, libc::SIGTERM) };
        wait_for(
            || "SIGTERM does not end it".to_owned(),
            || self.child.try_wait().unwrap(),
        )
    }

    /// SIGKILL, to it and all that it started.
    #[expect(unsafe_code, reason = "std kills single processes only")]
    pub(crate) fn kill(&mut self) {
        let group = i32::try_from(self.child.id()).unwrap();
        // SAFETY: kill takes plain numbers; the group is our child's, who is not waited for yet or has left the id unused.
        unsafe { libc::kill(-group, libc::SIGKILL) };
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The first line that a program says: where it listens.
pub(crate) fn first_line(output: &mut BufReader<ChildStdout>) -> Option<String> {
    let mut line = String::new();
    output.read_line(&mut line).ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// Looks again and again until the look itself says that it is enough.
pub(crate) fn look_until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// Looks again and again until there is something to see, and says what was missed when patience ends.
#[track_caller]
pub(crate) fn wait_for<T>(what: impl Fn() -> String, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "{}", what());
        std::thread::sleep(LOOK_EVERY);
    }
}
