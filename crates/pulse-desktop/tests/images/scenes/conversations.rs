//! Conversations: what is in them, and what lies over them.

use pulse_client::transport::ConnectError;
use pulse_client::{
    ContactState, HeldReason, IdentityState, MessageRow, MessageStatus, Mute, RowKind, Search,
    SearchQuery,
};
use pulse_desktop::state::{Overlay, Route, Timeline, ToastId, ToastKind};
use pulse_desktop::{
    Action, AppState, ChatSummary, ConnectionHealth, Found, Hits, MessageHit, Outage, SearchKind,
    Update,
};

use super::cast::{
    self, DAY, HOUR, MINUTE, NOW, account, ago, chat, contact, conversation, everybody, of_kind,
    ours, theirs,
};

/// An account without anybody yet.
pub(crate) fn nobody() -> AppState {
    let mut state = AppState {
        phase: pulse_desktop::state::Phase::Home,
        account: Some(cast::me()),
        connection: ConnectionHealth::Connected,
        focused: true,
        now: NOW,
        ..AppState::default()
    };
    state.chats.loaded = true;
    state
}

/// A usual list, nothing open.
pub(crate) fn list() -> AppState {
    let mut state = nobody();
    state.apply(Update::Contacts(everybody().map(contact).collect()));
    state.apply(Update::Conversations(chats()));
    state
}

/// The list in which nothing is announced of some, and some are marked as unread.
pub(crate) fn muted() -> AppState {
    let mut state = list();
    state.chats.muted = [1, 2, 4, 6]
        .map(|number| (conversation(number), Mute::Always))
        .into();
    state.chats.marked = [5, 6].map(conversation).into();
    state
}

fn chats() -> Vec<ChatSummary> {
    let mut chats = vec![
        chat(1, "See you at seven then 👋", 2 * MINUTE),
        chat(4, "明天见", 24 * MINUTE),
        chat(
            2,
            "I sent you the draft of the contract, have a look when you find the time",
            3 * HOUR,
        ),
        chat(5, "شكرا جزيلا", 5 * HOUR),
        chat(3, "Vielen Dank!", 20 * HOUR),
        chat(7, "🎉🎉🎉", 26 * HOUR),
        chat(6, "ok", 2 * DAY),
        chat(8, "Call me when you are home", 3 * DAY),
        chat(9, "ありがとう", 9 * DAY),
        chat(10, "The photos are wonderful", 20 * DAY),
    ];
    chats[0].unread = 3;
    chats[1].unread = 120;
    chats[2].draft = Some("I read it yesterday and".to_owned());
    chats[6].last.as_mut().unwrap().status = MessageStatus::Pending;
    for (number, words) in [
        (11, "Hi, we met at the conference"),
        (12, "Is this the right account?"),
    ] {
        let mut request = chat(number, words, 6 * HOUR);
        request.state = ContactState::Requested;
        request.verified = false;
        request.compared = false;
        request.unread = 1;
        chats.push(request);
    }
    chats
}

/// The list with one conversation open.
pub(crate) fn with(number: u8, rows: Vec<MessageRow>) -> AppState {
    let mut state = list();
    let total = rows.len();
    let mut timeline = Timeline::new(conversation(number), total, None);
    timeline.fill(0, rows, total);
    state.timeline = Some(timeline);
    if let Some(chat) = state
        .chats
        .all
        .iter_mut()
        .find(|chat| chat.account == account(number))
    {
        chat.unread = 0;
    }
    state
}

fn everyday_rows() -> Vec<MessageRow> {
    let read = MessageStatus::Read;
    vec![
        theirs(1, 1, "Are you back already?", DAY + 2 * HOUR),
        ours(
            1,
            2,
            "Since yesterday! The mountains were wonderful, we walked to the hut on the first day \
            and had snow on the second.",
            DAY + HOUR + 50 * MINUTE,
            read,
        ),
        ours(1, 3, "Photos follow.", DAY + HOUR + 49 * MINUTE, read),
        theirs(1, 4, "🤩", DAY + HOUR),
        theirs(1, 5, "Dinner tonight? Clara comes too.", 2 * HOUR),
        theirs(
            1,
            6,
            "The new place by the river: https://river-kitchen.example.org/menu",
            2 * HOUR - 20,
        ),
        ours(1, 7, "Gladly. When?", 90 * MINUTE, read),
        theirs(1, 8, "Seven?", 80 * MINUTE),
        ours(
            1,
            9,
            "Seven is fine, I come by bike",
            4 * MINUTE,
            MessageStatus::Delivered,
        ),
        ours(1, 10, "and bring the book", 3 * MINUTE, MessageStatus::Sent),
        theirs(1, 11, "See you at seven then 👋", 2 * MINUTE),
    ]
}

pub(crate) fn everyday() -> AppState {
    with(1, everyday_rows())
}

