//! Links: to web pages, and `pulse://` links that come from outside.

use super::{AppState, FirstRunStep, Overlay, Phase};
use crate::effect::Effect;

impl AppState {
    /// Opens a link. One of Pulse is asked about here; one that looks odd is shown first, and opened when it is asked for again
    /// there; anything but web and mail is not opened at all.
    pub(super) fn open_link(&mut self, link: &str) -> Vec<Effect> {
        let scheme = link.split(':').next().unwrap_or_default().to_lowercase();
        match scheme.as_str() {
            "pulse" => self.open_pulse_link(link),
            "http" | "https" | "mailto" => {
                let warning = Overlay::LinkWarning(link.to_owned());
                if self.overlay.as_ref() == Some(&warning) {
                    self.overlay = None;
                } else if looks_odd(link) {
                    self.overlay = Some(warning);
                    return Vec::new();
                }
                vec![Effect::OpenUrl(link.to_owned())]
            }
            _ => Vec::new(),
        }
    }

    /// A server's link that was given at the start is the server of the first run; else the one that this computer suggests.
    pub(super) fn take_server_link(&mut self) {
        let is_server = |link: &mut String| link.parse::<pulse_client::ServerLink>().is_ok();
        if let Phase::FirstRun(first_run) = &mut self.phase
            && let Some(link) =
                (self.pending_link.take_if(is_server)).or_else(|| self.suggested_server.clone())
        {
            first_run.server_link = link;
        }
    }

    /// A link from a browser, another program or the command line. Nothing follows from it but a question.
    fn open_pulse_link(&mut self, link: &str) -> Vec<Effect> {
        self.overlay = None;
        match &mut self.phase {
            Phase::FirstRun(first_run)
                if first_run.step <= FirstRunStep::Server
                    && link.parse::<pulse_client::ServerLink>().is_ok() =>
            {
                link.clone_into(&mut first_run.server_link);
                first_run.step = FirstRunStep::Server;
                first_run.error = None;
            }
            // It waits until there is an account that can be asked.
            _ => {
                self.forget_page_error();
                self.pending_link = Some(link.to_owned());
            }
        }
        vec![Effect::ShowWindow]
    }
}

/// Whether a link may lead elsewhere than it seems to: letters that look like others, or a name before an `@`.
pub(crate) fn looks_odd(link: &str) -> bool {
    let Some((_, rest)) = link.split_once("://") else {
        return !link.is_ascii();
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !authority.is_ascii()
        || authority.contains('@')
        || authority.split('.').any(|label| label.starts_with("xn--"))
        || link.starts_with("http://")
        || link.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_may_deceive_look_odd() {
        for link in [
            "https://paypаl.com/",
            "https://example.org@evil.example/",
            "https://xn--pypal-4ve.com/",
            "http://example.org/",
        ] {
            assert!(looks_odd(link), "{link}");
        }
        for link in [
            "https://example.org/a@b?c=d",
            "https://example.org",
            "mailto:a@example.org",
        ] {
            assert!(!looks_odd(link), "{link}");
        }
    }
}
