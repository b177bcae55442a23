//! What happened in a world, in numbers: they show that the rules were put to the test.

use std::fmt;

/// What a world that held looked like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Messages said.
    pub messages: u64,
    /// Of them, those that came late: they had to be sent again, and order is not asked of them.
    pub late: u64,
    /// Of them, those that were never shown, because they came while their sender was blocked.
    pub unseen: u64,
    /// Frames that arrived, both ways.
    pub frames: u64,
    /// Connections cut.
    pub cuts: u64,
    /// Connections that a client gave up while what it had sent was still on its way.
    pub abandoned: u64,
    /// Frames that arrived after one that had left later, on another connection of the same client.
    pub overtaken: u64,
    /// Processes of clients killed.
    pub client_crashes: u64,
    /// Times the server lost power.
    pub server_crashes: u64,
    /// Turns of clients that a full disk refused.
    pub refused_turns: u64,
    /// Times the server's disk was full.
    pub server_full: u64,
    /// Times the server was put back from a copy.
    pub restores: u64,
    /// Times a client's clock was set forward or back.
    pub clock_jumps: u64,
    /// Times somebody lost all their sessions.
    pub lost_sessions: u64,
    /// Times somebody blocked the other.
    pub blocks: u64,
    /// Days that went by while things went wrong.
    pub days: u64,
    /// Submissions that reached the server more than once.
    pub retries: u64,
    /// Submissions of which somebody else sent a copy, as they were or under other envelope ids.
    pub copies: u64,
    /// Envelopes that reached a client more than once.
    pub redelivered: u64,
    /// Of them and of the copies, those that the client knew before and put aside unopened.
    pub recognised: u64,
    /// Message keys that were seen in use, each once.
    pub keys: u64,
    /// Device lists that mail made a client ask for, on connections that carry no messages.
    pub look_ups: u64,
    /// Rows of the server's store that were searched for plaintext when they were written.
    pub rows: u64,
}

/// A number with what it counts.
type Line = (u64, &'static str);

impl Summary {
    /// Adds another world's.
    pub fn add(&mut self, other: &Summary) {
        for ((mine, _), (theirs, _)) in self.numbers_mut().into_iter().zip(other.lines()) {
            *mine += theirs;
        }
    }

    /// What never happened. Worlds without it prove nothing about it.
    pub fn missing(&self) -> Vec<&'static str> {
        let missing = self.lines().into_iter().filter(|(number, _)| *number == 0);
        missing.map(|(_, what)| what).collect()
    }

    fn lines(&self) -> Vec<Line> {
        let mut copy = *self;
        let numbers = copy.numbers_mut().into_iter();
        numbers.map(|(number, what)| (*number, what)).collect()
    }

    fn numbers_mut(&mut self) -> Vec<(&mut u64, &'static str)> {
        vec![
            (&mut self.messages, "messages"),
            (&mut self.late, "late ones"),
            (&mut self.unseen, "unseen ones"),
            (&mut self.frames, "frames"),
            (&mut self.keys, "message keys"),
            (&mut self.look_ups, "look-ups"),
            (&mut self.rows, "rows searched"),
            (&mut self.cuts, "cuts"),
            (&mut self.abandoned, "connections given up"),
            (&mut self.overtaken, "frames overtaken"),
            (&mut self.retries, "repeated submissions"),
            (&mut self.copies, "copied submissions"),
            (&mut self.redelivered, "repeated deliveries"),
            (&mut self.recognised, "recognised duplicates"),
            (&mut self.client_crashes, "client crashes"),
            (&mut self.server_crashes, "server crashes"),
            (&mut self.refused_turns, "turns without disk space"),
            (&mut self.server_full, "full server disks"),
            (&mut self.restores, "restores"),
            (&mut self.clock_jumps, "clock jumps"),
            (&mut self.lost_sessions, "lost sessions"),
            (&mut self.blocks, "blocks"),
            (&mut self.days, "days"),
        ]
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        for (index, (number, what)) in lines.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{number} {what}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_added_and_told() {
        let mut one = Summary::default();
        assert_eq!(one.missing().len(), one.lines().len());
        for (number, _) in one.numbers_mut() {
            *number = 1;
        }
        let mut two = one;
        two.add(&one);
        assert!(two.lines().iter().all(|(number, _)| *number == 2));
        assert_eq!(two.missing(), Vec::<&str>::new());
        assert!(format!("{two:?}").matches(": 2").count() == two.lines().len());
        assert!(two.to_string().starts_with("2 messages, 2 late ones, "));
    }
}
