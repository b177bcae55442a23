//! Links as people paste them, and as somebody hostile would.

use proptest::prelude::*;
use pulse_crypto::keys::AccountId;
use pulse_protocol::link::LinkError;
use pulse_protocol::{ContactLink, ServerIdentity, ServerLink};

pub(crate) const SERVER: &str =
    "pulse://chat.example.org:4433/#s=aaisenceaaisenceaaisenceaaisenceaaisenceaaisenceaaia";
pub(crate) const CONTACT: &str = concat!(
    "pulse://chat.example.org/vov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvovq",
    "#a=vov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvovq",
    "&s=aaisenceaaisenceaaisenceaaisenceaaisenceaaisenceaaia"
);
const ACCOUNT: &str = "vov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvovq";
const FINGERPRINT: &str = "aaisenceaaisenceaaisenceaaisenceaaisenceaaisenceaaia";

fn server(text: &str) -> Result<ServerLink, LinkError> {
    text.parse()
}

fn contact(text: &str) -> Result<ContactLink, LinkError> {
    text.parse()
}

#[test]
fn links_are_what_they_say() {
    let link = server(SERVER).unwrap();
    assert_eq!((link.host.as_str(), link.port), ("chat.example.org", 4433));
    assert_eq!(link.fingerprint, FINGERPRINT.parse().ok());
    assert_eq!(link.to_string(), SERVER);

    let link = contact(CONTACT).unwrap();
    assert_eq!(link.server.port, 7857);
    assert_eq!(link.account.to_string(), ACCOUNT);
    assert_eq!(link.to_string(), CONTACT);
}

#[test]
fn people_paste_them_in_many_ways() {
    let plain = server("pulse://chat.example.org/").unwrap();
    assert_eq!(plain.fingerprint, None);
    for other in [
        "pulse://chat.example.org",
        "  pulse://chat.example.org/\n",
        "PULSE://Chat.Example.ORG:7857/#",
        "pulse://chat.example.org/#x=of-a-later-version",
    ] {
        assert_eq!(server(other), Ok(plain.clone()), "{other}");
    }
}

#[test]
fn addresses_are_hosts_too() {
    let v6 = server("pulse://[2001:DB8:0::1]:7858/").unwrap();
    assert_eq!((v6.host.as_str(), v6.port), ("2001:db8::1", 7858));
    assert_eq!(v6.to_string(), "pulse://[2001:db8::1]:7858/");
    assert_eq!(server("pulse://192.0.2.1").unwrap().host, "192.0.2.1");
    assert_eq!(server("pulse://localhost:1").unwrap().port, 1);
}

