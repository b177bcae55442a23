//! Notifications cross the bus, and what people do with them comes back.

use pulse_client::ConversationId;
use pulse_desktop::native::NativeEvent;
use pulse_desktop::native::notifications::{Answer, Button, Notice};
use zbus::zvariant::Value;

use super::desktop::{Asked, NOTIFICATIONS, NOTIFICATIONS_PATH, NotificationServer, shown};
use super::stage::{Desktop, PATIENCE, Window, on_private_bus};

const ALL: &[&str] = &["actions", "body", "body-markup", "sound"];

fn conversation(number: u8) -> ConversationId {
    ConversationId::from_bytes([number; 32])
}

fn notice(number: u8, body: &str) -> Notice {
    Notice {
        conversation: conversation(number),
        title: "Bob".into(),
        body: body.into(),
        buttons: vec![
            (Button::Reply, "Reply".into()),
            (Button::MarkRead, "Mark as read".into()),
        ],
        sound: true,
    }
}

fn answered(window: &Window) -> (ConversationId, Answer, Option<String>) {
    window.find(|event| match event {
        NativeEvent::Notification {
            conversation,
            answer,
            activation_token,
        } => Some((conversation, answer, activation_token)),
        _ => None,
    })
}

fn acted(desktop: &Desktop, id: u32, key: &str) {
    desktop.say(
        NOTIFICATIONS_PATH,
        NOTIFICATIONS,
        "ActionInvoked",
        &(id, key),
    );
}

#[test]
fn a_notification_is_shown_replaced_answered_and_withdrawn() {
    on_private_bus(
        "native::notifications::a_notification_is_shown_replaced_answered_and_withdrawn",
        |desktop| {
            let asked = NotificationServer::begin(desktop, ALL, 41);
            let window = Window::open();
            window.native.notify(notice(1, "hello"));
            let first = shown(&asked);
            assert_eq!(
                (first.title.as_str(), first.body.as_str()),
                ("Bob", "hello")
            );
            assert_eq!((first.id, first.replaces), (41, 0));
            assert_eq!(first.icon, "im.pulse.Pulse");
            let actions = ["default", "", "reply", "Reply", "mark-read", "Mark as read"];
            assert_eq!(first.actions, actions);
            let hint = |name: &str| Value::from(first.hints[name].clone());
            assert_eq!(hint("desktop-entry"), Value::from("im.pulse.Pulse"));
            assert_eq!(hint("urgency"), Value::from(1_u8));
            assert_eq!(hint("category"), Value::from("im.received"));
            assert_eq!(hint("sound-name"), Value::from("message-new-instant"));

            window.native.notify(notice(2, "from another"));
            assert_eq!(shown(&asked).id, 42);
            window.native.notify(notice(1, "hello again"));
            let again = shown(&asked);
            assert_eq!((again.replaces, again.body.as_str()), (41, "hello again"));

            let token = &(41_u32, "token-7");
            desktop.say(NOTIFICATIONS_PATH, NOTIFICATIONS, "ActivationToken", token);
            acted(desktop, 41, "default");
            let expected = (conversation(1), Answer::Open, Some("token-7".to_owned()));
            assert_eq!(answered(&window), expected);
            acted(desktop, 42, "reply");
            assert_eq!(answered(&window), (conversation(2), Answer::Reply, None));
            acted(desktop, 42, "mark-read");
            assert_eq!(answered(&window).1, Answer::MarkRead);

            window.native.withdraw(conversation(1));
            assert_eq!(asked.recv_timeout(PATIENCE).unwrap(), Asked::Close(41));
            window.native.withdraw_all();
            assert_eq!(asked.recv_timeout(PATIENCE).unwrap(), Asked::Close(42));
        },
    );
}

#[test]
fn what_was_dismissed_is_not_replaced_or_withdrawn_any_more() {
    on_private_bus(
        "native::notifications::what_was_dismissed_is_not_replaced_or_withdrawn_any_more",
        |desktop| {
            let asked = NotificationServer::begin(desktop, ALL, 1);
            let window = Window::open();
            window.native.notify(notice(1, "hello"));
            let id = shown(&asked).id;
            window.native.notify(notice(2, "hello"));
            let other = shown(&asked).id;
            let closed = &(id, 2_u32);
            desktop.say(
                NOTIFICATIONS_PATH,
                NOTIFICATIONS,
                "NotificationClosed",
                closed,
            );
            // Heard in order: once this has come back, the closing was heard too.
            acted(desktop, other, "default");
            answered(&window);
            window.native.withdraw(conversation(1));
            window.native.notify(notice(1, "hello"));
            assert_eq!(shown(&asked).replaces, 0);
        },
    );
}

