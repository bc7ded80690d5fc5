//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::demo::misbehaviour::Fault;
use crate::export::ExportFormat;
use crate::signin::SignInClient;
use crate::types::{ClientId, SetupId};

/// Connects a product to Microsoft 365: an app with exactly the permissions it needs, approved, checked and written down.
///
/// Without a command, the window opens.
#[derive(Debug, Parser)]
#[command(name = "onramp", version, about, long_about = None, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do in the terminal.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to open the window.
    #[command(flatten)]
    pub window: WindowArguments,
}

/// How to open the window.
#[derive(Clone, Debug, Args)]
pub struct WindowArguments {
    /// Open on the built-in demo tenant: a simulated Microsoft 365 on which everything can be tried.
    #[arg(long, conflicts_with = "cloud")]
    pub demo: bool,
    /// A file with the addresses of another cloud or test server.
    #[arg(long, value_name = "FILE")]
    pub cloud: Option<PathBuf>,
    /// The Microsoft cloud: global, gcc, gcchigh, dod or china. Without it, Onramp finds out.
    #[arg(long, value_name = "ID", conflicts_with_all = ["demo", "cloud"])]
    pub cloud_name: Option<String>,
    /// A PEM file with certificate authorities to trust beside the system's.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// How to draw; normally found out.
    #[arg(long, value_enum)]
    pub renderer: Option<Renderer>,
}

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Renderer {
    /// Vulkan, Metal or Direct3D.
    Wgpu,
    /// OpenGL.
    Glow,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the products.
    Presets(PresetsArguments),
    /// Show what a setup would change. Needs no network and no sign-in.
    Plan(PlanArguments),
    /// Set a product up.
    Apply(Box<ApplyArguments>),
    /// Go on with a setup that stopped half-way, or check a complete one again.
    Resume(ResumeArguments),
    /// Remove what a setup made.
    Undo(UndoArguments),
    /// Test the way to Microsoft 365 and what an account may do there. Changes nothing.
    Doctor(DoctorArguments),
    /// Keep an app's client secret in the keychain, for signing in as that app (--client-id).
    Credential(CredentialArguments),
    /// The built-in demo tenant.
    Demo(DemoArguments),
}

