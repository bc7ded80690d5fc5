//! "Test the connection" as the window shows it, and what goes in and out for it. Data only.

use std::path::PathBuf;

use jiff::Timestamp;

use super::protocol::JobId;
use crate::explain::Problem;
use crate::net::Authority;
use crate::net::diagnose::{Host, HostReport};

/// The test of the connection, from the first press until it is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionTest {
    /// The id of the cloud that is tested; `demo` for the demo tenant.
    pub cloud: String,
    /// Under way as this job.
    pub running: Option<JobId>,
    /// Every host that is needed, once known. Not all of them are tested.
    pub hosts: Vec<Host>,
    /// What was found so far.
    pub reports: Vec<HostReport>,
    /// When all of it was found.
    pub tested: Option<Timestamp>,
    /// Why nothing could be tested.
    pub problem: Option<Problem>,
    /// The file for the network team.
    pub team: TeamFile,
    /// The authority of an inspection.
    pub authority: AuthorityFile,
}

/// The file for the network team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamFile {
    /// Its path, as typed.
    pub path: String,
    /// Being written, or its path asked for, under this job.
    pub job: Option<JobId>,
    /// There is a file already; the person may replace it.
    pub exists: Option<PathBuf>,
    /// Where it was saved.
    pub saved: Option<PathBuf>,
    /// Why it was not.
    pub problem: Option<Problem>,
}

/// A file with the certificate of an authority, to be trusted until the window closes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityFile {
    /// Its path, as typed.
    pub path: String,
    /// Being asked for, read or trusted under this job.
    pub job: Option<JobId>,
    /// What is in it: shown before it counts.
    pub found: Vec<Authority>,
    /// Whether what was found is trusted.
    pub trusted: bool,
    /// Why it could not be read.
    pub problem: Option<Problem>,
}

impl ConnectionTest {
    /// The hosts that are tested, with what was found about each so far.
    pub fn rows(&self) -> impl Iterator<Item = (&Host, Option<&HostReport>)> {
        let tested = |host: &&Host| host.purposes.iter().any(|purpose| purpose.is_always_needed());
        self.hosts.iter().filter(tested).map(|host| (host, self.reports.iter().find(|report| report.host == *host)))
    }

    /// Whether something opens encrypted connections, so that its authority may have to be trusted.
    #[must_use]
    pub fn is_inspected(&self) -> bool {
        self.reports.iter().any(HostReport::is_inspected)
    }
}

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionAction {
    /// "Test the connection", or "Test again".
    Test,
    /// Stop testing; what was found stays.
    Stop,
    /// Close what was found.
    Close,
    /// Typed the path of the file for the network team.
    TeamPath(String),
    /// Choose it in the system's dialog.
    BrowseTeamPath,
    /// Save it.
    SaveTeam {
        /// Its text, in the person's words.
        text: String,
        /// Whether the file that is there may be replaced.
        replace: bool,
    },
    /// Typed the path of an authority's certificate.
    AuthorityPath(String),
    /// Choose it in the system's dialog.
    BrowseAuthority,
    /// Read it and show what is in it.
    ReadAuthority,
    /// Trust what was shown.
    Trust,
}

/// What the world answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionEvent {
    /// The hosts that are needed.
    Hosts(JobId, Vec<Host>),
    /// What was found about one of them.
    Host(JobId, Box<HostReport>),
    /// That was the last one.
    Tested(JobId, Timestamp),
    /// It could not be tested.
    NotTested(JobId, Problem),
    /// The system's dialog gave a path for the network team's file, or nothing.
    TeamPath(JobId, Option<PathBuf>),
    /// That file is there.
    TeamSaved(JobId, PathBuf),
    /// There is already a file of that name.
    TeamExists(JobId, PathBuf),
    /// It could not be written.
    TeamNotSaved(JobId, Problem),
    /// The system's dialog gave the path of a certificate, or nothing.
    AuthorityPath(JobId, Option<PathBuf>),
    /// What is in it.
    AuthorityRead(JobId, Vec<Authority>),
    /// It cannot be read, or not be trusted.
    AuthorityRefused(JobId, Problem),
    /// It is trusted from now on.
    Trusted(JobId),
}

/// What to do in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionEffect {
    /// Try the way to each host.
    Test {
        /// The job.
        job: JobId,
        /// The id of the cloud, where it is one of Microsoft's.
        cloud: String,
    },
    /// Ask for the path of the network team's file.
    AskTeamPath {
        /// The job.
        job: JobId,
        /// What is filled in.
        suggestion: PathBuf,
    },
    /// Write it.
    SaveTeam {
        /// The job.
        job: JobId,
        /// Where.
        path: PathBuf,
        /// What.
        text: String,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// Ask for the path of a certificate.
    AskAuthority {
        /// The job.
        job: JobId,
    },
    /// Read it.
    ReadAuthority {
        /// The job.
        job: JobId,
        /// Which file.
        path: PathBuf,
    },
    /// Trust it until the program ends.
    Trust {
        /// The job.
        job: JobId,
        /// As it was shown.
        authorities: Vec<Authority>,
    },
}

impl ConnectionEffect {
    /// Its job.
    #[must_use]
    pub fn job(&self) -> JobId {
        match self {
            Self::Test { job, .. }
            | Self::AskTeamPath { job, .. }
            | Self::SaveTeam { job, .. }
            | Self::AskAuthority { job }
            | Self::ReadAuthority { job, .. }
            | Self::Trust { job, .. } => *job,
        }
    }
}
