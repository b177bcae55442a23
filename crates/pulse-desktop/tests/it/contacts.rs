//! Adding people, letting them in, looking at who they are.

use egui::Key;
use pulse_client::{
    AccountId, ContactLink, ContactRow, ContactState, IdentityState, SafetyNumber, ServerLink,
};
use pulse_desktop::state::{QrPurpose, Route, Scanned, SettingsPage};
use pulse_desktop::{Action, AppState, Asked, Request, Update};

use super::people::{account, at_home, chat, contact, conversation, ourselves, server};
use super::window::Window;

fn link(account: AccountId) -> String {
    let server = server();
    ContactLink { server, account }.to_string()
}

fn on(route: Route) -> AppState {
    let mut state = at_home();
    let contacts = vec![contact(1, "Bob"), contact(2, "Carol")];
    state.apply(Update::Contacts(contacts));
    state.act(Action::Go(route));
    state
}

fn with_bob(change: impl FnOnce(&mut ContactRow)) -> Window {
    let mut state = on(Route::Contact(account(1)));
    change(&mut state.contacts[0]);
    Window::new(state)
}

#[test]
fn somebody_is_added_by_their_link() {
    let mut state = on(Route::AddContact);
    state.contacts.clear();
    let mut window = Window::new(state);
    assert_eq!(window.focused().as_deref(), Some("Contact link"));
    assert!(!window.can_click("Add contact"));
    window.types(&link(account(9)));
    window.sees("The link is good");
    window.types_into("Name (only you see it)", " Eve ");
    window.presses(Key::Enter);
    let asked = window.asked();
    let [Request::AddContact { link, name }] = &asked[..] else {
        panic!("{asked:?}");
    };
    assert_eq!(link.account, account(9));
    assert_eq!(name.as_deref(), Some("Eve"));
}

#[test]
fn a_link_that_cannot_be_used_says_why_and_what_to_do() {
    let other = ServerLink {
        host: "elsewhere.example".to_owned(),
        port: 4433,
        ..server()
    };
    let elsewhere = ContactLink {
        server: other,
        account: account(9),
    };
    for (link, says) in [
        ("https://example.org".to_owned(), "not a Pulse link"),
        (server().to_string(), "leads to a server, not to a person"),
        (link(ourselves().account), "This is your own link"),
        (
            elsewhere.to_string(),
            "lives on elsewhere.example:4433, and your account on chat.example.org.",
        ),
        (link(account(1)), "You have this contact already"),
    ] {
        let mut window = Window::new(on(Route::AddContact));
        window.types(&link);
        window.sees(says);
        window.sees_nothing_of("{");
        assert!(!window.can_click("Add contact"), "{link}");
        window.presses(Key::Enter);
        assert!(window.asked().is_empty(), "{link}");
    }
}

#[test]
fn a_known_contact_is_one_click_away() {
    let mut window = Window::new(on(Route::AddContact));
    window.types(&link(account(1)));
    window.clicks("Open conversation");
    assert_eq!(window.state().open_conversation(), Some(conversation(1)));
}

#[test]
fn a_contact_that_was_just_removed_can_be_added_and_reached() {
    let mut window = Window::new(on(Route::AddContact));
    window.takes(Action::RemoveContact(account(1)));
    window.types_into("Contact link", &link(account(1)));
    window.sees_nothing_of("You have this contact already");
    window.clicks("Add contact");
    assert!(matches!(window.asked()[..], [Request::AddContact { .. }]));

    let mut window = Window::new(on(Route::AddContact));
    window.takes(Action::DeleteConversation(conversation(1)));
    window.clicks("Bob");
    assert_eq!(window.state().open_conversation(), Some(conversation(1)));
    assert!(window.state().toasts.shown.is_empty());
}