/// For `presets`.
#[derive(Debug, Args)]
pub struct PresetsArguments {
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// What is to be set up.
#[derive(Clone, Debug, Args)]
pub struct Choice {
    /// The product: an id from `onramp presets`.
    #[arg(long, value_name = "ID")]
    pub preset: String,
    /// An answer that the product needs.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    pub inputs: Vec<(String, String)>,
    /// A feature to switch on. Without this option, the product's usual features are on; with it, only those named.
    #[arg(long = "feature", value_name = "ID")]
    pub features: Vec<String>,
    /// The name of the application.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// How long the secret is valid, in months.
    #[arg(long, value_name = "MONTHS")]
    pub months: Option<u32>,
    /// Leave out permissions that others include.
    #[arg(long)]
    pub lean: bool,
    /// Add to an application that is there instead of registering a new one: its client id. It loses nothing.
    #[arg(long, value_name = "CLIENT_ID", conflicts_with = "name")]
    pub reuse: Option<ClientId>,
    /// Go on without a permission that the organisation does not know, such as a retired one.
    #[arg(long = "without", value_name = "PERMISSION")]
    pub without: Vec<String>,
}

/// For `plan`.
#[derive(Debug, Args)]
pub struct PlanArguments {
    /// What.
    #[command(flatten)]
    pub choice: Choice,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Where, and as whom.
#[derive(Clone, Debug, Args)]
pub struct Target {
    /// On the built-in demo tenant.
    #[arg(long, conflicts_with_all = ["tenant", "cloud"])]
    pub demo: bool,
    /// The organisation: a domain, an account or a tenant id.
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
    /// Who signs in to the demo tenant.
    #[arg(long, value_name = "NAME", requires = "demo")]
    pub account: Option<String>,
    /// Sign in with a code on another device, for computers without a browser. Many organisations block this way.
    #[arg(long, conflicts_with = "account")]
    pub device_code: bool,
    /// As which app a person signs in: azure-cli (no approval is asked, nothing stays behind), graph (Microsoft Graph
    /// Command Line Tools: an administrator approves exactly what is needed), or the client id of an app of yours.
    #[arg(long, value_name = "azure-cli|graph|CLIENT_ID")]
    pub sign_in_client: Option<SignInClient>,
    /// Nobody signs in: this app works as itself, with its application permissions. Its client secret comes from the
    /// keychain (see `onramp credential`), or it proves itself with --certificate.
    #[arg(long, value_name = "ID", conflicts_with_all = ["demo", "account", "device_code", "sign_in_client"])]
    pub client_id: Option<ClientId>,
    /// Take the app's client secret from the keychain. This is what happens without --certificate.
    #[arg(long, requires = "client_id", conflicts_with = "certificate")]
    pub client_secret_from_keyring: bool,
    /// A PEM file with the app's certificate and its private key.
    #[arg(long, value_name = "FILE", requires = "client_id")]
    pub certificate: Option<PathBuf>,
    /// A file with the addresses of another cloud or test server.
    #[arg(long, value_name = "FILE")]
    pub cloud: Option<PathBuf>,
    /// The Microsoft cloud: global, gcc, gcchigh, dod or china. Without it, Onramp finds out.
    #[arg(long, value_name = "ID", conflicts_with_all = ["demo", "cloud"])]
    pub cloud_name: Option<String>,
    /// A PEM file with certificate authorities to trust beside the system's.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

impl Target {
    /// The options that `resume` and `undo` need to find the same place again, each with a space before it.
    #[must_use]
    pub fn to_find_again(&self) -> String {
        let demo = self.demo.then(|| " --demo".to_owned());
        let cloud = self.cloud.as_ref().map(|path| format!(" --cloud {}", path.display()));
        let ca = self.ca.as_ref().map(|path| format!(" --ca {}", path.display()));
        let client = self.sign_in_client.map(|client| format!(" --sign-in-client {client}"));
        let app = self.client_id.map(|app| format!(" --client-id {app}"));
        let certificate = self.certificate.as_ref().map(|path| format!(" --certificate {}", path.display()));
        demo.into_iter().chain(cloud).chain(ca).chain(client).chain(app).chain(certificate).collect()
    }
}

/// What is done with the result.
#[derive(Clone, Debug, Args)]
pub struct Results {
    /// Save the values, the secret among them: `text=FILE`, `json=FILE` or `env=FILE`.
    #[arg(long = "export", value_name = "FORMAT=PATH", value_parser = export)]
    pub exports: Vec<(ExportFormat, PathBuf)>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// Put the value of the secret into the printed result.
    #[arg(long)]
    pub reveal_secret: bool,
    /// Where an administrator has to approve: wait for it, for so many minutes (30 without a number), then go on.
    #[arg(long, value_name = "MINUTES", num_args = 0..=1, require_equals = true, default_missing_value = "30")]
    pub wait: Option<u32>,
    /// Where an administrator has to approve: save a message to send, with the link. It holds no secret.
    #[arg(long, value_name = "FILE")]
    pub approval_mail: Option<PathBuf>,
}

/// For `apply`.
#[derive(Debug, Args)]
pub struct ApplyArguments {
    /// What.
    #[command(flatten)]
    pub choice: Choice,
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// And then.
    #[command(flatten)]
    pub results: Results,
    /// Do not ask before changing anything.
    #[arg(long)]
    pub yes: bool,
}

/// For `resume`.
#[derive(Debug, Args)]
pub struct ResumeArguments {
    /// The setup; not needed when only one is unfinished.
    pub setup: Option<SetupId>,
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// And then.
    #[command(flatten)]
    pub results: Results,
}

/// For `undo`.
#[derive(Debug, Args)]
pub struct UndoArguments {
    /// The setup; not needed when there is only one.
    pub setup: Option<SetupId>,
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// Only take back what was approved; the application and its secret stay.
    #[arg(long)]
    pub approvals_only: bool,
    /// Do not ask before removing anything.
    #[arg(long)]
    pub yes: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// For `doctor`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  everything is ready, or good to know
  2  something in the input is wrong, such as a domain that nobody has
  3  the account may not do everything that is needed
  4  the network does not let Onramp through")]
pub struct DoctorArguments {
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// Sign in too, and look at what the account may do. On the demo tenant, always.
    #[arg(long)]
    pub sign_in: bool,
    /// Look at what this product needs: an id from `onramp presets`.
    #[arg(long, value_name = "ID")]
    pub preset: Option<String>,
    /// Print only the text to hand to the network team: the hosts, what was found, what is asked of them. With FILE,
    /// write it there and print the findings as usual.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    #[allow(clippy::option_option, reason = "absent, without a file, with one")]
    pub for_network_team: Option<Option<PathBuf>>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// For `credential`.
#[derive(Debug, Args)]
pub struct CredentialArguments {
    /// What.
    #[command(subcommand)]
    pub command: CredentialCommand,
}

/// The commands of `credential`.
#[derive(Debug, Subcommand)]
pub enum CredentialCommand {
    /// Keep a client secret. It is asked for at a prompt, or read from stdin.
    Add(CredentialOf),
    /// Forget it.
    Remove(CredentialOf),
}

/// Whose secret.
#[derive(Clone, Debug, Args)]
pub struct CredentialOf {
    /// The app.
    #[arg(long, value_name = "ID")]
    pub client_id: ClientId,
    /// The organisation: a domain or a tenant id.
    #[arg(long, value_name = "TENANT")]
    pub tenant: String,
    /// A file with the addresses of another cloud or test server.
    #[arg(long, value_name = "FILE")]
    pub cloud: Option<PathBuf>,
    /// The Microsoft cloud: global, gcc, gcchigh, dod or china. Without it, Onramp finds out.
    #[arg(long, value_name = "ID", conflicts_with = "cloud")]
    pub cloud_name: Option<String>,
    /// A PEM file with certificate authorities to trust beside the system's.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

impl From<CredentialOf> for Target {
    fn from(of: CredentialOf) -> Self {
        Self {
            demo: false,
            tenant: Some(of.tenant),
            account: None,
            device_code: false,
            sign_in_client: None,
            client_id: Some(of.client_id),
            client_secret_from_keyring: true,
            certificate: None,
            cloud: of.cloud,
            cloud_name: of.cloud_name,
            ca: of.ca,
        }
    }
}

/// For `demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// What.
    #[command(subcommand)]
    pub command: DemoCommand,
}

/// The commands of `demo`.
#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    /// Run the demo tenant alone, until it is stopped.
    Serve(ServeArguments),
    /// Throw away what was tried on the demo tenant.
    Reset,
}

/// For `demo serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The port on this computer; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// The address of a server of yours that passes everything on to this one, such as a TLS front on this computer:
    /// https://localhost:8443.
    #[arg(long, value_name = "ADDRESS")]
    pub front: Option<Url>,
    /// Milliseconds that each answer takes longer.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
    /// Milliseconds for which new objects stay unknown to other calls.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub lag: u64,
    /// A failure: METHOD:PATH:WHAT[:times=N|all][:skip=N], where WHAT is error=STATUS,CODE,MESSAGE, throttle=SECONDS,
    /// drop-before, drop-after, truncate, not-json, challenge (a rule demands a fresh sign-in) or end-session (all
    /// sign-ins of the person end), and * stands for any method or path.
    #[arg(long = "fault", value_name = "FAULT")]
    pub faults: Vec<Fault>,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        _ => Err("write KEY=VALUE".to_owned()),
    }
}

fn export(text: &str) -> Result<(ExportFormat, PathBuf), String> {
    let unknown = || "write FORMAT=PATH, where FORMAT is text, json or env".to_owned();
    let (format, path) = text.split_once('=').ok_or_else(unknown)?;
    let format = ExportFormat::ALL.into_iter().find(|f| f.name() == format).ok_or_else(unknown)?;
    if path.is_empty() { Err(unknown()) } else { Ok((format, PathBuf::from(path))) }
}
