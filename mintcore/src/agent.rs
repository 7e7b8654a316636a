//! User agents: who asks (a person or which kind of machine), and the coarse description that telemetry may keep.
//!
//! A machine is found in three steps, each one pass over at most [`MAX_CHARACTERS`] characters: the patterns of the
//! data file crawler-user-agents, then a short list of words that machines say of themselves, then the form: what is
//! not built like a browser's agent is a library. All matching is by automata that never go back (`aho-corasick`,
//! `regex`): the time is linear in the length of any text.

use std::sync::LazyLock;

use family::Families;
pub use matcher::AgentMatcher;

mod family;
mod list;
mod matcher;

/// Characters of an agent that are looked at.
pub const MAX_CHARACTERS: usize = 512;

/// Who asks. Where an agent is of several classes, the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Traffic {
    /// A crawler that feeds a model, or an assistant that reads for its user.
    Ai,
    /// A messenger or network that shows a preview of a link.
    Preview,
    /// A search engine.
    Search,
    /// A check of availability or speed.
    Monitor,
    /// Any other machine that says so: marketing, archives, research, security, steered browsers.
    Scanner,
    /// A program's HTTP library, a reader of feeds, or what says nothing of itself.
    Library,
    /// None of these.
    Person,
}

impl Traffic {
    /// The name that callers match on: part of the Python contract, never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ai => "ai",
            Self::Preview => "preview",
            Self::Search => "search",
            Self::Monitor => "monitor",
            Self::Scanner => "scanner",
            Self::Library => "library",
            Self::Person => "person",
        }
    }
}

/// What is kept of an agent. No field holds any of its text; `other` and 0 stand for what is not known, and for every
/// machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Agent {
    /// Who asks.
    pub traffic: Traffic,
    /// The browser's family, or the app in which it runs.
    pub browser: &'static str,
    /// Its major version, 0 to 9999.
    pub browser_major: u16,
    /// `iOS`, `Android`, `Windows`, `macOS`, `Linux`, `ChromeOS` or `other`.
    pub os: &'static str,
    /// `phone`, `tablet`, `desktop`, `tv` or `other`.
    pub device: &'static str,
}

impl Agent {
    const fn machine(traffic: Traffic) -> Self {
        Self { traffic, browser: family::OTHER, browser_major: 0, os: family::OTHER, device: family::OTHER }
    }
}

/// Made at the first use, from constants only: `tests/agent.rs` proves that it is there. Were it not, nobody would be a
/// person, and nothing would be activated.
static MATCHER: LazyLock<Option<AgentMatcher>> = LazyLock::new(|| AgentMatcher::new(None));
static FAMILIES: LazyLock<Option<Families>> = LazyLock::new(Families::new);

/// The class and the coarse description of an agent, by all of the data. An empty agent is a library.
#[must_use]
pub fn classify_agent(agent: &str) -> Agent {
    match MATCHER.as_ref() {
        Some(matcher) => matcher.classify(agent),
        None => Agent::machine(Traffic::Library),
    }
}

/// The first characters, without white space around them.
fn cut(agent: &str) -> &str {
    let end = agent.char_indices().nth(MAX_CHARACTERS).map_or(agent.len(), |(end, _)| end);
    agent.get(..end).unwrap_or_default().trim_ascii()
}