/// Somebody with whom nothing was written yet has no line in the list.
#[test]
fn nothing_can_be_written_to_whoever_is_blocked_or_forked_before_a_first_word() {
    let mut state = at_home();
    state.apply(Update::Contacts(vec![contact(9, "Eve")]));
    state.act(Action::OpenConversation(conversation(9)));
    let mut window = Window::new(state);
    assert!(window.has_field("Message"));
    let mut eve = contact(9, "Eve");
    eve.state = ContactState::Blocked;
    window.hears(Update::Contacts(vec![eve.clone()]));
    window.sees("You blocked Eve");
    assert!(!window.has_field("Message"));
    eve.state = ContactState::Accepted;
    eve.identity = IdentityState::Forked;
    window.hears(Update::Contacts(vec![eve]));
    window.sees("Decide about Eve’s devices");
    assert!(!window.has_field("Message"));
    window.hears(Update::Contacts(vec![contact(9, "Eve")]));
    assert!(window.has_field("Message"));
}

#[test]
fn a_scanned_link_goes_into_the_field_once() {
    let mut window = Window::new(on(Route::AddContact));
    window.takes(Action::Scanned(Scanned {
        purpose: QrPurpose::Contact,
        result: Ok(link(account(9))),
    }));
    window.sees("The link is good");
    assert_eq!(window.reads("Contact link"), link(account(9)));
    assert_eq!(window.state().scanned, None);
    window.types_into("Contact link", "x");
    assert_ne!(window.reads("Contact link"), link(account(9)));
}

#[test]
fn half_typed_links_do_not_wait_on_the_page() {
    let mut window = Window::new(on(Route::AddContact));
    window.types("pulse://half");
    window.presses(Key::Escape);
    window.takes(Action::Go(Route::AddContact));
    assert_eq!(window.reads("Contact link"), "");
    assert_eq!(
        window.focused().as_deref(),
        Some("Whom do you want to write to?")
    );
}

#[test]
fn a_new_conversation_begins_with_somebody_who_is_there() {
    let mut window = Window::new(on(Route::AddContact));
    window.sees("Add by link");
    assert!(window.offers("Bob") && window.offers("Carol"));
    window.types("caro");
    window.presses(Key::Enter);
    assert_eq!(window.state().open_conversation(), Some(conversation(2)));

    let mut window = Window::new(on(Route::AddContact));
    window.types("nobody");
    window.sees("Nobody found for “nobody”");
    window.presses(Key::Enter);
    assert_eq!(window.state().route, Route::AddContact);
    // Enter kept the keyboard where it was.
    window.types("!");
    window.sees("Nobody found for “nobody!”");
}

#[test]
fn a_link_from_outside_is_asked_about_before_anything_happens() {
    let mut window = Window::new(at_home());
    window.takes(Action::OpenLink(link(account(9))));
    window.sees("Add this contact?");
    window.sees("chat.example.org");
    assert!(window.asked().is_empty());
    window.clicks("Not now");
    window.sees_nothing_of("Add this contact?");

    window.takes(Action::OpenLink(link(account(9))));
    window.presses(Key::Escape);
    window.sees_nothing_of("Add this contact?");

    window.takes(Action::OpenLink(link(account(9))));
    window.asked();
    window.clicks("Add contact");
    assert!(matches!(window.asked()[..], [Request::AddContact { .. }]));
}

#[test]
fn ones_own_link_from_outside_adds_nobody() {
    let mut window = Window::phone(at_home());
    window.takes(Action::OpenLink(link(ourselves().account)));
    window.sees("This is your own link");
    assert!(!window.offers("Add contact"));
}

#[test]
fn requests_show_the_first_message_and_three_answers() {
    for (name, did) in [
        ("Accept Mallory", Action::Accept(account(7))),
        ("Block Mallory", Action::Block(account(7))),
        (
            "Delete the request of Mallory",
            Action::DeleteConversation(conversation(7)),
        ),
    ] {
        let mut window = Window::new(with_requests(&["Mallory"]));
        window.sees("Mallory: hello");
        window.clicks(name);
        assert_eq!(window.did()[..1], [did]);
    }
}

/// Strangers from number 7 on, and their page.
fn with_requests(names: &[&str]) -> AppState {
    let mut state = on(Route::Requests);
    let mut all = state.chats.all.clone();
    for (number, name) in (7..).zip(names) {
        let mut request = chat(number, name, 1);
        request.state = ContactState::Requested;
        all.push(request);
    }
    state.apply(Update::Conversations(all));
    state
}