#[test]
fn what_is_wrong_is_said() {
    let too_long = format!("pulse://{}", "a".repeat(2_000));
    let long_label = format!("pulse://{}.org", "a".repeat(64));
    let cut_off = &SERVER[..SERVER.len() - 1];
    for (text, error) in [
        ("", LinkError::Scheme),
        ("https://chat.example.org/", LinkError::Scheme),
        ("chat.example.org:7857", LinkError::Scheme),
        ("pulse:/chat.example.org", LinkError::Scheme),
        (&too_long, LinkError::TooLong),
        ("pulse://chat. example.org/", LinkError::Characters),
        ("pulse://chat.example.org/\u{0}#", LinkError::Characters),
        ("pulse://", LinkError::Host),
        ("pulse:///#s=", LinkError::Host),
        ("pulse://-chat.org", LinkError::Host),
        ("pulse://chat..org", LinkError::Host),
        ("pulse://chat.org.", LinkError::Host),
        ("pulse://chät.org", LinkError::Host),
        ("pulse://1.2.3.999", LinkError::Host),
        ("pulse://1.2.3", LinkError::Host),
        ("pulse://[::1", LinkError::Host),
        ("pulse://[::1]x", LinkError::Host),
        ("pulse://[chat.org]", LinkError::Host),
        (&long_label, LinkError::Host),
        ("pulse://::1/", LinkError::Host),
        ("pulse://chat.org:0", LinkError::Port),
        ("pulse://chat.org:65536", LinkError::Port),
        ("pulse://chat.org:+1", LinkError::Port),
        ("pulse://chat.org:", LinkError::Port),
        ("pulse://user@chat.org/", LinkError::Shape),
        ("pulse://chat.org?x=1", LinkError::Shape),
        ("pulse://chat.org/#s", LinkError::Shape),
        ("pulse://chat.org/#s=abc", LinkError::Fingerprint),
        (cut_off, LinkError::Fingerprint),
        (&format!("{SERVER}&s={FINGERPRINT}"), LinkError::Repeated),
        (CONTACT, LinkError::IsContact),
        (
            &format!("pulse://chat.org/#a={ACCOUNT}"),
            LinkError::IsContact,
        ),
    ] {
        assert_eq!(server(text), Err(error), "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_contact_is_said() {
    let other = AccountId::from_bytes([1; 32]);
    let path = format!("pulse://chat.org/{ACCOUNT}");
    for (text, error) in [
        (SERVER, LinkError::IsServer),
        (path.as_str(), LinkError::AccountMissing),
        (
            &format!("{path}#s={FINGERPRINT}"),
            LinkError::AccountMissing,
        ),
        (&format!("{path}#a={}", &ACCOUNT[..51]), LinkError::Account),
        (
            &format!("{path}#a={}", ACCOUNT.to_uppercase()),
            LinkError::Account,
        ),
        (&format!("{path}#a={other}"), LinkError::Mismatch),
        (
            &format!("{path}#a={ACCOUNT}&a={ACCOUNT}"),
            LinkError::Repeated,
        ),
        (&format!("pulse://chat.org/#a={ACCOUNT}"), LinkError::Shape),
        (
            &format!("pulse://chat.org/alice#a={ACCOUNT}"),
            LinkError::UserName,
        ),
        (
            &format!("pulse://chat.org/{ACCOUNT}/x#a={ACCOUNT}"),
            LinkError::Shape,
        ),
        (
            &format!("pulse://chat.org/{ACCOUNT}%00#a={ACCOUNT}"),
            LinkError::Shape,
        ),
    ] {
        assert_eq!(contact(text), Err(error), "{text}");
    }
}

/// An error is shown to whoever pasted the link, and logged: it must not repeat what was pasted.
#[test]
fn errors_say_what_a_link_looks_like_and_repeat_nothing() {
    let error = server("https://secret.example/").unwrap_err().to_string();
    assert!(
        error.contains("pulse://") && !error.contains("secret"),
        "{error}"
    );
    let link = contact(CONTACT).unwrap();
    assert!(!format!("{link:?}").contains("example"));
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]([a-z0-9-]{0,20}[a-z0-9])?(\\.[a-z]([a-z0-9-]{0,20}[a-z0-9])?){0,4}",
        any::<[u8; 4]>().prop_map(|it| std::net::Ipv4Addr::from(it).to_string()),
        any::<[u8; 16]>().prop_map(|it| std::net::Ipv6Addr::from(it).to_string()),
    ]
}

proptest! {
    #[test]
    fn every_link_comes_back(
        host in host(),
        port in 1_u16..,
        fingerprint in proptest::option::of(any::<[u8; 32]>()),
        account in any::<[u8; 32]>(),
    ) {
        let server = ServerLink { host, port, fingerprint: fingerprint.map(ServerIdentity::from_bytes) };
        prop_assert_eq!(server.to_string().parse(), Ok(server.clone()));
        let contact = ContactLink { server, account: AccountId::from_bytes(account) };
        prop_assert_eq!(contact.to_string().parse(), Ok(contact));
    }

    #[test]
    fn no_text_panics(text in "(pulse://)?[a-z0-9:/#&=.\\[\\]@?%äß\u{202e} -]{0,80}") {
        if let Ok(link) = text.parse::<ServerLink>() {
            prop_assert_eq!(link.to_string().parse(), Ok(link));
        }
        let _ = text.parse::<ContactLink>();
    }
}
