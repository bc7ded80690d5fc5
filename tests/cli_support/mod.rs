//! The program itself, as somebody runs it in a terminal: on a desk of its own, never on the real one.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "shared by test files, which fail by panicking"
)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use onramp::signin::OpenBrowser as _;
use onramp::worker::DemoBrowser;
use serde_json::Value;

pub const MEGAN: &str = "megan@contoso.example";

/// What is always said about the product in these tests.
pub const PRODUCT: [&str; 4] =
    ["--preset", "cirrus-insight-service-account", "--set", "test_mailbox=alex@contoso.example"];

/// A person's computer: an empty home, a data folder, and no keychain.
pub struct Desk {
    folder: tempfile::TempDir,
    log: Option<&'static str>,
    keychain: bool,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e} in {:?}\n{}", self.out, self.err))
    }

    /// Asserts the exit code; shows what was said if it is another.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "data", "files"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder, log: None, keychain: false }
    }

    /// A desk with this computer's keychain; `None` where tests may not use it.
    pub fn with_keychain() -> Option<Self> {
        if std::env::var_os("ONRAMP_TEST_KEYRING").is_some_and(|value| value == "1") {
            return Some(Self { keychain: true, ..Self::new() });
        }
        println!("skipped: set ONRAMP_TEST_KEYRING=1 where there is an unlocked keychain");
        None
    }

    /// A desk whose program says everything it can.
    pub fn talkative() -> Self {
        Self { log: Some("trace"), ..Self::new() }
    }

    /// `ONRAMP_DATA_DIR`.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The home of the person, which must stay empty.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A file of the person's.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("files").join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onramp"));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in ["ONRAMP_LOG", "DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        command
            .env("ONRAMP_DATA_DIR", self.data())
            .env("HOME", self.home())
            .env("LANG", "C.UTF-8")
            .env("NO_PROXY", "localhost,127.0.0.1")
            .env("BROWSER", "true");
        if !self.keychain {
            command.env("XDG_RUNTIME_DIR", self.home()).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        }
        if let Some(log) = self.log {
            command.env("ONRAMP_LOG", log);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, &[])
    }

    /// As [`Desk::run`], with more environment variables.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
        let output = self.command(arguments).envs(variables.iter().copied()).output().unwrap();
        Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `onramp apply` of the product on the demo tenant, with more arguments.
    pub fn apply_demo(&self, more: &[&str]) -> Ended {
        self.run(&[&["apply", "--demo", "--yes"], &PRODUCT[..], more].concat())
    }

    /// Runs the program while somebody signs in, in the browser, at the address that it prints.
    pub fn run_in_company(&self, arguments: &[&str], username: &str) -> Ended {
        self.watched(arguments, username, None, None)
    }

    /// As [`Desk::run_in_company`], while `approver` opens the link for administrators as soon as it is printed.
    pub fn run_with_administrator(&self, arguments: &[&str], username: &str, approver: &str) -> Ended {
        self.watched(arguments, username, None, Some(approver))
    }

    /// As [`Desk::run_in_company`], but pulls the plug as soon as stderr says `words`.
    pub fn run_until(&self, arguments: &[&str], username: &str, words: &str) -> Ended {
        self.watched(arguments, username, Some(words), None)
    }

    fn watched(&self, arguments: &[&str], username: &str, until: Option<&str>, approver: Option<&str>) -> Ended {
        let mut child = self.command(arguments).spawn().unwrap();
        let mut err = String::new();
        for line in BufReader::new(child.stderr.take().unwrap()).lines() {
            let line = line.unwrap();
            err.push_str(&line);
            err.push('\n');
            if let Some(address) = line.split_whitespace().find(|w| w.starts_with("http") && w.contains("/authorize?"))
            {
                sign_in(address, username);
            }
            if let Some((address, rest)) = line.split_once(" and type the code ") {
                let address = address.rsplit(' ').next().unwrap();
                type_code(address, rest.split('.').next().unwrap(), username);
            }
            let address = line.split_whitespace().find(|word| word.contains("/adminconsent?"));
            if let (Some(address), Some(approver)) = (address, approver) {
                approve(address, approver);
            }
            if until.is_some_and(|words| line.contains(words)) {
                child.kill().unwrap();
            }
        }
        let mut out = String::new();
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        Ended { code: child.wait().unwrap().code(), out, err }
    }

    /// `onramp demo serve`, with a cloud file that names it.
    pub fn serve(&self, arguments: &[&str]) -> Served {
        let mut command = self.command(&[&["demo", "serve"], arguments].concat());
        // Nobody reads its progress here; a full pipe would stop it. A log goes to a file.
        let log = std::fs::File::create(self.file("serve.log")).unwrap();
        let mut child = command.stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut cloud = String::new();
        while !cloud.contains("o365_management") {
            assert_ne!(lines.read_line(&mut cloud).unwrap(), 0, "the demo tenant ended: {cloud}");
        }
        let cloud_file = self.file("cloud.toml");
        std::fs::write(&cloud_file, cloud).unwrap();
        Served { child, _lines: lines, cloud_file }
    }

    /// The folders of setups that were begun, real or demo.
    pub fn setups(&self, demo: bool) -> Vec<PathBuf> {
        let folder = if demo { self.data().join("demo/setups") } else { self.data().join("setups") };
        files_in(&folder)
    }
}

/// A demo tenant that runs as a program of its own, until dropped.
pub struct Served {
    child: Child,
    /// Kept open: a closed pipe would be noticed.
    _lines: BufReader<ChildStdout>,
    pub cloud_file: PathBuf,
}

impl Served {
    pub fn cloud(&self) -> &str {
        self.cloud_file.to_str().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a person does in the browser.
fn sign_in(address: &str, username: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(DemoBrowser::new(username.to_owned()).open(address)).unwrap();
}

/// What a person does on another device.
fn type_code(address: &str, code: &str, username: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let typed = browser.post(address).form(&[("user_code", code), ("account", username)]).send();
    assert_eq!(runtime.block_on(typed).unwrap().status(), 200);
}

/// What an administrator does with the link for the approval.
pub fn approve(link: &str, username: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut address = url::Url::parse(link).unwrap();
    let mut fields: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    fields.push(("account".to_owned(), username.to_owned()));
    address.set_query(None);
    let approved = runtime.block_on(browser.post(address).form(&fields).send()).unwrap();
    assert_eq!(approved.status(), 200);
}

/// Every file below a folder; none if it is not there.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_in(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The values of a `.env` file: `KEY='value'`.
pub fn env_file(path: &Path) -> std::collections::BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (key, value) = line.split_once('=').unwrap();
            (key.to_owned(), value.strip_prefix('\'').and_then(|v| v.strip_suffix('\'')).unwrap().to_owned())
        })
        .collect()
}
