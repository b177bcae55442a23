//! What a `pulse://` link that comes from outside asks of the window: a second start, a QR code, a paste.

use pulse_client::{ContactLink, LinkError, ServerLink};

/// The scheme of Pulse's links, as the desktop entry registers it.
pub const SCHEME: &str = "pulse";

/// A link, and with it what there is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PulseLink {
    /// Somebody's account: offer to add them.
    Contact(ContactLink),
    /// A server: offer to make an account there, when there is none yet.
    Server(ServerLink),
}

impl PulseLink {
    /// Reads a link. The error is a sentence for the person who brought it.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        match text.parse::<ContactLink>() {
            Ok(link) => Ok(Self::Contact(link)),
            Err(LinkError::IsServer) => text.parse().map(Self::Server),
            Err(error) => Err(error),
        }
    }
}

/// Whether a text claims to be one of Pulse's links.
pub fn is_pulse_scheme(text: &str) -> bool {
    let text = text.trim_start();
    let is_ours = |start: &str| start.eq_ignore_ascii_case(SCHEME);
    text.get(..SCHEME.len()).is_some_and(is_ours)
        && text
            .get(SCHEME.len()..)
            .is_some_and(|rest| rest.starts_with("://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    #[test]
    fn servers_and_contacts_are_told_apart() {
        let contact = format!("pulse://chat.example.org/{ACCOUNT}#a={ACCOUNT}");
        assert!(matches!(
            PulseLink::parse(&contact),
            Ok(PulseLink::Contact(link)) if link.server.host == "chat.example.org"
        ));
        assert!(matches!(
            PulseLink::parse("pulse://chat.example.org:4433/"),
            Ok(PulseLink::Server(link)) if link.port == 4433
        ));
    }

    #[test]
    fn what_is_wrong_with_a_link_is_said_of_the_kind_it_claims_to_be() {
        let half = format!("pulse://chat.example.org/{ACCOUNT}");
        assert_eq!(PulseLink::parse(&half), Err(LinkError::AccountMissing));
        assert_eq!(
            PulseLink::parse("pulse://chat.example.org:99999/"),
            Err(LinkError::Port)
        );
        assert_eq!(
            PulseLink::parse("https://chat.example.org/"),
            Err(LinkError::Scheme)
        );
    }

    #[test]
    fn the_scheme_is_known_in_any_case() {
        assert!(is_pulse_scheme("PULSE://HOST/"));
        assert!(is_pulse_scheme("  pulse://"));
        assert!(!is_pulse_scheme("pulse:host"));
        assert!(!is_pulse_scheme("pulsar://host"));
        assert!(!is_pulse_scheme("pul"));
        assert!(!is_pulse_scheme("pulsé://"));
    }
}
