//! Pages, conversations, drafts, rows.

use pulse_client::{ClientError, CommandError};
use pulse_desktop::state::{
    ForThisStart, Overlay, Phase, Route, SettingsPage, ThemeChoice, ToastKind,
};
use pulse_desktop::{
    Action, Effect, Found, Hits, OpenTrouble, SearchKind, SettingsChange, Update, Wish,
};

use super::people::{account, asked, at_home, conversation, message, opened, pass, row};

fn edit(text: &str) -> Action {
    Action::EditDraft {
        conversation: conversation(1),
        text: text.to_owned(),
    }
}

#[test]
fn opening_a_conversation_asks_for_it_once_and_takes_its_notification_away() {
    let mut state = at_home();
    let effects = state.act(Action::OpenConversation(conversation(1)));
    assert_eq!(asked(&effects), ["OpenConversation"]);
    assert!(matches!(effects[1], Effect::Unnotify(id) if id == conversation(1)));
    assert!(matches!(effects[2], Effect::FocusComposer));
    let again = state.act(Action::OpenConversation(conversation(1)));
    assert!(asked(&again).is_empty());
}

#[test]
fn rows_are_asked_for_in_pages_and_once() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.apply(Update::ConversationOpened {
        conversation: conversation(1),
        total: 300,
        first_unread: Some(290),
        draft: "half".to_owned(),
    });
    assert_eq!(state.draft(conversation(1)), "half");
    let need = Action::NeedRows {
        conversation: conversation(1),
        first: 100,
        end: 300,
    };
    assert_eq!(
        asked(&state.act(need.clone())),
        ["Rows 0", "Rows 128", "Rows 256"]
    );
    assert!(state.act(need.clone()).is_empty());
    state.apply(Update::RowsMoved {
        conversation: conversation(1),
        total: 299,
        first_unread: None,
    });
    assert_eq!(asked(&state.act(need)).len(), 3);
}

#[test]
fn a_draft_is_kept_after_a_moment_and_typing_is_told_and_ends() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    assert_eq!(asked(&state.act(edit("h"))), ["SetTyping true"]);
    assert!(state.act(edit("hi")).is_empty());
    assert_eq!(asked(&pass(&mut state, 2)), ["SetDraft \"hi\""]);
    assert_eq!(asked(&pass(&mut state, 4)), ["SetTyping false"]);
    assert_eq!(state.due_in(), None, "nothing is left to be done");
}

#[test]
fn who_goes_on_writing_is_said_to_write_again() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(edit("a"));
    let mut told = 0;
    for text in ["ab", "abc", "abcd", "abcde"] {
        pass(&mut state, 3);
        told += asked(&state.act(edit(text)))
            .iter()
            .filter(|it| *it == "SetTyping true")
            .count();
    }
    assert_eq!(told, 2);
}

#[test]
fn nothing_is_told_of_typing_when_that_is_switched_off() {
    let mut state = at_home();
    state.settings.typing = false;
    state.act(Action::OpenConversation(conversation(1)));
    assert!(asked(&state.act(edit("hi"))).is_empty());
}

#[test]
fn leaving_a_conversation_keeps_its_draft() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(edit("hi"));
    let effects = state.act(Action::OpenConversation(conversation(2)));
    assert_eq!(
        asked(&effects),
        ["SetTyping false", "SetDraft \"hi\"", "OpenConversation"]
    );
    assert_eq!(state.draft(conversation(1)), "hi");
    assert_eq!(state.draft(conversation(2)), "");
}

#[test]
fn a_message_that_was_not_sent_comes_back_into_its_composer() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(edit(" long text "));
    let effects = state.act(Action::SendDraft(conversation(1)));
    assert_eq!(asked(&effects), ["Send long text", "SetDraft \"\""]);
    assert_eq!(state.draft(conversation(1)), "");
    state.act(edit("next"));
    let effects = state.apply(Update::Failed {
        wish: Wish::Send {
            conversation: conversation(1),
            text: "long text".to_owned(),
        },
        error: ClientError::Command(CommandError::TextTooLong { max: 8192 }),
    });
    assert_eq!(asked(&effects), ["SetDraft \"long text\\nnext\""]);
    assert_eq!(state.draft(conversation(1)), "long text\nnext");
    assert_eq!(state.toasts.shown.len(), 1);
}

