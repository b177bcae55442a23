//! Links: how a person hands a server or an account to somebody else.
//!
//! ```text
//! pulse://HOST[:PORT]/[#s=FINGERPRINT]                       a server
//! pulse://HOST[:PORT]/ACCOUNT#a=ACCOUNT[&s=FINGERPRINT]      an account at a server
//! ```
//!
//! ACCOUNT and FINGERPRINT are 52 lower-case base32 characters. What is behind `#` never travels to a web server. A server with
//! a certificate of a public authority needs no fingerprint.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use pulse_crypto::keys::AccountId;
use serde::{Deserialize, Serialize};

use crate::ServerIdentity;
use crate::limits::{HOST_BYTES_MAX, LINK_BYTES_MAX, PORT_DEFAULT};

/// Where a server is and how to recognise it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServerLink {
    /// A name in lower case, or an address; an IPv6 address stands here without brackets.
    pub host: String,
    /// UDP for QUIC, TCP for the fallback.
    pub port: u16,
    /// Of the server's key; without one, its certificate has to be from a public authority.
    pub fingerprint: Option<ServerIdentity>,
}

/// An account and the server where it is reached.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContactLink {
    /// Where the account's mailboxes are.
    pub server: ServerLink,
    /// Whose link it is. Self-certifying: nobody can put another key behind it.
    pub account: AccountId,
}

/// What is wrong with a link, in words for the person who pasted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Longer than any link.
    #[error("this is too long to be a Pulse link")]
    TooLong,
    /// Not of this scheme.
    #[error(
        "a Pulse link begins with pulse://, as in pulse://chat.example.org/#s=… for a server or \
         pulse://chat.example.org/…#a=… for a contact"
    )]
    Scheme,
    /// Spaces, line breaks or other characters that no link has.
    #[error(
        "the link contains a space or another character that no link has; was it cut off or wrapped?"
    )]
    Characters,
    /// Not a name, IPv4 or bracketed IPv6 address.
    #[error(
        "the server's name in the link is not valid: it is a name such as chat.example.org, an address such as 192.0.2.1, \
         or an address in brackets such as [2001:db8::1]; write international names in their xn-- form"
    )]
    Host,
    /// Not 1 to 65535.
    #[error("the port in the link is not a number from 1 to 65535")]
    Port,
    /// `s=` is not a fingerprint.
    #[error(
        "the server fingerprint (s=) in the link is not valid: it has 52 lower-case letters and digits; was the link cut off?"
    )]
    Fingerprint,
    /// `a=` is not an account id.
    #[error(
        "the account (a=) in the link is not valid: it has 52 lower-case letters and digits; was the link cut off?"
    )]
    Account,
    /// A part that appears twice.
    #[error("a part of the link (a= or s=) appears twice")]
    Repeated,
    /// Something that is no part of a Pulse link.
    #[error(
        "the link has a part that does not belong there: a Pulse link is pulse://HOST[:PORT]/ with an account and #a=… or #s=… behind it"
    )]
    Shape,
    /// The path and `a=` differ: somebody changed one of them.
    #[error("the link names two different accounts; ask for it again, over a way you trust")]
    Mismatch,
    /// A contact link without its `a=`.
    #[error("the link leads to a contact but its end (#a=…) is missing; copy it whole")]
    AccountMissing,
    /// A name instead of an account id.
    #[error(
        "links with user names are not supported; ask for the contact link that `pulse whoami` shows"
    )]
    UserName,
    /// A server link where a contact link is needed.
    #[error(
        "this link leads to a server, not to a contact; a contact link has an account behind the server's name"
    )]
    IsServer,
    /// A contact link where a server link is needed.
    #[error(
        "this link leads to a contact, not to a server; a server link ends behind the server's name or with #s=…"
    )]
    IsContact,
}

impl FromStr for ServerLink {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let parts = Parts::split(text)?;
        if !parts.path.is_empty() || parts.account.is_some() {
            return Err(LinkError::IsContact);
        }
        parts.server()
    }
}

impl FromStr for ContactLink {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let parts = Parts::split(text)?;
        let server = parts.server()?;
        if parts.path.is_empty() {
            return Err(match parts.account {
                None => LinkError::IsServer,
                Some(_) => LinkError::Shape,
            });
        }
        if parts.path.len() != AccountId::TEXT_LEN {
            return Err(match parts.account {
                None => LinkError::AccountMissing,
                Some(_) => LinkError::UserName,
            });
        }
        let path: AccountId = parts.path.parse().map_err(|_| LinkError::Account)?;
        let account = parts.account.ok_or(LinkError::AccountMissing)?;
        let account: AccountId = account.parse().map_err(|_| LinkError::Account)?;
        if account != path {
            return Err(LinkError::Mismatch);
        }
        Ok(Self { server, account })
    }
}

