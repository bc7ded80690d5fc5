//! `onramp doctor`: the way to Microsoft 365, the organisation, and what an account may do there. Changes nothing.

use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{DoctorArguments, Target};
use super::exit::{CliError, Exit};
use super::output;
use super::session::Place;
use crate::clock::Clock;
use crate::explain::{Details, Fault, FaultKind, explain};
use crate::export;
use crate::net::Certificate;
use crate::net::diagnose::{self, Host, HostReport};
use crate::plan::Draft;
use crate::preset::{self, Api, PermissionKind, Preset};
use crate::setup::{Findings, PreflightTarget};
use crate::signin::{Organization, SignInError, find_organization};
use crate::t;
use crate::text::Texts;
use crate::words::findings::{self, Level, Row, Way};
use crate::words::network;
use crate::words::network_team::{self, Tested};

/// AADSTS90002: no organisation has that name.
const TENANT_UNKNOWN: u32 = 90002;

/// All that was found.
struct Report {
    cloud: String,
    hosts: Vec<Host>,
    network: Vec<HostReport>,
    tested: Timestamp,
    /// What was asked for, and what it is; `None` where nobody asked or the network is broken.
    organization: Option<(String, Organization)>,
    /// Rows about the tenant, each with the address of a page that helps; `None` where nobody signed in.
    tenant: Option<Vec<(Row, Option<String>)>>,
}

pub async fn run(arguments: DoctorArguments, texts: &Texts) -> Result<Exit, CliError> {
    let preset = arguments.preset.as_deref().map(|id| of_preset(id, texts)).transpose()?;
    let target = &arguments.target;
    let place = Place::open(target).await?;
    let clock = Clock::system();
    let mut report = Report {
        cloud: place.cloud.id.clone(),
        hosts: diagnose::hosts(&place.cloud),
        network: diagnose::diagnose(&place.network, &place.cloud, &clock, &|_| ()).await?,
        tested: clock.now(),
        organization: None,
        tenant: None,
    };
    match &arguments.for_network_team {
        // Only the text: nobody asked for more.
        Some(None) => {
            output::out(&report.for_network_team(texts));
            return Ok(report.exit());
        }
        Some(Some(file)) => save(file.clone(), report.for_network_team(texts), texts).await?,
        None => {}
    }
    let further = if report.network.iter().any(HostReport::is_broken) {
        Ok(())
    } else {
        look_further(&mut report, place, &arguments, preset.as_ref(), texts).await
    };
    // What was found is told even when the rest was not to be had.
    if arguments.json {
        output::json(&report.in_json(texts));
    } else {
        report.print(texts);
        if further.is_ok() {
            let looks_further = target.tenant.is_some() || arguments.sign_in || target.demo;
            output::out(&format!("\n{}", report.summary(looks_further, texts)));
        }
    }
    further.map(|()| report.exit())
}

async fn look_further(
    report: &mut Report,
    place: Place,
    arguments: &DoctorArguments,
    preset: Option<&Preset>,
    texts: &Texts,
) -> Result<(), CliError> {
    let target: &Target = &arguments.target;
    if let Some(hint) = &target.tenant {
        let found = find_organization(&place.network, &place.cloud, hint).await.map_err(|error| of_hint(&error))?;
        report.organization = Some((hint.clone(), found));
    }
    if arguments.sign_in || target.demo || target.client_id.is_some() {
        let wanted = preset.map_or_else(anything, usual_wishes);
        let mut session = place.sign_in(target, &wanted, texts).await?;
        let found = session.look(target, &wanted, texts).await?;
        report.tenant = Some(tenant_rows(texts, &found, preset, &wanted));
    }
    Ok(())
}

async fn save(file: PathBuf, text: String, texts: &Texts) -> Result<(), CliError> {
    let write = move || export::save_text(&file, &text, true);
    let failed = |fault: &Fault| CliError::Problem(Box::new(explain(fault)), Exit::BadInput);
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(path)) => {
            output::err(&t!(texts, "cli-team-saved", path = path.display().to_string()));
            Ok(())
        }
        Ok(Err(error)) => Err(failed(&error.fault())),
        Err(error) => {
            let details = Details { message: Some(error.to_string()), ..Details::default() };
            Err(failed(&Fault { kind: FaultKind::Own("unexpected"), details }))
        }
    }
}