#[test]
fn nothing_empty_is_sent() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(edit(" \n "));
    assert!(state.act(Action::SendDraft(conversation(1))).is_empty());
}

#[test]
fn back_leads_the_way_one_came() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(Action::Go(Route::Contact(account(1))));
    state.act(Action::Go(Route::SafetyNumber(account(1))));
    state.act(Action::Open(Overlay::Shortcuts));
    state.act(Action::Back);
    assert_eq!(state.overlay, None);
    state.act(Action::Back);
    assert_eq!(state.route, Route::Contact(account(1)));
    state.act(Action::Back);
    assert_eq!(state.route, Route::Chats);
    assert_eq!(state.open_conversation(), Some(conversation(1)));
    state.act(Action::Back);
    assert_eq!(state.open_conversation(), None);
    assert!(state.trail.is_empty());
}

#[test]
fn a_page_on_the_trail_is_gone_back_to() {
    let mut state = at_home();
    let overview = Route::Settings(SettingsPage::Overview);
    for _ in 0..50 {
        state.act(Action::Go(overview));
        state.act(Action::Go(Route::Settings(SettingsPage::Privacy)));
    }
    assert_eq!(state.trail, [Route::Chats, overview]);
}

#[test]
fn alt_and_arrows_walk_through_the_list() {
    let mut state = at_home();
    let step = |forward| Action::StepConversation { forward };
    state.act(step(true));
    assert_eq!(state.open_conversation(), Some(conversation(1)));
    state.act(step(true));
    state.act(step(true));
    assert_eq!(state.open_conversation(), Some(conversation(3)));
    assert!(state.act(step(true)).is_empty());
    state.act(step(false));
    assert_eq!(state.open_conversation(), Some(conversation(2)));
}

#[test]
fn the_quick_switcher_offers_unread_then_recent_and_the_open_one_last() {
    let mut state = at_home();
    let mut all = state.chats.all.clone();
    all[2].unread = 2;
    state.apply(Update::Conversations(all));
    state.act(Action::OpenConversation(conversation(2)));
    state.act(Action::OpenConversation(conversation(1)));
    let names = |typed: &str| -> Vec<String> {
        let offered = state.quick_switch(typed);
        offered.iter().map(|chat| chat.name.clone()).collect()
    };
    assert_eq!(names(""), ["Dave", "Carol", "Bob"]);
    assert_eq!(names("a"), ["Dave", "Carol"]);
    assert_eq!(names("ca"), ["Carol"]);
    assert!(names("x").is_empty());
}

#[test]
fn a_link_from_outside_is_asked_about_and_nothing_else() {
    let mut state = at_home();
    let link = "pulse://chat.example.org/".to_owned();
    let effects = state.act(Action::OpenLink(link.clone()));
    assert!(asked(&effects).is_empty());
    assert_eq!(state.pending_link.as_deref(), Some(link.as_str()));
    state.act(Action::DismissPendingLink);
    assert_eq!(state.pending_link, None);
}

#[test]
fn what_is_no_link_of_pulse_is_said_to_whoever_opened_it_and_nothing_else_is_opened() {
    for link in ["http://x.y", "https://example.org/", "garbage", ""] {
        let mut state = at_home();
        let effects = state.act(Action::LinkFromOutside(link.to_owned()));
        assert!(matches!(effects[..], [Effect::ShowWindow]), "{link}");
        assert_eq!(state.pending_link, None);
        let kind = &state.toasts.shown[0].kind;
        assert!(matches!(kind, ToastKind::Problem { key, .. } if key == "error-link-outside"));
    }
    let mut state = at_home();
    state.act(Action::LinkFromOutside("pulse://chat.example.org/".into()));
    assert!(state.pending_link.is_some());
}

