//! What somebody could try with a link, a locked window or a name, and what then happens.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use pulse_client::ContactState;
use pulse_desktop::state::{NotificationContent, Overlay, Phase};
use pulse_desktop::{Action, AppState, Effect, Hidden, Update};

use super::people::{MORNING, at_home, conversation, opened, row};
use super::stage::Stage;
use crate::scenes::{cast, conversations};

/// Clicks at the beginning of the text of a conversation's only message; what was opened then.
fn click_on(text: &str) -> (Stage, Vec<String>) {
    let rows = vec![cast::theirs(1, 1, text, 60)];
    let mut stage = Stage::wide(conversations::with(1, rows));
    let bubble = stage
        .harness
        .query_all_by_role(Role::ListItem)
        .map(|node| node.rect())
        .find(|rect| rect.left() > 330.0)
        .unwrap();
    let place = bubble.left_top() + egui::vec2(20.0, 16.0);
    stage.harness.hover_at(place);
    stage.harness.run();
    stage.harness.drag_at(place);
    stage.harness.run();
    stage.harness.drop_at(place);
    stage.harness.run();
    let opened = stage
        .play()
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::OpenUrl(url) => Some(url.clone()),
            _ => None,
        });
    let opened = opened.collect();
    (stage, opened)
}

/// What asks about a link behind other words.
fn warning(link: &str) -> Overlay {
    Overlay::LinkWarning {
        link: link.to_owned(),
        is_hidden: true,
    }
}

/// A contact writes words that are not where they lead.
#[test]
fn a_link_with_other_words_shows_where_it_leads_before_it_is_opened() {
    for text in [
        "[https://bank.example](https://evil.example/login)",
        "[click](https://evil.example/login)",
        "[https://bank.example**/a**](https://evil.example/login)",
        "[https://evil.example/logi](https://evil.example/login)n",
    ] {
        let (mut stage, opened) = click_on(text);
        assert!(opened.is_empty(), "{text}");
        let asked = warning("https://evil.example/login");
        assert_eq!(stage.state().overlay, Some(asked), "{text}");
        assert!(stage.shows("https://evil.example/login"), "{text}");
        stage.button("Open in browser");
        let is_opened = |effect: &Effect| matches!(effect, Effect::OpenUrl(url) if url == "https://evil.example/login");
        assert!(stage.play().effects.iter().any(is_opened), "{text}");
    }
    for text in [
        "https://example.org/page",
        "[example.org/page](https://example.org/page)",
    ] {
        let (stage, opened) = click_on(text);
        assert_eq!(opened, ["https://example.org/page"], "{text}");
        assert_eq!(stage.state().overlay, None);
    }
}

/// The same from the menu, which is how the keyboard opens a link.
#[test]
fn the_menu_of_a_message_shows_where_a_hidden_link_leads() {
    let text = "[https://bank.example](https://evil.example/login)";
    let rows = vec![cast::theirs(1, 1, text, 60)];
    let mut stage = Stage::wide(conversations::with(1, rows));
    stage.right_click(Role::ListItem, &format!("Bob Okafor: {text}"));
    stage.click(Role::MenuItem, "Open evil.example/login");
    let asked = warning("https://evil.example/login");
    assert_eq!(stage.state().overlay, Some(asked));
    let opens = |effect: &Effect| matches!(effect, Effect::OpenUrl(_));
    assert!(!stage.play().effects.iter().any(opens));
}

/// Words that name a bank, and a link that is odd besides: what is odd must not hide that it is hidden.
#[test]
fn a_hidden_link_is_said_to_be_hidden_before_what_else_is_odd() {
    let text = "[https://bank.example/login](http://evil.example/)";
    let why = "other words in place of this address. This link is not encrypted (http)";
    let (clicked, opened) = click_on(text);
    assert!(opened.is_empty());
    let rows = vec![cast::theirs(1, 1, text, 60)];
    let mut by_menu = Stage::wide(conversations::with(1, rows));
    by_menu.right_click(Role::ListItem, &format!("Bob Okafor: {text}"));
    by_menu.click(Role::MenuItem, "Open http://evil.example/");
    for stage in [clicked, by_menu] {
        assert_eq!(stage.state().overlay, Some(warning("http://evil.example/")));
        assert!(stage.shows_containing(why));
    }
    let (plain, _) = click_on("http://evil.example/");
    assert!(plain.shows_containing("not encrypted (http)"));
    assert!(!plain.shows_containing("other words"));
}

/// Words that look like a mail address, and lead to a page.
#[test]
fn a_page_behind_a_mail_address_is_shown_before_it_is_opened() {
    for link in ["https://a@b.example", "https://evil.example"] {
        let (stage, opened) = click_on(&format!("[a@b.example]({link})"));
        assert!(opened.is_empty(), "{link}");
        assert_eq!(stage.state().overlay, Some(warning(link)));
    }
    let (_, opened) = click_on("[a@b.example](mailto:a@b.example)");
    assert_eq!(opened, ["mailto:a@b.example"]);
}

/// Schemes that start programs, read files or attach them.
#[test]
fn nothing_but_web_pages_and_addresses_is_opened() {
    let mut state = at_home();
    for link in [
        "file:///etc/passwd",
        "smb://evil.example/share",
        "javascript:alert(1)",
        "data:text/html,x",
        "ssh://-oProxyCommand=x/",
        "vscode://file/etc/passwd",
        "--new-window",
        "-https://evil.example",
        " https://evil.example",
        "",
    ] {
        let effects = state.act(Action::OpenLink(link.to_owned()));
        assert!(effects.is_empty(), "{link}: {effects:?}");
        assert_eq!(state.overlay, None, "{link}");
    }
    let link = "mailto:a@example.org?attach=/home/ada/.ssh/id_ed25519&body=x";
    let effects = state.act(Action::OpenLink(link.to_owned()));
    assert!(matches!(&effects[..], [Effect::OpenUrl(url)] if url == "mailto:a@example.org"));
}