#[test]
fn an_answer_is_typed_where_the_desktop_can_do_that() {
    on_private_bus(
        "native::notifications::an_answer_is_typed_where_the_desktop_can_do_that",
        |desktop| {
            let asked = NotificationServer::begin(desktop, &["actions", "inline-reply"], 1);
            let window = Window::open();
            window.native.notify(notice(1, "hello"));
            let notification = shown(&asked);
            assert!(notification.actions.contains(&"inline-reply".to_owned()));
            let replied = |text: &str| {
                let body = &(notification.id, text);
                desktop.say(
                    NOTIFICATIONS_PATH,
                    NOTIFICATIONS,
                    "NotificationReplied",
                    body,
                );
                answered(&window).1
            };
            assert_eq!(replied("hi"), Answer::ReplyText("hi".into()));
            assert_eq!(replied("  "), Answer::Reply);
            assert_eq!(replied(&"a".repeat(100_000)), Answer::Reply);
        },
    );
}

/// A peer writes markup; one server would act on it, another would show its escapes.
#[test]
fn markup_is_escaped_for_servers_that_read_it_and_for_no_others() {
    on_private_bus(
        "native::notifications::markup_is_escaped_for_servers_that_read_it_and_for_no_others",
        |desktop| {
            let evil = "<img src='https://spy.example'/> & co";
            let asked = NotificationServer::begin(desktop, ALL, 1);
            let window = Window::open();
            window.native.notify(notice(1, evil));
            let escaped = "&lt;img src=&#39;https://spy.example&#39;/&gt; &amp; co";
            assert_eq!(shown(&asked).body, escaped);

            NotificationServer::end(desktop);
            let asked = NotificationServer::begin(desktop, &["body"], 1);
            // The one that took over knows nothing of what the first one showed.
            let plain = loop {
                window.native.notify(Notice {
                    sound: false,
                    ..notice(1, evil)
                });
                let plain = shown(&asked);
                if plain.body == evil {
                    break plain;
                }
            };
            assert_eq!(
                plain.actions,
                ["default", ""],
                "no buttons where there are none"
            );
            assert!(plain.hints.contains_key("suppress-sound"));
            assert!(!plain.hints.contains_key("sound-name"));
        },
    );
}

/// Another program on the bus pretends to be the notification server and has a message answered.
#[test]
fn only_the_server_itself_is_believed() {
    on_private_bus(
        "native::notifications::only_the_server_itself_is_believed",
        |desktop| {
            let asked = NotificationServer::begin(desktop, &["actions", "inline-reply"], 1);
            let window = Window::open();
            window.native.notify(notice(1, "hello"));
            let id = shown(&asked).id;
            let stranger = desktop.run(zbus::Connection::session()).unwrap();
            let forged = &(id, "send this");
            let say = stranger.emit_signal(
                None::<&str>,
                NOTIFICATIONS_PATH,
                NOTIFICATIONS,
                "NotificationReplied",
                forged,
            );
            desktop.run(say).unwrap();
            // The bus keeps the order of what one program says; a call that was answered has reached the bus.
            let ping = stranger.call_method(
                Some("org.freedesktop.DBus"),
                "/",
                Some("org.freedesktop.DBus.Peer"),
                "Ping",
                &(),
            );
            desktop.run(ping).unwrap();
            acted(desktop, id, "default");
            assert_eq!(answered(&window).1, Answer::Open);
        },
    );
}

#[test]
fn without_a_server_nothing_happens_and_a_later_one_is_found() {
    on_private_bus(
        "native::notifications::without_a_server_nothing_happens_and_a_later_one_is_found",
        |desktop| {
            let window = Window::open();
            window.native.notify(notice(1, "lost"));
            window.native.withdraw(conversation(1));
            desktop.wait_until_heard(NOTIFICATIONS);
            let asked = NotificationServer::begin(desktop, ALL, 1);
            loop {
                window.native.notify(notice(2, "found"));
                // What was meant for the earlier one may still come and be taken away again.
                if let Asked::Show(shown) = asked.recv_timeout(PATIENCE).unwrap()
                    && shown.body == "found"
                {
                    return;
                }
            }
        },
    );
}