#[test]
fn an_odd_link_is_shown_before_it_is_opened_and_a_file_never_is() {
    let mut state = at_home();
    let link = "https://xn--pypal-4ve.com/".to_owned();
    assert!(state.act(Action::OpenLink(link.clone())).is_empty());
    assert_eq!(
        state.overlay,
        Some(Overlay::LinkWarning {
            link: link.clone(),
            is_hidden: false
        })
    );
    let effects = state.act(Action::OpenLink(link));
    assert!(matches!(effects[..], [Effect::OpenUrl(_)]));
    assert!(
        state
            .act(Action::OpenLink("file:///etc/passwd".into()))
            .is_empty()
    );
    assert!(
        state
            .act(Action::OpenLink("javascript:alert(1)".into()))
            .is_empty()
    );
}

#[test]
fn a_contact_that_was_added_is_shown_and_a_wrong_link_says_why() {
    let mut state = at_home();
    state.act(Action::Go(Route::AddContact));
    let add = |link: &str| Action::AddContact {
        link: link.to_owned(),
        name: String::new(),
    };
    assert!(state.act(add("https://example.org")).is_empty());
    assert_eq!(
        state.page_error.as_deref(),
        Some("error-contact-link-scheme")
    );
    assert!(state.act(add("pulse://chat.example.org/")).is_empty());
    assert_eq!(state.page_error.as_deref(), Some("error-link-is-server"));
    state.apply(Update::Failed {
        wish: Wish::AddContact,
        error: ClientError::Command(CommandError::WrongServer {
            host: "other.example".to_owned(),
        }),
    });
    assert_eq!(state.page_error.as_deref(), Some("error-wrong-server"));
    assert_eq!(state.page_error_values[0].1, "other.example");
    let effects = state.apply(Update::ContactAdded(account(1)));
    assert_eq!(asked(&effects), ["OpenConversation"]);
    assert_eq!(state.page_error, None);
    assert_eq!(state.route, Route::Chats);
}

#[test]
fn quitting_finishes_what_was_begun_and_ends_when_the_client_is_closed() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(edit("hi"));
    state.act(Action::DeleteMessage(message(9)));
    let effects = state.act(Action::Quit);
    assert_eq!(
        asked(&effects),
        [
            "SetTyping false",
            "SetDraft \"hi\"",
            "DeleteMessage",
            "Shutdown"
        ]
    );
    assert!(matches!(state.phase, Phase::Closing));
    assert!(state.act(Action::Quit).is_empty());
    let effects = state.apply(Update::Closed);
    assert!(matches!(effects[..], [Effect::Quit]));
}

#[test]
fn typing_is_believed_for_a_while_and_ends_with_the_message() {
    let mut state = at_home();
    let typing = Update::Typing {
        conversation: conversation(1),
        active: true,
    };
    state.apply(typing.clone());
    assert!(state.typing.contains_key(&conversation(1)));
    pass(&mut state, 11);
    assert!(state.typing.is_empty());
    state.apply(typing);
    state.apply(Update::RowAdded {
        row: row(1, 7, "done"),
        position: 0,
        total: 1,
    });
    assert!(state.typing.is_empty());
}

#[test]
fn a_chosen_emoji_is_offered_first_the_next_time() {
    let mut state = at_home();
    state.act(Action::InsertText("🎉".into()));
    state.act(Action::InsertText("👍".into()));
    state.act(Action::InsertText("🎉".into()));
    state.act(Action::InsertText("no emoji".into()));
    assert_eq!(state.settings.recent_emoji, ["🎉", "👍"]);
}

#[test]
fn a_home_that_was_lost_and_is_back_tells_of_the_open_conversation_again() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    let what = "the home was closed".to_owned();
    state.apply(Update::OpenFailed(OpenTrouble::Io { what }));
    assert_eq!(asked(&state.act(Action::TryAgain)), ["Open"]);
    let effects = state.apply(opened(false, false));
    assert_eq!(asked(&effects), ["OpenConversation"]);
}

