//! One function per effect: calls the capability and puts its answer into the wizard's words. No rule of the wizard is
//! here, and no HTTP.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::demo_browser::DemoBrowser;
use super::world::World;
use crate::cloud::{Cloud, CloudFault, KnownCloud};
use crate::explain::{Details, Fault, FaultKind, Problem, explain};
use crate::export::{self, ExportError, Rendered};
use crate::graph::{Graph, GraphParts};
use crate::journal::{History, Stage};
use crate::plan::Plan;
use crate::preset;
use crate::setup::{Engine, EngineParts, Findings, Outcome, PreflightTarget};
use crate::signin::{self, Asking, DeviceCode, LandingPage, OpenBrowser, Session, SignInError, SignInRequest};
use crate::types::{SecretValue, SetupId, TenantId};
use crate::verify::{self, VerifyParts};
use crate::wizard::{CUSTOM_CLOUD, Event, FoundCloud, JobId, ResumableSetup, SaveRequest};

/// How long a copied secret stays on the clipboard.
const CLIPBOARD_LIFE: Duration = Duration::from_mins(1);

/// Reads what was kept from earlier starts.
pub(super) async fn load_earlier(world: Arc<World>) {
    let blocking = Arc::clone(&world);
    let read = tokio::task::spawn_blocking(move || {
        let (draft, theme) = blocking.keeper().load();
        if let Some(client) = blocking.keeper().client() {
            blocking.tell(Event::ClientKept(client));
        }
        let unfinished = blocking.journal().unfinished().unwrap_or_else(|error| {
            tracing::warn!(%error, "the journals of earlier setups cannot be read");
            Vec::new()
        });
        let here = |history: &History| same_place(&history.begun.cloud, &blocking.parts().cloud);
        let resumable = unfinished.into_iter().filter(here).map(resumable).collect();
        let save_folder = blocking.parts().desktop.save_folder();
        let save_folder = save_folder.unwrap_or_else(|| blocking.parts().home.folder().to_owned());
        Event::Started { draft, resumable, theme, save_folder }
    });
    // Only when the program ends is there no answer.
    if let Ok(event) = read.await {
        world.tell(event);
    }
}

/// Whether a setup that began there can go on here. The demo tenant has another port at each start.
fn same_place(there: &Cloud, here: &Cloud) -> bool {
    // From one of Microsoft's clouds, any other can be chosen, also one that was in a file.
    there == here || (there.is_demo() && here.is_demo()) || (!there.is_demo() && here.is_built_in())
}

fn resumable(history: History) -> ResumableSetup {
    let secret_lost = history.stage == Stage::Complete && history.secret_is_lost();
    let awaits_approval = history.stage == Stage::AwaitingApproval;
    let begun = history.begun;
    ResumableSetup {
        id: begun.setup,
        product: begun.plan.product.clone(),
        app_name: begun.plan.app_name.to_string(),
        tenant: begun.tenant_name.unwrap_or_else(|| begun.tenant.to_string()),
        tenant_id: begun.tenant,
        cloud: begun.cloud.id,
        begun: history.began,
        secret_lost,
        awaits_approval,
        plan: begun.plan,
    }
}

/// Opens an address.
pub(super) async fn open_link(world: Arc<World>, address: String) {
    if let Err(error) = world.parts().desktop.open(&address).await {
        tracing::warn!(%error, "a link was not opened");
        world.tell(Event::LinkFailed(address));
    }
}

/// Empties the clipboard in a minute, if it still holds the secret.
pub(super) async fn clear_clipboard_later(world: Arc<World>, secret: SecretValue) {
    world.parts().clock.sleep(CLIPBOARD_LIFE).await;
    let empty = move || {
        world.parts().desktop.empty_clipboard_of(&secret);
        world.clipboard_emptied_of(&secret);
    };
    let done = tokio::task::spawn_blocking(empty).await;
    if done.is_err() {
        tracing::warn!("the clipboard was not looked at");
    }
}