fn locked() -> AppState {
    let mut state = conversations::with(1, vec![cast::theirs(1, 1, "a secret of Bob", 60)]);
    state.lock.available = true;
    state.lock.own = true;
    state
}

/// Everything that assistive technology is told, and with it everything that is drawn as text.
fn everything_said(stage: &Stage) -> String {
    use egui_kittest::kittest::NodeT;
    let nodes = stage.harness.query_all_by(|_| true);
    let mut said = String::new();
    for node in nodes {
        let node = node.accesskit_node();
        for text in [node.label(), node.value(), node.description()] {
            said += &text.unwrap_or_default();
            said.push('\n');
        }
    }
    said
}

/// Somebody walks up to a locked window: with a screen reader, the keyboard, and whatever was open before.
#[test]
fn nothing_behind_the_lock_is_told_or_done() {
    let mut state = locked();
    let account = cast::account(1);
    let name = state.chat(cast::conversation(1)).unwrap().name.clone();
    state.act(Action::Block(account));
    let mut stage = Stage::wide(state);
    assert!(everything_said(&stage).contains("a secret of Bob"));
    assert!(everything_said(&stage).contains(&name));
    stage.happens(|state| {
        state.act(Action::Open(Overlay::QuickSwitcher));
        state.act(Action::Lock);
    });
    assert!(stage.state().lock.locked);
    let said = everything_said(&stage);
    assert!(!said.contains("secret"), "{said}");
    assert!(!said.contains(&name), "{said}");

    let before = stage.play().effects.len();
    let command = egui::Modifiers::COMMAND;
    for key in [
        egui::Key::K,
        egui::Key::F,
        egui::Key::Comma,
        egui::Key::M,
        egui::Key::N,
        egui::Key::R,
        egui::Key::I,
        egui::Key::E,
        egui::Key::Z,
        egui::Key::A,
        egui::Key::C,
        egui::Key::X,
        egui::Key::Slash,
        egui::Key::Num0,
        egui::Key::Plus,
    ] {
        stage.press_with(command, key);
    }
    stage.press(egui::Key::F1);
    stage.press(egui::Key::Escape);
    stage.harness.event(egui::Event::Copy);
    stage.harness.run();
    let copied = |commands: &[egui::OutputCommand]| {
        let is_copy = |it: &egui::OutputCommand| matches!(it, egui::OutputCommand::CopyText(_));
        commands.iter().any(is_copy)
    };
    assert!(!copied(&stage.harness.output().platform_output.commands));
    assert_eq!(stage.play().effects.len(), before);
    assert!(stage.state().lock.locked);
    assert_eq!(stage.state().overlay, None);
    let said = everything_said(&stage);
    assert!(!said.contains("secret") && !said.contains(&name), "{said}");
}

/// What comes from outside while the window is locked: answers to notifications that stood, links, the tray, further starts.
#[test]
fn nothing_from_outside_passes_the_lock() {
    let mut state = at_home();
    state.apply(Update::AppLockChanged { set: true });
    state.act(Action::Lock);
    let own = conversation(1);
    for action in [
        Action::Reply {
            conversation: own,
            text: "not me".into(),
        },
        Action::MarkRead(own),
        Action::AddContact {
            link: "pulse://x".into(),
            name: String::new(),
        },
        Action::PickQrImage(pulse_desktop::state::QrPurpose::Contact),
        Action::Copy("x".into()),
        Action::DismissPendingLink,
    ] {
        assert!(state.act(action.clone()).is_empty(), "{action:?}");
    }
    let link = "pulse://chat.example.org/";
    for action in [Action::OpenLink(link.into()), Action::ShowWindow] {
        let effects = state.act(action);
        assert!(matches!(effects[..], [Effect::ShowWindow]), "{effects:?}");
    }
    assert!(state.lock.locked);
    assert!(!state.is_watching(own), "nothing counts as read");
}

/// Somebody ends the locked window and starts it again as the session does, with the home's passphrase from a file.
#[test]
fn starting_again_does_not_open_the_lock() {
    for (by_home, given) in [(false, false), (true, true), (true, false)] {
        let mut state = AppState::default();
        state.tick(MORNING);
        if given {
            let file = std::path::PathBuf::from("passphrase");
            state.given = Some(pulse_desktop::Protection::PassphraseFile(file));
        }
        state.apply(opened(true, by_home));
        assert!(state.lock.locked, "{by_home} {given}");
    }
    let mut state = AppState::default();
    state.tick(MORNING);
    state.apply(Update::NeedsPassphrase { wrong: false });
    state.act(Action::Unlock {
        passphrase: Hidden::new("typed"),
    });
    assert!(matches!(state.phase, Phase::Unlock { opening: true, .. }));
    state.apply(opened(true, true));
    assert!(!state.lock.locked, "it was typed just now");
}

/// A stranger's first words, told before or without a line in the list, would stand under the name of Pulse itself.
#[test]
fn nobody_unknown_puts_words_into_a_notification() {
    let mut state = at_home();
    state.settings.notification_content = NotificationContent::NameAndText;
    let mut all = state.chats.all.clone();
    all[1].state = ContactState::Requested;
    state.apply(Update::Conversations(all));
    for from in [2, 77] {
        let effects = state.apply(Update::Arrived(vec![row(
            from,
            9,
            "Your account ends today: https://evil.example",
        )]));
        let [Effect::Notify { content, .. }] = &effects[..] else {
            panic!("{effects:?}");
        };
        assert_eq!(content.text, None, "{from}");
        assert!(content.is_request, "{from}");
    }
}
