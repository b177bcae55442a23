//! What the histories must say about what was reported.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::stage::field;

/// A message that somebody tried to send.
pub(super) struct Sent {
    /// Whose: 0 or 1.
    pub(super) side: usize,
    /// In which round. Rounds follow each other, so their order must be kept; within one, sends run side by side.
    pub(super) round: u64,
    pub(super) text: String,
    pub(super) reported: Reported,
    /// The id that `send` printed, when it came so far.
    pub(super) id: Option<String>,
}

/// What `send` said about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reported {
    /// Exit 0.
    Accepted,
    /// Exit 75.
    Queued,
    /// It was killed: the message may be there or not, but on both sides alike.
    Nothing,
}

/// Everything that is wrong; nothing, when all is well.
pub(super) fn judge(sent: &[Sent], people: [&str; 2], histories: &[Vec<Value>; 2]) -> Vec<String> {
    let mut findings = Vec::new();
    for (side, person) in people.iter().enumerate() {
        let here = texts_of(&histories[side], person);
        let there = texts_of(&histories[1 - side], person);
        let own: Vec<&Sent> = sent.iter().filter(|sent| sent.side == side).collect();
        for (place, texts) in [("the sender's", &here), ("the other", &there)] {
            find_lost(&own, place, texts, &mut findings);
            find_doubled(place, texts, &mut findings);
            find_disorder(&own, place, texts, &mut findings);
        }
        if here != there {
            findings.push(format!(
                "what person {side} sent stands differently on the two sides"
            ));
        }
        find_foreign_ids(&own, &histories[1 - side], &mut findings);
    }
    findings
}

/// Counts of what was reported.
pub(super) fn summary(sent: &[Sent]) -> String {
    let count = |reported| sent.iter().filter(|sent| sent.reported == reported).count();
    format!(
        "Messages: {} reported as accepted, {} as queued, {} senders killed before they said anything.",
        count(Reported::Accepted),
        count(Reported::Queued),
        count(Reported::Nothing)
    )
}

/// The texts of one person in a history, in its order.
fn texts_of(history: &[Value], person: &str) -> Vec<String> {
    let rows = history
        .iter()
        .filter(|row| row.get("kind").is_none() && row["from"] == person);
    rows.map(|row| field(row, "text")).collect()
}

fn find_lost(own: &[&Sent], place: &str, texts: &[String], findings: &mut Vec<String>) {
    for sent in own.iter().filter(|sent| sent.reported != Reported::Nothing) {
        if !texts.contains(&sent.text) {
            findings.push(format!("lost: \"{}\" is not in {place} history", sent.text));
        }
    }
}

fn find_doubled(place: &str, texts: &[String], findings: &mut Vec<String>) {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for text in texts.iter().filter(|text| *text != "hello") {
        *counts.entry(text).or_default() += 1;
    }
    for (text, count) in counts.iter().filter(|(_, count)| **count > 1) {
        findings.push(format!(
            "doubled: \"{text}\" is in {place} history {count} times"
        ));
    }
}

fn find_disorder(own: &[&Sent], place: &str, texts: &[String], findings: &mut Vec<String>) {
    let rounds: BTreeMap<&str, u64> = own
        .iter()
        .map(|sent| (sent.text.as_str(), sent.round))
        .collect();
    let mut latest = 0;
    for text in texts {
        let Some(round) = rounds.get(text.as_str()) else {
            continue;
        };
        if *round < latest {
            findings.push(format!(
                "disorder: \"{text}\" stands after round {latest} in {place} history"
            ));
        }
        latest = latest.max(*round);
    }
}

/// The id that `send` printed is the one under which the other side has the message.
fn find_foreign_ids(own: &[&Sent], there: &[Value], findings: &mut Vec<String>) {
    let ids: BTreeMap<String, String> = there
        .iter()
        .map(|row| (field(row, "text"), field(row, "id")))
        .collect();
    for sent in own {
        if let (Some(here), Some(there)) = (&sent.id, ids.get(&sent.text))
            && here != there
        {
            findings.push(format!(
                "\"{}\" has another id on the other side",
                sent.text
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(round: u64, text: &str, reported: Reported) -> Sent {
        Sent {
            side: 0,
            round,
            text: text.to_owned(),
            reported,
            id: Some(format!("id of {text}")),
        }
    }

    fn history(texts: &[&str]) -> Vec<Value> {
        let row = |text: &&str| json!({ "from": "a", "text": text, "id": format!("id of {text}") });
        texts.iter().map(row).collect()
    }

    fn findings(sent: &[Sent], here: &[&str], there: &[&str]) -> Vec<String> {
        judge(sent, ["a", "b"], &[history(here), history(there)])
    }

    #[test]
    fn what_was_reported_is_there_once_in_order_on_both_sides() {
        let all = [
            sent(1, "one", Reported::Accepted),
            sent(2, "two", Reported::Queued),
            sent(2, "three", Reported::Nothing),
        ];
        assert!(findings(&all, &["one", "two"], &["one", "two"]).is_empty());
        assert!(findings(&all, &["one", "three", "two"], &["one", "three", "two"]).is_empty());
    }

    #[test]
    fn loss_doubling_and_disorder_are_found() {
        let all = [
            sent(1, "one", Reported::Accepted),
            sent(2, "two", Reported::Queued),
        ];
        for (here, there, what) in [
            (&["one", "two"][..], &["one"][..], "lost"),
            (&["two"], &["two"], "lost"),
            (&["one", "two"], &["one", "two", "two"], "doubled"),
            (&["two", "one"], &["two", "one"], "disorder"),
        ] {
            let found = findings(&all, here, there);
            assert!(
                found.iter().any(|finding| finding.starts_with(what)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_message_of_a_killed_sender_is_on_both_sides_or_on_none() {
        let all = [sent(1, "one", Reported::Nothing)];
        assert!(findings(&all, &[], &[]).is_empty());
        assert!(!findings(&all, &["one"], &[]).is_empty());
        assert!(!findings(&all, &[], &["one"]).is_empty());
    }

    #[test]
    fn another_id_is_found() {
        let mut one = sent(1, "one", Reported::Accepted);
        one.id = Some("another".to_owned());
        assert_eq!(findings(&[one], &["one"], &["one"]).len(), 1);
    }
}