/// Somebody takes the name of a contact and asks to write: with the same initials and the same words they are taken for them.
#[test]
fn a_stranger_with_the_name_of_a_contact_is_told_from_them() {
    let mut window = Window::new(with_requests(&[" bob"]));
    let mut stranger = contact(7, " bob");
    stranger.state = ContactState::Requested;
    let contacts = vec![contact(1, "Bob"), contact(2, "Carol"), stranger.clone()];
    window.hears(Update::Contacts(contacts));
    window.sees("You already have a contact called Bob. This is somebody else.");
    // Let in, each of them is a contact called like another, on their page, in their conversation and in lists.
    stranger.state = ContactState::Accepted;
    let contacts = vec![contact(1, "Bob"), contact(2, "Carol"), stranger];
    window.hears(Update::Contacts(contacts));
    let mut all = window.state().chats.all.clone();
    for chat in &mut all {
        chat.state = ContactState::Accepted;
    }
    window.hears(Update::Conversations(all));
    for number in [1, 7] {
        window.takes(Action::Go(Route::Contact(account(number))));
        window.sees("Another of your contacts is called");
        window.takes(Action::OpenConversation(conversation(number)));
        window.sees("Another of your contacts is called");
    }
    window.takes(Action::Go(Route::Contact(account(2))));
    window.sees_nothing_of("Another of your contacts");
    window.takes(Action::Go(Route::AddContact));
    for (number, name) in [(1, "Bob"), (7, " bob")] {
        let id: String = account(number).to_string().chars().take(8).collect();
        assert!(window.offers(&format!("{name}, {id}…")), "{name}");
    }
    assert!(window.offers("Carol"));
}

/// Two strangers of one name, neither of them a contact: whom somebody lets in must be known where it is decided.
#[test]
fn strangers_of_one_name_are_told_apart_where_it_is_decided() {
    let id = |number| -> String { account(number).to_string().chars().take(8).collect() };
    let of = |number, name: &str, is| ContactRow {
        state: is,
        ..contact(number, name)
    };
    let mut window = Window::new(with_requests(&["Bob", "BOB", "Trudy"]));
    let strangers = [(7, "Bob"), (8, "BOB"), (9, "Trudy")]
        .map(|(number, name)| of(number, name, ContactState::Requested));
    window.hears(Update::Contacts(strangers.to_vec()));
    for (number, name) in [(7, "Bob"), (8, "BOB")] {
        window.sees(&format!("{name}, {}…: hello", id(number)));
        assert!(window.offers(&format!("Accept {name}, {}…", id(number))));
        assert!(window.offers(&format!("Block {name}, {}…", id(number))));
    }
    assert!(window.offers("Accept Trudy"));
    window.clicks(&format!("Accept BOB, {}…", id(8)));
    assert_eq!(window.did()[..1], [Action::Accept(account(8))]);

    let blocked =
        strangers.map(|one| of(one.account.as_bytes()[0], &one.name, ContactState::Blocked));
    window.hears(Update::Contacts(blocked.to_vec()));
    window.takes(Action::Go(Route::Settings(SettingsPage::Blocked)));
    window.sees("Trudy");
    window.clicks(&format!("Unblock Bob, {}…", id(7)));
    assert_eq!(window.did(), [Action::Unblock(account(7))]);
}

#[test]
fn a_request_shows_what_was_written_first_and_leads_to_the_rest() {
    let mut state = with_requests(&["Mallory"]);
    if let Some(request) = state.chats.all.last_mut() {
        request.asked = Some(Asked {
            first: "hi, this is Mallory".to_owned(),
            count: 3,
        });
    }
    let mut window = Window::new(state);
    window.sees("Mallory: hi, this is Mallory");
    window.clicks("Read all 3 messages");
    assert_eq!(window.state().open_conversation(), Some(conversation(7)));
    window.sees("Accept the request to answer");
}