/// What a message can hold.
pub(crate) fn rich_text() -> AppState {
    let read = MessageStatus::Read;
    with(
        2,
        vec![
            theirs(
                2,
                1,
                "**Bold**, *italic*, ~~gone~~ and `code`. A [link with a name](https://example.org/a/long/path?and=query).",
                HOUR,
            ),
            ours(
                2,
                2,
                "- first\n- second\n- third\n\n1. one\n2. two",
                50 * MINUTE,
                read,
            ),
            theirs(2, 3, "> What did you say?\n\nThat it works.", 40 * MINUTE),
            ours(
                2,
                4,
                "```\nfn main() {\n    println!(\"Hello\");\n}\n```",
                30 * MINUTE,
                read,
            ),
            theirs(
                2,
                5,
                "# Not a heading in a chat\nand a second line\n\nand a paragraph.",
                20 * MINUTE,
            ),
        ],
    )
}

/// What breaks layouts.
pub(crate) fn extremes() -> AppState {
    let read = MessageStatus::Read;
    with(
        3,
        vec![
            theirs(
                3,
                1,
                &"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
                    .repeat(2),
                HOUR,
            ),
            ours(3, 2, "👍", 55 * MINUTE, read),
            theirs(3, 3, "👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦", 50 * MINUTE),
            ours(
                3,
                4,
                "مرحبا! كيف حالك اليوم؟ نلتقي في الساعة 7 مساء.",
                45 * MINUTE,
                read,
            ),
            theirs(
                3,
                5,
                "Mixed: English, עברית, العربية 123, 中文字符, かな, ελληνικά, кириллица.",
                40 * MINUTE,
            ),
            ours(
                3,
                6,
                "你好，今天晚上一起吃饭吗？我知道一家新开的餐厅，听说味道很好，离你家也不远。",
                35 * MINUTE,
                read,
            ),
            theirs(3, 7, "a\n\n\n\nb", 30 * MINUTE),
            ours(3, 8, "x", 25 * MINUTE, MessageStatus::Pending),
        ],
    )
}

/// All that can be wrong with a message.
pub(crate) fn failures() -> AppState {
    let mut state = with(
        6,
        vec![
            ours(6, 1, "Did this arrive?", HOUR, MessageStatus::Failed(302)),
            of_kind(theirs(6, 2, "", 50 * MINUTE), RowKind::Unreadable),
            of_kind(theirs(6, 3, "", 40 * MINUTE), RowKind::NeedsNewer),
            of_kind(theirs(6, 4, "", 30 * MINUTE), RowKind::Conflict),
            of_kind(theirs(6, 5, "", 20 * MINUTE), RowKind::Notice),
            ours(
                6,
                6,
                "It waits for the network",
                10 * MINUTE,
                MessageStatus::Pending,
            ),
        ],
    );
    state.connection = ConnectionHealth::Waiting {
        reason: Outage::Lost(ConnectError::NoAnswer),
        retry_at: Some(cast::NOW.plus(std::time::Duration::from_millis(7_600))),
        is_trying: false,
    };
    state
}

/// New messages below the marker, and somebody is writing.
pub(crate) fn unread() -> AppState {
    let mut rows = everyday_rows();
    for (number, text) in (20..).zip([
        "One more thing",
        "Can you bring the *other* book too?",
        "Thanks!",
    ]) {
        let mut row = theirs(1, number, text, MINUTE);
        row.status = MessageStatus::Received;
        rows.push(row);
    }
    let mut state = with(1, rows);
    if let Some(timeline) = &mut state.timeline {
        timeline.first_unread = Some(11);
    }
    state.typing.insert(conversation(1), ago(1));
    state
}

/// A conversation that has not been answered yet.
pub(crate) fn waiting_for_acceptance() -> AppState {
    let mut state = with(
        8,
        vec![ours(
            8,
            1,
            "Hello Greta, this is Alice",
            HOUR,
            MessageStatus::Sent,
        )],
    );
    change(&mut state, 8, |chat| chat.state = ContactState::Added);
    state
}

/// Their account was recovered from its phrase.
pub(crate) fn identity_changed() -> AppState {
    let mut state = with(9, vec![theirs(9, 1, "ありがとう", 9 * DAY)]);
    change(&mut state, 9, |chat| {
        chat.identity = IdentityState::Recovered
    });
    for row in &mut state.contacts {
        if row.account == account(9) {
            row.identity = IdentityState::Recovered;
        }
    }
    state
}

/// Two device lists: nothing is sent.
pub(crate) fn identity_forked() -> AppState {
    let mut state = identity_changed();
    change(&mut state, 9, |chat| chat.identity = IdentityState::Forked);
    for row in &mut state.contacts {
        if row.account == account(9) {
            row.identity = IdentityState::Forked;
        }
    }
    state
}