/// A domain that nobody has is a mistake in the input, not a matter of rights.
fn of_hint(error: &SignInError) -> CliError {
    let mistyped = match error {
        SignInError::Hint => true,
        SignInError::Refused(refusal) => refusal.code() == Some(TENANT_UNKNOWN),
        _ => false,
    };
    match CliError::before(&error.fault()) {
        CliError::Problem(problem, _) if mistyped => CliError::Problem(problem, Exit::BadInput),
        other => other,
    }
}

fn of_preset(id: &str, texts: &Texts) -> Result<Preset, CliError> {
    preset::by_id(id).map_err(|_| CliError::Input(t!(texts, "cli-unknown-preset", id = id)))
}

/// Without a product: what most products need.
fn anything() -> PreflightTarget {
    PreflightTarget {
        preset: None,
        app_name: String::new(),
        redirects: Vec::new(),
        apis: vec![Api::Graph],
        application_permissions_of: vec![Api::Graph],
        delegated: false,
        secret: true,
        reuse: None,
    }
}

/// What a product asks for unless somebody chooses otherwise.
fn usual_wishes(preset: &Preset) -> PreflightTarget {
    let draft = Draft::new(preset);
    let mut target = PreflightTarget {
        preset: Some(preset.id.clone()),
        app_name: draft.app_name.clone(),
        redirects: draft.redirects(preset),
        apis: Vec::new(),
        application_permissions_of: Vec::new(),
        ..anything()
    };
    let push_new = |list: &mut Vec<Api>, api| {
        if !list.contains(&api) {
            list.push(api);
        }
    };
    for permission in draft.needed(preset) {
        push_new(&mut target.apis, permission.api);
        match permission.kind {
            PermissionKind::Application => push_new(&mut target.application_permissions_of, permission.api),
            PermissionKind::Delegated => target.delegated = true,
        }
    }
    target
}

/// The rows that make sense: without a product, nobody asked about a name.
fn tenant_rows(
    texts: &Texts,
    found: &Findings,
    preset: Option<&Preset>,
    wanted: &PreflightTarget,
) -> Vec<(Row, Option<String>)> {
    let page = |row: &Row| {
        findings::ways(texts, found, row).into_iter().find_map(|way| match way {
            Way::Open { address, .. } => Some(address),
            Way::CheckAgain { .. } => None,
        })
    };
    let rows = findings::rows(texts, found, &wanted.app_name).into_iter();
    let with_page = |row: Row| {
        let page = page(&row);
        (row, page)
    };
    rows.filter(|row| row.id != "name" || preset.is_some()).map(with_page).collect()
}

impl Report {
    fn exit(&self) -> Exit {
        let blocked = |rows: &Vec<(Row, _)>| rows.iter().any(|(row, _)| row.level == Level::Blocked);
        if self.network.iter().any(HostReport::is_broken) {
            Exit::Unreachable
        } else if self.tenant.as_ref().is_some_and(blocked) {
            Exit::NotAllowed
        } else {
            Exit::Done
        }
    }

    fn for_network_team(&self, texts: &Texts) -> String {
        let tested = Tested { cloud: &self.cloud, hosts: &self.hosts, reports: &self.network, time: self.tested };
        network_team::text(texts, &tested)
    }