/// Signs somebody in.
pub(super) async fn sign_in(
    world: Arc<World>,
    cancel: CancellationToken,
    job: JobId,
    hint: String,
    demo_account: Option<String>,
    cloud: Option<String>,
    asking: Asking,
) -> Event {
    let parts = world.parts();
    let (cloud, tenant) = match whereabouts(&world, &cancel, job, &place_of(&hint, &asking), cloud).await {
        Ok(found) => found,
        Err(event) => return event,
    };
    let demo = demo_account.and_then(|key| world.accounts().iter().find(|account| account.key == key));
    let demo = demo.map(|account| DemoBrowser::new(account.username.clone()));
    let browser: &dyn OpenBrowser = match &demo {
        Some(browser) => browser,
        None => &*parts.desktop,
    };
    let mut request = request(&world, &hint, tenant, &asking);
    request.landing = LandingPage::new(&parts.texts);
    let on_address = |address: &str| world.tell(Event::SignInAddress(job, address.to_owned()));
    let signed_in = signin::sign_in(&parts.network, &cloud, request, browser, &parts.clock, &cancel, &on_address).await;
    settled(&world, &cancel, job, signed_in).await
}

/// Signs somebody in with a code on another device.
pub(super) async fn sign_in_with_code(
    world: Arc<World>,
    cancel: CancellationToken,
    job: JobId,
    hint: String,
    cloud: Option<String>,
    asking: Asking,
) -> Event {
    let parts = world.parts();
    let (cloud, tenant) = match whereabouts(&world, &cancel, job, &place_of(&hint, &asking), cloud).await {
        Ok(found) => found,
        Err(event) => return event,
    };
    let request = request(&world, &hint, tenant, &asking);
    let on_code = |code: &DeviceCode| world.tell(Event::SignInCode(job, code.clone()));
    let signed_in = signin::sign_in_with_code(&parts.network, &cloud, request, &parts.clock, &cancel, &on_code).await;
    settled(&world, &cancel, job, signed_in).await
}

/// By what the organization is found: the one of an earlier sign-in, or what was typed.
fn place_of(hint: &str, asking: &Asking) -> String {
    asking.again.as_ref().map_or_else(|| hint.to_owned(), |again| again.tenant.to_string())
}

/// What to ask Microsoft for. Whoever renews a sign-in shows what was demanded of it.
fn request(world: &World, hint: &str, tenant: Option<TenantId>, asking: &Asking) -> SignInRequest {
    let claims = asking.again.as_ref().and_then(|_| world.session()?.demanded());
    let request = SignInRequest { tenant, claims, ..SignInRequest::for_setup(Some(hint)) };
    request.asking(asking)
}

/// Reads a cloud file, for the next sign-in.
pub(super) async fn read_cloud(world: Arc<World>, cancel: CancellationToken, job: JobId, path: PathBuf) -> Event {
    let read = tokio::task::spawn_blocking(move || Cloud::from_file(&path)).await;
    match read {
        Ok(Ok(cloud)) => use_cloud(&world, &cancel, job, cloud),
        Ok(Err(error)) => Event::CloudUnreadable(job, CloudFault::from(&error)),
        Err(error) => Event::CloudUnreadable(job, CloudFault::Unreadable(error.to_string())),
    }
}

/// Takes the cloud of an earlier setup, for the next sign-in: its file may be gone.
pub(super) async fn recall_cloud(world: Arc<World>, cancel: CancellationToken, job: JobId, setup: SetupId) -> Event {
    let journal = world.journal();
    let unreadable = |why: String| Event::CloudUnreadable(job, CloudFault::Unreadable(why));
    match tokio::task::spawn_blocking(move || journal.history(setup)).await {
        Ok(Ok(history)) => use_cloud(&world, &cancel, job, history.begun.cloud),
        Ok(Err(error)) => unreadable(error.to_string()),
        Err(error) => unreadable(error.to_string()),
    }
}

fn use_cloud(world: &World, cancel: &CancellationToken, job: JobId, cloud: Cloud) -> Event {
    let host = cloud.login.host_str().unwrap_or_default().to_owned();
    world.keep_custom(cloud, cancel);
    Event::CloudRead(job, host)
}

/// Asks for a file to open.
pub(super) async fn ask_file(world: Arc<World>, cancel: CancellationToken, job: JobId) -> Event {
    tokio::select! {
        path = world.parts().desktop.ask_file() => Event::PathChosen(job, path),
        () = cancel.cancelled() => Event::PathChosen(job, None),
    }
}