/// What is written in the moment in which the home is lost reaches no store.
#[test]
fn what_was_written_while_the_home_was_lost_is_kept_when_it_is_back() {
    let mut state = at_home();
    let mut all = state.chats.all.clone();
    all[1].draft = Some("kept before".to_owned());
    state.apply(Update::Conversations(all));
    for (number, draft) in [(2, "kept before"), (1, "")] {
        state.act(Action::OpenConversation(conversation(number)));
        state.apply(Update::ConversationOpened {
            conversation: conversation(number),
            total: 0,
            first_unread: None,
            draft: draft.to_owned(),
        });
    }
    state.act(edit("in vain?"));
    state.act(Action::SendDraft(conversation(1)));
    state.apply(Update::OpenFailed(OpenTrouble::Lost));
    state.apply(Update::Failed {
        wish: Wish::Send {
            conversation: conversation(1),
            text: "in vain?".to_owned(),
        },
        error: ClientError::Closed,
    });
    let effects = state.apply(opened(false, false));
    assert_eq!(
        asked(&effects),
        ["OpenConversation", "SetDraft \"in vain?\""]
    );
    assert_eq!(state.draft(conversation(1)), "in vain?");
}

/// No answer comes any more to what was looked for, and nobody knows whether what was seen was kept.
#[test]
fn what_went_on_when_the_home_was_lost_is_begun_again_when_it_is_back() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    let seen = || Action::Seen {
        conversation: conversation(1),
        through: message(1),
    };
    assert_eq!(asked(&state.act(seen())), ["MarkRead"]);
    state.act(Action::OpenFind);
    state.act(Action::Find("lunch".into()));
    state.act(Action::Filter("lunch".into()));
    state.act(Action::OpenFirst);
    state.apply(Update::OpenFailed(OpenTrouble::Lost));
    assert_eq!(state.message_search.running, None);
    assert!(state.message_search.failed);
    assert!(state.find.as_ref().is_some_and(|find| find.failed));
    state.act(Action::TryAgain);
    let effects = state.apply(opened(false, false));
    assert_eq!(asked(&effects), ["OpenConversation", "Search", "Search"]);
    assert!(!state.message_search.failed);
    assert!(state.find.as_ref().is_some_and(|find| !find.failed));
    assert_eq!(asked(&state.act(seen())), ["MarkRead"]);

    // What was found before is there, and not looked for again.
    let found = |number, hits| Update::Found {
        kind: SearchKind::List,
        number,
        found: Ok(Found { hits, more: None }),
    };
    state.apply(found(state.searches - 1, Hits::Lines(Vec::new())));
    state.act(Action::CloseFind);
    state.apply(Update::OpenFailed(OpenTrouble::Lost));
    let effects = state.apply(opened(false, false));
    assert_eq!(asked(&effects), ["OpenConversation"]);
}

/// `--theme dark` for a picture, and the window would stay dark for good.
#[test]
fn what_was_given_at_the_start_is_not_kept() {
    let mut state = at_home();
    state.settings.theme = ThemeChoice::Dark;
    state.settings.scale = 2.0;
    state.for_this_start = ForThisStart {
        theme: Some(ThemeChoice::System),
        scale: Some(1.0),
        language: None,
    };
    let kept = |effects: Vec<Effect>| {
        let settings = effects.into_iter().find_map(|effect| match effect {
            Effect::SaveSettings(settings) => Some((settings.theme, settings.scale)),
            _ => None,
        });
        settings.unwrap()
    };
    let change = SettingsChange::EnterSends(false);
    let effects = state.act(Action::Settings(change));
    assert_eq!(kept(effects), (ThemeChoice::System, 1.0));
    assert_eq!(state.settings.theme, ThemeChoice::Dark, "it is shown");
    let change = SettingsChange::Theme(ThemeChoice::Light);
    let effects = state.act(Action::Settings(change));
    assert_eq!(kept(effects), (ThemeChoice::Light, 1.0));
    assert_eq!(kept(state.act(Action::Quit)), (ThemeChoice::Light, 1.0));
}