#[test]
fn who_is_let_in_is_read_at_once() {
    let mut window = Window::new(with_requests(&["Mallory", "Trudy"]));
    window.clicks("Accept Trudy");
    let asked = window.asked();
    assert!(
        matches!(
            asked[..],
            [Request::Accept(_), Request::OpenConversation(_)]
        ),
        "{asked:?}"
    );
    assert_eq!(window.state().route, Route::Chats);
    assert_eq!(window.state().open_conversation(), Some(conversation(8)));
    let mut all = window.state().chats.all.clone();
    for chat in &mut all {
        if chat.id == conversation(8) {
            chat.state = ContactState::Accepted;
        }
    }
    window.hears(Update::Conversations(all));
    // The composer has the keyboard as soon as something can be written.
    window.types("hello");
    assert_eq!(window.state().draft(conversation(8)), "hello");
}

#[test]
fn the_page_of_requests_is_left_with_the_last_one() {
    let mut window = Window::new(with_requests(&["Mallory", "Trudy"]));
    window.clicks("Delete the request of Mallory");
    assert_eq!(window.state().route, Route::Requests);
    window.clicks("Block Trudy");
    assert_eq!(window.state().route, Route::Requests);
    let mut all = window.state().chats.all.clone();
    for chat in &mut all {
        if chat.id == conversation(8) {
            chat.state = ContactState::Blocked;
        }
    }
    window.hears(Update::Conversations(all));
    assert_eq!(window.state().route, Route::Chats);
    let mut window = Window::phone(with_requests(&["Mallory"]));
    window.clicks("Delete the request of Mallory");
    assert_eq!(window.state().route, Route::Chats);
    window.sees("Undo");
}

#[test]
fn no_requests_is_no_empty_page() {
    let window = Window::new(on(Route::Requests));
    window.sees("No requests");
    window.sees("you decide here");
}

#[test]
fn somebody_gets_a_name_of_ones_own() {
    let mut window = with_bob(|_| {});
    assert!(!window.offers("Save name"));
    window.types_into("Name (only you see it)", "Bobby");
    window.presses(Key::Enter);
    let asked = window.asked();
    assert!(matches!(&asked[..], [Request::Rename { name, .. }] if name == "Bobby"));
}

#[test]
fn what_was_typed_for_one_is_not_offered_for_another() {
    let mut window = with_bob(|_| {});
    window.types_into("Name (only you see it)", "Bobby");
    window.takes(Action::Go(Route::Contact(account(2))));
    assert_eq!(window.reads("Name (only you see it)"), "");
}

#[test]
fn a_changed_identity_is_explained_and_can_be_answered() {
    for (identity, says, answer) in [
        (
            IdentityState::DevicesChanged,
            "Their devices changed",
            "All right",
        ),
        (
            IdentityState::Recovered,
            "was recovered",
            "I asked them, go on",
        ),
        (
            IdentityState::Forked,
            "Two different device lists",
            "I asked them, go on",
        ),
    ] {
        let mut window = with_bob(|bob| bob.identity = identity);
        window.sees(says);
        window.clicks(answer);
        assert!(matches!(
            window.asked()[..],
            [Request::AcceptIdentityChange(_)]
        ));
    }
    let window = with_bob(|_| {});
    window.sees_nothing_of("devices changed");
}

#[test]
fn somebody_is_blocked_unblocked_and_their_conversation_deleted() {
    let mut window = with_bob(|_| {});
    window.did();
    window.clicks("Block");
    assert_eq!(window.did(), [Action::Block(account(1))]);
    let mut window = with_bob(|_| {});
    window.did();
    window.clicks("Delete conversation");
    assert_eq!(window.did(), [Action::DeleteConversation(conversation(1))]);
    let mut window = with_bob(|bob| bob.state = ContactState::Blocked);
    assert!(!window.offers("Message"));
    window.did();
    window.clicks("Unblock");
    assert_eq!(window.did(), [Action::Unblock(account(1))]);
}

