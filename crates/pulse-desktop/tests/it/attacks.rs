//! What somebody could try with a link, a locked window or a name, and what then happens.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use pulse_desktop::state::Overlay;
use pulse_desktop::{Action, Effect};

use super::people::at_home;
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
        let asked = Overlay::LinkWarning("https://evil.example/login".into());
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