    fn in_json(&self, texts: &Texts) -> Value {
        let row = |row: &Row| json!({ "id": row.id, "level": row.level.id(), "title": row.title, "todo": row.text });
        let list = |rows: &[Row]| rows.iter().map(row).collect::<Vec<_>>();
        let certificate = |one: &Certificate| {
            json!({
                "subject": one.subject.in_words(),
                "issuer": one.issuer.in_words(),
                "sha256": one.fingerprint,
                "validFrom": one.valid.map(|(from, _)| from),
                "validUntil": one.valid.map(|(_, until)| until),
            })
        };
        let purposes = |host: &Host| host.purposes.iter().map(|purpose| purpose.id()).collect::<Vec<_>>();
        json!({
            "cloud": self.cloud,
            "network": self.network.iter().map(|report| json!({
                "host": report.host.name,
                "port": report.host.port,
                "proxy": report.proxy,
                "findings": list(&network::rows(texts, report)),
                "certificate": report.certificate.as_ref().map(certificate),
                "authority": report.authority.as_ref().map(certificate),
            })).collect::<Vec<_>>(),
            "hosts": self.hosts.iter().map(|host| json!({
                "host": host.name,
                "port": host.port,
                "purposes": purposes(host),
            })).collect::<Vec<_>>(),
            "organization": self.organization.as_ref().map(|(_, found)| json!({
                "tenantId": found.tenant,
                "signInHost": found.sign_in_host,
            })),
            "findings": self.tenant.as_ref().map(|rows| rows.iter().map(|(line, page)| {
                let mut line = row(line);
                if let Some(page) = page {
                    line["page"] = json!(page);
                }
                line
            }).collect::<Vec<_>>()),
        })
    }

    fn print(&self, texts: &Texts) {
        output::out(&t!(texts, "doctor-network"));
        for report in &self.network {
            let purposes = network::purposes(texts, &report.host);
            output::out(&format!(
                "  {}",
                t!(texts, "doctor-host", host = report.host.name.clone(), purposes = purposes)
            ));
            print_rows(&network::rows(texts, report), texts);
        }
        if let Some((hint, found)) = &self.organization {
            output::out(&format!("\n{}", t!(texts, "doctor-organization", tenant = hint.clone())));
            let ready = |id, title| Row { id, level: Level::Ready, title, text: String::new() };
            let id = t!(texts, "doctor-organization-found", id = found.tenant.to_string());
            let server = t!(texts, "doctor-organization-server", host = found.sign_in_host.clone());
            print_rows(&[ready("tenant", id), ready("server", server)], texts);
        }
        if let Some(rows) = &self.tenant {
            output::out(&format!("\n{}", t!(texts, "doctor-tenant")));
            for (row, page) in rows {
                print_rows(std::slice::from_ref(row), texts);
                if let Some(page) = page {
                    print_below(page, texts);
                }
            }
        }
        output::out(&format!("\n{}", t!(texts, "doctor-hosts")));
        for host in &self.hosts {
            let place = format!("{}:{}", host.name, host.port);
            output::out(&format!("  {place:<40} {}", network::purposes(texts, host)));
        }
    }

    /// The last line: how it stands, and what could be looked at besides.
    fn summary(&self, looks_further: bool, texts: &Texts) -> String {
        let mut rows: Vec<Row> = self.network.iter().flat_map(|report| network::rows(texts, report)).collect();
        rows.extend(self.tenant.iter().flatten().map(|(row, _)| row.clone()));
        let (first, second) = match self.exit() {
            Exit::Unreachable => {
                (t!(texts, "doctor-network-blocked"), looks_further.then(|| t!(texts, "doctor-stopped")))
            }
            Exit::NotAllowed => (t!(texts, "doctor-tenant-blocked"), None),
            _ => {
                let worry = rows.iter().any(|row| row.level != Level::Ready);
                let first = if worry { t!(texts, "doctor-some-warnings") } else { t!(texts, "doctor-all-good") };
                (first, self.tenant.is_none().then(|| t!(texts, "doctor-not-looked")))
            }
        };
        [Some(first), second].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The level, the finding, and below it what to do.
fn print_rows(rows: &[Row], texts: &Texts) {
    let width = width(texts);
    for row in rows {
        output::out(&format!("    {:<width$}  {}", row.level.in_words(texts), row.title));
        if !row.text.is_empty() {
            print_below(&row.text, texts);
        }
    }
}

/// A line of its own below a finding.
fn print_below(text: &str, texts: &Texts) {
    let width = width(texts);
    output::out(&format!("    {:<width$}  {text}", ""));
}

fn width(texts: &Texts) -> usize {
    let levels = [Level::Ready, Level::Note, Level::Blocked, Level::Unknown];
    levels.iter().map(|level| level.in_words(texts).chars().count()).max().unwrap_or_default()
}