#[test]
fn a_link_that_cannot_be_used_leads_on() {
    for (link, says) in [
        ("pulse://chat.example.org/", "on chat.example.org"),
        ("pulse://chat.example.org:99999/", "The port in the link"),
        ("pulse://", "not built like a Pulse link"),
        (&link(account(200)), "your own link"),
    ] {
        let mut state = on(Route::MyLink);
        state.act(Action::LinkFromOutside(link.to_owned()));
        let mut window = Window::new(state);
        window.sees("This link cannot be used");
        window.sees(says);
        assert!(!window.offers("Add contact"));
        window.clicks("Add by another link");
        assert_eq!(window.state().route, Route::AddContact);
        assert_eq!(window.state().pending_link, None);
        assert_eq!(window.focused().as_deref(), Some("Contact link"));
    }
}

#[test]
fn a_contact_is_removed_and_that_can_be_undone() {
    let mut window = with_bob(|_| {});
    window.did();
    window.clicks("Remove contact");
    assert_eq!(window.did(), [Action::RemoveContact(account(1))]);
    window.sees("Bob is no longer a contact");
    assert!(window.asked().is_empty());
    window.clicks("Undo");
    assert!(window.state().contact(account(1)).is_some());
    let asks = with_bob(|bob| bob.state = ContactState::Requested);
    assert!(!asks.offers("Remove contact"), "they are none yet");
}

#[test]
fn a_contact_that_is_gone_says_so() {
    let window = Window::new(on(Route::Contact(account(99))));
    window.sees("This contact is gone");
    let window = Window::new(on(Route::SafetyNumber(account(99))));
    window.sees("This contact is gone");
}

#[test]
fn the_safety_number_is_read_out_and_marked() {
    let mut window = with_bob(|_| {});
    window.sees("Not verified");
    window.clicks("Safety number");
    let number = SafetyNumber::between(&ourselves().account, &account(1));
    window.sees(&format!("Safety number: {number}"));
    window.sees("QR code of the safety number");
    window.asked();
    window.clicks("Mark as verified");
    assert!(matches!(
        window.asked()[..],
        [Request::ConfirmSafetyNumber {
            confirmed: true,
            ..
        }]
    ));
    window.change(|state| {
        state.contacts[0].verified = true;
        state.contacts[0].compared = true;
    });
    window.sees("You can rely on it that this is Bob");
    window.clicks("Undo verification");
    assert!(matches!(
        window.asked()[..],
        [Request::ConfirmSafetyNumber {
            confirmed: false,
            ..
        }]
    ));
}

#[test]
fn a_link_alone_is_not_shown_as_verified() {
    let mut window = with_bob(|contact| contact.verified = true);
    window.sees("Added by their link");
    window.sees_nothing_of("Verified");
    window.clicks("Safety number");
    window.sees("have not compared this number yet");
    window.sees_nothing_of("You can rely on it");
    assert!(window.offers("Mark as verified"));
    assert!(!window.offers("Take verification back"));
}

#[test]
fn a_picture_of_the_other_side_is_compared_and_never_verifies_by_itself() {
    let hex = |a: AccountId, b: AccountId| -> String {
        let payload = SafetyNumber::between(&a, &b).qr_payload();
        payload.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let scan = |window: &mut Window, text: String| {
        window.takes(Action::Scanned(Scanned {
            purpose: QrPurpose::SafetyNumber,
            result: Ok(text),
        }));
    };
    let mut window = Window::new(on(Route::SafetyNumber(account(1))));
    scan(&mut window, hex(ourselves().account, account(1)));
    window.sees("They match. This is Bob.");
    assert!(window.offers("Mark as verified"));
    for wrong in [
        hex(ourselves().account, account(2)),
        hex(account(2), account(1)),
        String::new(),
        "not even digits".to_owned(),
    ] {
        scan(&mut window, wrong);
        window.sees("They do not match");
        window.sees_nothing_of("They match");
    }
    assert!(window.asked().is_empty());
}

#[test]
fn the_own_link_is_shown_and_copied() {
    let mut window = Window::new(on(Route::MyLink));
    let own = ourselves().contact_link.to_string();
    window.sees(&own);
    window.sees("QR code of your link");
    window.clicks("Copy link");
    assert!(window.did().contains(&Action::Copy(own)));
}