/// Where to sign in: the chosen cloud, or the one in which the organization is found. When that is another one than
/// the program was started for, nobody is sent to sign in before they have read so: the event says it instead.
async fn whereabouts(
    world: &World,
    cancel: &CancellationToken,
    job: JobId,
    hint: &str,
    chosen: Option<String>,
) -> Result<(Cloud, Option<TenantId>), Event> {
    let start = &world.parts().cloud;
    if !start.is_built_in() {
        return Ok((start.clone(), None));
    }
    if chosen.as_deref() == Some(CUSTOM_CLOUD) {
        let custom = world.custom();
        let none = || broken(&"no cloud file was read");
        return custom.map(|cloud| (cloud, None)).ok_or_else(|| Event::SignInFailed(job, none()));
    }
    let (cloud, known) = match (chosen.as_deref().map_or_else(|| Ok(start.clone()), Cloud::named), KnownCloud::all()) {
        (Ok(cloud), Ok(known)) => (cloud, known),
        (Err(error), _) | (_, Err(error)) => return Err(Event::SignInFailed(job, broken(&error))),
    };
    let located = tokio::select! {
        biased;
        () = cancel.cancelled() => Err(SignInError::Cancelled),
        located = signin::locate(&world.parts().network, &cloud, chosen.is_some(), &known, hint) => located,
    };
    let located = located.map_err(|error| Event::SignInFailed(job, explain(&error.fault())))?;
    let Some(located) = located else { return Ok((cloud, None)) };
    let found = FoundCloud { name: located.name, cloud: located.cloud.id.clone() };
    if located.cloud != cloud {
        return Err(Event::OtherCloudFound(job, found));
    }
    world.tell(Event::CloudFound(job, found));
    Ok((located.cloud, Some(located.tenant)))
}

/// Keeps the sign-in and says who it is, or why there is none.
async fn settled(
    world: &World,
    cancel: &CancellationToken,
    job: JobId,
    signed_in: Result<Session, SignInError>,
) -> Event {
    match signed_in {
        Ok(session) => {
            let account = session.account().clone();
            if let Some(earlier) = world.sign_in_as(session, cancel) {
                earlier.sign_out().await;
            }
            Event::SignedIn(job, account)
        }
        Err(error) => Event::SignInFailed(job, explain(&error.fault())),
    }
}

/// An engine for whoever is signed in; `None` if nobody is.
fn engine(world: &World, cancel: CancellationToken) -> Option<Engine> {
    let session = world.session()?;
    let account = session.account().clone();
    let graph = Graph::new(GraphParts {
        network: world.parts().network.clone(),
        cloud: session.cloud().clone(),
        tokens: Arc::new(session),
        clock: world.parts().clock.clone(),
        cancel,
    });
    Some(Engine::new(EngineParts { graph, journal: world.journal(), vault: world.vault().clone(), account }))
}

/// Nobody is signed in.
fn signed_out() -> Problem {
    explain(&Fault { kind: FaultKind::Own("sign-in-ended"), details: Details::default() })
}

/// Looks at the tenant. Reading may be dropped at any point.
pub(super) async fn preflight(
    world: Arc<World>,
    cancel: CancellationToken,
    job: JobId,
    target: PreflightTarget,
    again: bool,
) -> Event {
    let Some(engine) = engine(&world, cancel) else { return Event::NotFound(job, signed_out()) };
    let found = if again { engine.preflight_again(&target).await } else { engine.preflight(&target).await };
    match found {
        Ok(findings) => Event::Found(job, Box::new(findings)),
        Err(error) => Event::NotFound(job, error.problem()),
    }
}

/// Makes a plan true.
pub(super) async fn apply(
    world: Arc<World>,
    cancel: CancellationToken,
    job: JobId,
    plan: Plan,
    findings: Findings,
) -> Event {
    let Some(engine) = engine(&world, cancel) else { return Event::SetupStopped(job, signed_out()) };
    match engine.apply(&plan, &findings, &|news| world.tell(Event::Setup(job, news))).await {
        Ok(outcome) => Event::SetupDone(job, outcome),
        Err(error) => Event::SetupStopped(job, error.problem()),
    }
}

/// Goes on with a setup.
pub(super) async fn resume(world: Arc<World>, cancel: CancellationToken, job: JobId, setup: SetupId) -> Event {
    let Some(engine) = engine(&world, cancel) else { return Event::SetupStopped(job, signed_out()) };
    match engine.resume(setup, &|news| world.tell(Event::Setup(job, news))).await {
        Ok((_, outcome)) => Event::SetupDone(job, outcome),
        Err(error) => Event::SetupStopped(job, error.problem()),
    }
}