/// Two lists of the own devices: nothing is sent to anybody.
pub(crate) fn own_forked() -> AppState {
    let waits = ours(2, 1, "Who reads this?", HOUR, MessageStatus::Pending);
    let mut state = with(2, vec![waits]);
    if let Some(timeline) = &mut state.timeline {
        timeline.held = Some(HeldReason::OwnForked);
    }
    state
}

pub(crate) fn blocked() -> AppState {
    let mut state = with(
        10,
        vec![theirs(10, 1, "The photos are wonderful", 20 * DAY)],
    );
    change(&mut state, 10, |chat| chat.state = ContactState::Blocked);
    for row in &mut state.contacts {
        if row.account == account(10) {
            row.state = ContactState::Blocked;
        }
    }
    state
}

/// A stranger's conversation.
pub(crate) fn request() -> AppState {
    let mut state = with(
        11,
        vec![theirs(11, 1, "Hi, we met at the conference", 6 * HOUR)],
    );
    for row in &mut state.contacts {
        if row.account == account(11) {
            row.state = ContactState::Requested;
        }
    }
    state
}

pub(crate) fn nothing_written_yet() -> AppState {
    with(12, Vec::new())
}

pub(crate) fn loading() -> AppState {
    let mut state = list();
    state.timeline = Some(Timeline::new(conversation(1), 300, None));
    state
}

pub(crate) fn long_draft() -> AppState {
    let mut state = everyday();
    let text = "A draft of several lines:\n\n- it grows\n- until it has had enough\n- and scrolls then\n\n".repeat(3);
    state.drafts.insert(conversation(1), text);
    state
}

pub(crate) fn filtered() -> AppState {
    let mut state = list();
    "nobody of this name".clone_into(&mut state.chats.filter);
    state
}

/// People and messages that hold a word.
pub(crate) fn found() -> AppState {
    let mut state = list();
    state.act(Action::Filter("ra".into()));
    let hit = |with, number, line: &str, outgoing| MessageHit {
        id: cast::message_id(with, number),
        conversation: conversation(with),
        outgoing,
        at: ago(u64::from(number) * 5 * HOUR),
        line: line.to_owned(),
        marks: SearchQuery::new("ra").map_or_else(|_| Vec::new(), |query| query.hits(line)),
    };
    let hits = vec![
        hit(1, 1, "…was nothing but rain the whole day", false),
        hit(5, 2, "Rami قال إنه قادم", false),
        hit(3, 3, "…take the Railway from Zürich", true),
        hit(4, 4, "下午坐 Railjet 去维也纳", false),
    ];
    state.apply(Update::Found {
        kind: SearchKind::List,
        number: state.searches,
        found: Ok(Found {
            hits: Hits::Lines(hits),
            more: SearchQuery::new("ra").ok().map(Search::new),
        }),
    });
    state
}

/// A word that is looked for in a conversation, at the second of three messages.
pub(crate) fn finding() -> AppState {
    let mut state = everyday();
    state.act(Action::OpenFind);
    state.act(Action::Find("seven".into()));
    let places = [11, 9, 8].map(|number| cast::message_id(1, number));
    state.apply(Update::Found {
        kind: SearchKind::Conversation,
        number: state.searches,
        found: Ok(Found {
            hits: Hits::Places(places.to_vec()),
            more: None,
        }),
    });
    state.act(Action::StepFind { older: true });
    state.apply(Update::Located {
        conversation: conversation(1),
        message: places[1],
        position: 8,
    });
    state
}

pub(crate) fn wrong_server_key() -> AppState {
    let mut state = list();
    state.connection = ConnectionHealth::WrongServerKey;
    state
}

pub(crate) fn over(overlay: Overlay) -> AppState {
    let mut state = everyday();
    state.overlay = Some(overlay);
    state
}

/// Toasts, with and without an undo.
pub(crate) fn toasts() -> AppState {
    let mut state = everyday();
    for (number, kind) in (0..).zip([
        ToastKind::Problem {
            key: "error-mailbox-full".to_owned(),
            values: Vec::new(),
        },
        ToastKind::MessageDeleted(cast::message_id(1, 5)),
        ToastKind::Copied,
    ]) {
        state.toasts.shown.push(pulse_desktop::state::Toast {
            id: ToastId(number),
            kind,
            until: Some(pulse_client::Timestamp::from_millis(
                NOW.as_millis() + 5_000,
            )),
        });
    }
    state
}

/// A page beside the list.
pub(crate) fn page(route: Route) -> AppState {
    let mut state = list();
    state.route = route;
    state.trail = vec![Route::Chats];
    state
}

fn change(state: &mut AppState, number: u8, change: impl Fn(&mut ChatSummary)) {
    let chats = &mut state.chats.all;
    for chat in chats
        .iter_mut()
        .filter(|chat| chat.account == account(number))
    {
        change(chat);
    }
}
