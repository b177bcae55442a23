use super::desk::Desk;
#[test]
fn a_window_can_be_driven() {
    let desk = Desk::set("machinery");
    let mut alice = desk.person("Alice");
    alice.starts();
    alice.sees("counted 0");
    alice.clicks("Count");
    alice.sees("counted 1");
    alice.types_into("Name", "Alice von X, pulse://h:1/#k_J-?=&%");
    alice.sees("Hello Alice von");
    alice.clicks("B77");
    alice.sees("counted 101");
    eprintln!("{}", alice.tree().to_string().lines().take(12).collect::<Vec<_>>().join("\n"));
    alice.is_killed();
    alice.starts();
    alice.sees("counted 0");
    eprintln!("{}", desk.picture("end").display());
}
