//! User agents: known people and machines, what the data describes, hostile text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use mintcore::agent::{AgentMatcher, MAX_CHARACTERS, Traffic, classify_agent};
use proptest::prelude::*;

const PEOPLE: &str = include_str!("../../tests/vectors/agent/people.tsv");
const MACHINES: &str = include_str!("../../tests/vectors/agent/machines.tsv");
const DESCRIBED: &str = include_str!("../../tests/vectors/agent/crawler-user-agents.tsv");
const PHONE: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile \
                     Safari/537.36";

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[test]
fn people_are_people_and_described_coarsely() {
    for row in rows(PEOPLE) {
        let agent = classify_agent(row[4]);
        let found = [agent.browser, &agent.browser_major.to_string(), agent.os, agent.device];
        assert_eq!((agent.traffic, found), (Traffic::Person, [row[0], row[1], row[2], row[3]]), "{}", row[4]);
    }
}

#[test]
fn machines_are_of_their_class_and_not_described() {
    for row in rows(MACHINES) {
        let agent = classify_agent(row[1]);
        assert_eq!(agent.traffic.name(), row[0], "{}", row[1]);
        assert_eq!((agent.browser, agent.browser_major, agent.os, agent.device), ("other", 0, "other", "other"));
    }
}

#[test]
fn all_that_the_data_describes_are_machines_but_for_three_people() {
    let people = rows(DESCRIBED).filter(|row| classify_agent(row[2]).traffic == Traffic::Person);
    let people: Vec<&str> = people.map(|row| row[2]).collect();
    let known = ["AP3A.240617.008; wv", "MetaIAB Facebook", "Fluid/0.9.6"];
    assert_eq!(people.len(), known.len(), "{people:?}");
    for part in known {
        assert!(people.iter().any(|agent| agent.contains(part)), "{part}");
    }
}

/// An agent of one entry and one tag has the class of the tag, or a more exact one by another entry.
#[test]
fn tags_decide_the_class() {
    for (tag, class) in
        [("ai-crawler", "ai"), ("search-engine", "search"), ("monitoring", "monitor"), ("http-library", "library")]
    {
        let (mut right, mut all) = (0, 0);
        for row in rows(DESCRIBED).filter(|row| row[1] == tag) {
            all += 1;
            right += i32::from(classify_agent(row[2]).traffic.name() == class);
        }
        assert!(right * 20 >= all * 19, "{tag}: {right} of {all}");
    }
}

#[test]
fn nothing_said_is_a_library() {
    for agent in ["", " ", "\t", "-", "\u{0}", "\u{feff}"] {
        assert_eq!(classify_agent(agent).traffic, Traffic::Library, "{agent:?}");
    }
}

#[test]
fn only_the_first_characters_count() {
    let padded = |characters: usize| format!("{PHONE} {}", "é".repeat(characters - PHONE.len() - 1));
    for (text, traffic) in [
        (format!("{} Googlebot/2.1", padded(MAX_CHARACTERS)), Traffic::Person),
        (format!("{} Googlebot/2.1", padded(MAX_CHARACTERS - 14)), Traffic::Search),
        (format!("{}{PHONE}", " ".repeat(MAX_CHARACTERS)), Traffic::Library),
        (format!("  {PHONE}  "), Traffic::Person),
    ] {
        assert_eq!(classify_agent(&text).traffic, traffic, "{} characters", text.chars().count());
    }
}

#[test]
fn a_day_leaves_out_what_came_later() {
    let old = AgentMatcher::new(Some("2025/01/01")).unwrap();
    // Added in 2026, with no word that gives it away.
    let new = format!("{PHONE} Silktide");
    assert_eq!(classify_agent(&new).traffic, Traffic::Monitor);
    assert_eq!(old.classify(&new).traffic, Traffic::Person);
    assert_eq!(old.classify("Mozilla/5.0 (compatible; Googlebot/2.1)").traffic, Traffic::Search);
}

#[test]
fn versions_out_of_bounds_are_none() {
    for (version, major) in [("9999", 9999), ("10000", 0), ("99999999999999999999", 0), ("", 0), ("x", 0), ("-1", 0)] {
        let agent = classify_agent(&PHONE.replace("126", version));
        assert_eq!(
            (agent.traffic, agent.browser, agent.browser_major),
            (Traffic::Person, "Chrome", major),
            "{version}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_has_a_class_of_the_known_words(agent in ".{0,600}") {
        let agent = classify_agent(&agent);
        prop_assert!(["iOS", "Android", "Windows", "macOS", "Linux", "ChromeOS", "other"].contains(&agent.os));
        prop_assert!(["phone", "tablet", "desktop", "tv", "other"].contains(&agent.device));
    }

    #[test]
    fn a_machine_inside_a_browser_is_found_wherever_it_stands(
        at in 0..PHONE.len(), name in "[A-Z][a-z]{2,8}", word in "(bot/1|-crawler|Spider;|Monitor )"
    ) {
        let agent = format!("{} ({name}{word}) {}", &PHONE[..at], &PHONE[at..]);
        prop_assert_ne!(classify_agent(&agent).traffic, Traffic::Person);
    }
}