/// Waits until an administrator has approved.
pub(super) async fn await_approval(world: Arc<World>, cancel: CancellationToken, job: JobId, setup: SetupId) -> Event {
    let Some(engine) = engine(&world, cancel) else { return Event::SetupStopped(job, signed_out()) };
    match engine.await_approval(setup, &|news| world.tell(Event::Setup(job, news))).await {
        Ok(outcome) => Event::SetupDone(job, outcome),
        Err(error) => Event::SetupStopped(job, error.problem()),
    }
}

/// Writes the message to the administrator. A file that is there is left alone.
pub(super) async fn save_message(job: JobId, path: PathBuf, text: String) -> Event {
    let written = tokio::task::spawn_blocking(move || export::save(&path, &Rendered::message(&text), false)).await;
    match written {
        Ok(Ok(path)) => Event::MessageSaved(job, path),
        Ok(Err(error)) => Event::MessageNotSaved(job, explain(&error.fault())),
        Err(error) => Event::MessageNotSaved(job, broken(&error)),
    }
}

/// Removes what a setup made.
pub(super) async fn undo(world: Arc<World>, cancel: CancellationToken, job: JobId, setup: SetupId) -> Event {
    let Some(engine) = engine(&world, cancel) else { return Event::SetupStopped(job, signed_out()) };
    match engine.undo(setup, &|news| world.tell(Event::Setup(job, news))).await {
        Ok(_) => Event::Undone(job),
        Err(error) => Event::SetupStopped(job, error.problem()),
    }
}

/// Takes back only what was approved with a setup.
pub(super) async fn revoke(world: Arc<World>, cancel: CancellationToken, job: JobId, setup: SetupId) -> Event {
    let Some(engine) = engine(&world, cancel) else { return Event::SetupStopped(job, signed_out()) };
    match engine.revoke(setup, &|news| world.tell(Event::Setup(job, news))).await {
        Ok(_) => Event::Revoked(job),
        Err(error) => Event::SetupStopped(job, error.problem()),
    }
}

/// Runs the checks.
pub(super) async fn verify(
    world: Arc<World>,
    cancel: CancellationToken,
    job: JobId,
    plan: Plan,
    outcome: Outcome,
) -> Event {
    let parts = VerifyParts {
        network: world.parts().network.clone(),
        cloud: world.session().map_or_else(|| world.parts().cloud.clone(), |session| session.cloud().clone()),
        clock: world.parts().clock.clone(),
        cancel,
    };
    let last = verify::verify(&parts, &plan, &outcome, &|news| world.tell(Event::Check(job, news))).await;
    for news in last {
        world.tell(Event::Check(job, news));
    }
    Event::ChecksDone(job)
}

/// Asks for a path.
pub(super) async fn ask_path(world: Arc<World>, cancel: CancellationToken, job: JobId, suggestion: PathBuf) -> Event {
    tokio::select! {
        path = world.parts().desktop.ask_path(&suggestion) => Event::PathChosen(job, path),
        () = cancel.cancelled() => Event::PathChosen(job, None),
    }
}

/// Writes a file. Not once it is cancelled: its secret may be about to be removed.
pub(super) async fn save(cancel: CancellationToken, job: JobId, request: SaveRequest) -> Event {
    let written = tokio::task::spawn_blocking(move || write(job, &request, &cancel)).await;
    written.unwrap_or_else(|error| Event::SaveFailed(job, broken(&error)))
}

fn write(job: JobId, request: &SaveRequest, cancel: &CancellationToken) -> Event {
    let preset = match preset::by_id(&request.plan.preset) {
        Ok(preset) => preset,
        Err(error) => return Event::SaveFailed(job, broken(&error)),
    };
    let rendered = export::render(request.format, &preset, &request.plan, &request.outcome);
    if cancel.is_cancelled() {
        let cancelled = Fault { kind: FaultKind::Own("cancelled"), details: Details::default() };
        return Event::SaveFailed(job, explain(&cancelled));
    }
    match rendered.and_then(|rendered| export::save(&request.path, &rendered, request.overwrite)) {
        Ok(path) => Event::Saved(job, path),
        Err(ExportError::Exists { path }) if !request.overwrite => Event::SaveWouldOverwrite(job, path),
        Err(error) => Event::SaveFailed(job, explain(&error.fault())),
    }
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    let details = Details { message: Some(error.to_string()), ..Details::default() };
    explain(&Fault { kind: FaultKind::Own("unexpected"), details })
}
