//! Machines by pattern, by word and by form.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::bytes::{Regex, RegexBuilder};

use super::{Agent, FAMILIES, Traffic, cut, list};

const DATA: &str = include_str!("../../data/crawler-user-agents.tsv");

/// What a tag of the data says. What names no purpose of ours is a scanner.
fn tagged(tag: &str) -> Traffic {
    match tag {
        "ai-crawler" => Traffic::Ai,
        "social-preview" => Traffic::Preview,
        "search-engine" => Traffic::Search,
        "monitoring" => Traffic::Monitor,
        "http-library" | "feed-reader" => Traffic::Library,
        _ => Traffic::Scanner,
    }
}

/// The text of a pattern that is nothing but text, escapes aside.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(char::is_ascii_punctuation)?),
            '^' | '$' | '.' | '|' | '?' | '*' | '+' | '(' | ')' | '[' | ']' | '{' | '}' => return None,
            other => text.push(other),
        }
    }
    Some(text)
}

/// Expressions, by class. A set of all of them (`RegexSet`) would have to remember which ones it has met, and an agent
/// made for that costs it a millisecond; whether one matches is known in one pass.
#[derive(Debug)]
struct Expressions {
    any: Regex,
    /// In the order of the classes.
    classes: Vec<(Traffic, Regex)>,
}

impl Expressions {
    fn new(mut sources: Vec<(Traffic, String)>) -> Option<Self> {
        let regex = |sources: &[(Traffic, String)]| {
            let sources: Vec<String> = sources.iter().map(|(_, source)| format!("(?:{source})")).collect();
            RegexBuilder::new(&sources.join("|")).unicode(false).build().ok()
        };
        sources.sort_by_key(|(traffic, _)| *traffic);
        let classes = sources.chunk_by(|(one, _), (other, _)| one == other);
        let classes = classes.map(|chunk| Some((chunk.first()?.0, regex(chunk)?))).collect::<Option<_>>()?;
        Some(Self { any: regex(&sources)?, classes })
    }

    fn find(&self, agent: &str) -> Option<Traffic> {
        let agent = agent.as_bytes();
        if !self.any.is_match(agent) {
            return None;
        }
        self.classes.iter().find(|(_, regex)| regex.is_match(agent)).map(|(traffic, _)| *traffic)
    }
}

/// The patterns, compiled: some 2 MB, immutable, safe to share between threads.
#[derive(Debug)]
pub struct AgentMatcher {
    literals: AhoCorasick,
    literal_classes: Vec<Traffic>,
    /// The other patterns of the data.
    expressions: Expressions,
    words: Expressions,
    phones: Regex,
}

impl AgentMatcher {
    /// All patterns of the data, or those added before a day, written `2025/01/01`. `None` where one is no regular
    /// expression.
    #[must_use]
    pub fn new(before: Option<&str>) -> Option<Self> {
        let (mut literals, mut literal_classes, mut expressions) = (Vec::new(), Vec::new(), Vec::new());
        for line in DATA.lines() {
            let mut fields = line.split('\t');
            let (added, tags, pattern) = (fields.next()?, fields.next()?, fields.next()?);
            let narrowed = list::NARROWED.iter().find(|(wide, _)| *wide == pattern);
            let pattern = narrowed.map_or(pattern, |(_, narrow)| narrow);
            if pattern.is_empty() || before.is_some_and(|day| added >= day) {
                continue;
            }
            let class = tags.split(',').map(tagged).min()?;
            if let Some(text) = literal(pattern) {
                literals.push(text);
                literal_classes.push(class);
            } else {
                expressions.push((class, pattern.to_owned()));
            }
        }
        let words = list::WORDS.iter().map(|(traffic, word)| (*traffic, format!("(?i:{word})")));
        Some(Self {
            literals: AhoCorasick::builder().match_kind(MatchKind::Standard).build(literals).ok()?,
            literal_classes,
            expressions: Expressions::new(expressions)?,
            words: Expressions::new(words.collect())?,
            phones: RegexBuilder::new(list::PHONES).unicode(false).case_insensitive(true).build().ok()?,
        })
    }

    /// The class and the coarse description of an agent.
    #[must_use]
    pub fn classify(&self, agent: &str) -> Agent {
        let agent = cut(agent);
        match (self.machine(agent), FAMILIES.as_ref()) {
            (None, Some(families)) => families.describe(agent),
            (machine, _) => Agent::machine(machine.unwrap_or(Traffic::Library)),
        }
    }

    /// What the data knows is more exact than what an agent says in passing, and that than its form.
    fn machine(&self, agent: &str) -> Option<Traffic> {
        let literals = self.literals.find_overlapping_iter(agent);
        let known = literals.filter_map(|found| self.literal_classes.get(found.pattern().as_usize()).copied()).min();
        let known = [known, self.expressions.find(agent)].into_iter().flatten().min();
        let said = || self.words.find(agent).filter(|_| !self.phones.is_match(agent.as_bytes()));
        known.or_else(said).or_else(|| (!list::is_browser(agent)).then_some(Traffic::Library))
    }
}