/// A link taken apart, nothing looked at closely yet.
struct Parts<'a> {
    authority: &'a str,
    path: &'a str,
    account: Option<&'a str>,
    fingerprint: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Result<Self, LinkError> {
        const SCHEME: &str = "pulse://";
        if text.len() > LINK_BYTES_MAX {
            return Err(LinkError::TooLong);
        }
        let text = text.trim();
        let is_ours = |start: &str| start.eq_ignore_ascii_case(SCHEME);
        if !text.get(..SCHEME.len()).is_some_and(is_ours) {
            return Err(LinkError::Scheme);
        }
        let rest = text.get(SCHEME.len()..).unwrap_or_default();
        if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(LinkError::Characters);
        }
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if path.contains(['/', '?', '&', '%']) || authority.contains(['?', '@']) {
            return Err(LinkError::Shape);
        }
        let mut parts = Self {
            authority,
            path,
            account: None,
            fingerprint: None,
        };
        for part in fragment.split('&').filter(|part| !part.is_empty()) {
            parts.take(part)?;
        }
        Ok(parts)
    }

    /// One `key=value` of the fragment. Keys of later versions are passed over.
    fn take(&mut self, part: &'a str) -> Result<(), LinkError> {
        let (key, value) = part.split_once('=').ok_or(LinkError::Shape)?;
        let place = match key {
            "a" => &mut self.account,
            "s" => &mut self.fingerprint,
            _ => return Ok(()),
        };
        if place.replace(value).is_some() {
            return Err(LinkError::Repeated);
        }
        Ok(())
    }

    fn server(&self) -> Result<ServerLink, LinkError> {
        let (host, port) = split_port(self.authority)?;
        let fingerprint = self.fingerprint.map(str::parse).transpose();
        Ok(ServerLink {
            host: checked_host(host)?,
            port: match port {
                None => PORT_DEFAULT,
                Some(port) => checked_port(port)?,
            },
            fingerprint: fingerprint.map_err(|_| LinkError::Fingerprint)?,
        })
    }
}

/// The colons inside brackets belong to the address.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), LinkError> {
    if !authority.starts_with('[') {
        return Ok(match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        });
    }
    let end = authority.find(']').ok_or(LinkError::Host)? + 1;
    let (host, rest) = authority.split_at(end);
    match rest.strip_prefix(':') {
        Some(port) => Ok((host, Some(port))),
        None if rest.is_empty() => Ok((host, None)),
        None => Err(LinkError::Host),
    }
}

fn checked_port(text: &str) -> Result<u16, LinkError> {
    let is_number = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(port @ 1..) if is_number => Ok(port),
        _ => Err(LinkError::Port),
    }
}

fn checked_host(text: &str) -> Result<String, LinkError> {
    if let Some(inner) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().map_err(|_| LinkError::Host)?;
        return Ok(address.to_string());
    }
    let host = text.to_ascii_lowercase();
    let last_label = host.rsplit('.').next().unwrap_or_default();
    // What ends in a number is an address, as in URLs; "1.2.3.999" is no name either.
    if last_label.bytes().all(|byte| byte.is_ascii_digit()) {
        let address: Ipv4Addr = host.parse().map_err(|_| LinkError::Host)?;
        return Ok(address.to_string());
    }
    if host.len() > HOST_BYTES_MAX || !host.split('.').all(is_dns_label) {
        return Err(LinkError::Host);
    }
    Ok(host)
}

fn is_dns_label(label: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(is_allowed)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for ServerLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_place(f)?;
        match &self.fingerprint {
            Some(fingerprint) => write!(f, "#s={fingerprint}"),
            None => Ok(()),
        }
    }
}

impl ServerLink {
    /// `pulse://HOST[:PORT]/`
    fn write_place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        if host.contains(':') {
            write!(f, "pulse://[{host}]")?;
        } else {
            write!(f, "pulse://{host}")?;
        }
        if self.port != PORT_DEFAULT {
            write!(f, ":{}", self.port)?;
        }
        f.write_str("/")
    }
}

impl fmt::Display for ContactLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = &self.account;
        self.server.write_place(f)?;
        write!(f, "{account}#a={account}")?;
        match &self.server.fingerprint {
            Some(fingerprint) => write!(f, "&s={fingerprint}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for ServerLink {
    type Error = LinkError;

    fn try_from(text: String) -> Result<Self, LinkError> {
        text.parse()
    }
}

impl From<ServerLink> for String {
    fn from(link: ServerLink) -> Self {
        link.to_string()
    }
}

impl TryFrom<String> for ContactLink {
    type Error = LinkError;

    fn try_from(text: String) -> Result<Self, LinkError> {
        text.parse()
    }
}

impl From<ContactLink> for String {
    fn from(link: ContactLink) -> Self {
        link.to_string()
    }
}

impl fmt::Debug for ServerLink {
    /// Which server somebody uses is nobody's business either.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerLink")
            .field("port", &self.port)
            .field("has_fingerprint", &self.fingerprint.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ContactLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactLink")
            .field("server", &self.server)
            .field("account", &self.account)
            .finish()
    }
}
