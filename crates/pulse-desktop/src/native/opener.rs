//! The program that opens links where no portal does.

use std::process::{Command, Stdio};

/// As desktops call it.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// Opens a link with it, and waits for as long as it runs. False when there is no such program, or it found nothing to open the
/// link with. A link of the web or of mail begins with its scheme: none is taken for an option.
pub(super) fn open(link: &str) -> bool {
    let opener = Command::new(OPENER)
        .arg(link)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match opener {
        Ok(status) => status.success(),
        Err(error) => {
            tracing::info!(%error, "there is no program that opens links");
            false
        }
    }
}
