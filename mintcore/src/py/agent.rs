//! User agents.

use pyo3::prelude::*;

use super::argument::Text;
use crate::agent;
use crate::error::Error;

/// What is kept of an agent.
#[pyclass(frozen, get_all, eq, hash, module = "mintcore")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Agent {
    traffic: &'static str,
    browser: &'static str,
    browser_major: u16,
    os: &'static str,
    device: &'static str,
}

#[pymethods]
impl Agent {
    fn __repr__(&self) -> String {
        let Self { traffic, browser, browser_major, os, device } = self;
        format!(
            "Agent(traffic={traffic:?}, browser={browser:?}, browser_major={browser_major}, os={os:?}, device={device:?})"
        )
    }
}

impl From<agent::Agent> for Agent {
    fn from(agent: agent::Agent) -> Self {
        let agent::Agent { traffic, browser, browser_major, os, device } = agent;
        Self { traffic: traffic.name(), browser, browser_major, os, device }
    }
}

/// The patterns that were known before a day.
#[pyclass(frozen, module = "mintcore")]
pub(super) struct AgentMatcher(agent::AgentMatcher);

#[pymethods]
impl AgentMatcher {
    #[staticmethod]
    fn before(day: Text) -> PyResult<Self> {
        let matcher = agent::AgentMatcher::new(Some(&day.0));
        Ok(Self(matcher.ok_or(Error::Argument("the patterns of user agents cannot be compiled"))?))
    }

    #[pyo3(signature = (agent))]
    fn classify(&self, agent: Option<Text>) -> Agent {
        self.0.classify(agent.as_ref().map_or("", |agent| &agent.0)).into()
    }
}

// Two microseconds: giving the GIL away and taking it back would take as long where others wait for it.
#[pyfunction]
#[pyo3(signature = (agent))]
pub(super) fn classify_agent(agent: Option<Text>) -> Agent {
    agent::classify_agent(agent.as_ref().map_or("", |agent| &agent.0)).into()
}
