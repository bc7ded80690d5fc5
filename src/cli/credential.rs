//! `onramp credential`: keeps the client secret of an app in the keychain, for `--client-id`. The secret comes from a
//! prompt or from stdin, never from the command line, and is never printed.

use std::io::{self, BufRead as _, IsTerminal as _};

use zeroize::Zeroizing;

use super::args::{CredentialArguments, CredentialCommand, Target};
use super::exit::{CliError, Exit};
use super::output;
use super::session::Place;
use crate::t;
use crate::text::Texts;
use crate::types::SecretValue;
use crate::vault::{SecretId, VaultError};

/// No client secret is nearly as long.
const LONGEST: usize = 1024;

pub async fn run(arguments: CredentialArguments, texts: &Texts) -> Result<Exit, CliError> {
    let (of, adds) = match arguments.command {
        CredentialCommand::Add(of) => (of, true),
        CredentialCommand::Remove(of) => (of, false),
    };
    let (app, target) = (of.client_id, Target::from(of));
    let mut place = Place::open(&target).await?;
    let found = place.find_cloud(&target, texts).await?;
    let tenant = place.tenant_of(&target, found, texts).await?;
    let id = SecretId::for_signing_in(&place.cloud, tenant, app);
    let refused = |error: VaultError| CliError::before(&error.fault());
    if adds {
        let secret = ask(texts)?;
        place.vault.store(&id, &secret).await.map_err(refused)?;
        output::out(&t!(texts, "cli-credential-added", id = app.to_string(), tenant = tenant.to_string()));
    } else {
        place.vault.forget(&id).await.map_err(refused)?;
        output::out(&t!(texts, "cli-credential-removed"));
    }
    Ok(Exit::Done)
}

/// The secret: typed without being shown, or one line of stdin.
fn ask(texts: &Texts) -> Result<SecretValue, CliError> {
    let none = || CliError::Input(t!(texts, "cli-credential-empty"));
    let line = if io::stdin().is_terminal() {
        let question = t!(texts, "cli-credential-prompt");
        Zeroizing::new(rpassword::prompt_password(format!("{question} ")).map_err(|_| none())?)
    } else {
        let mut line = Zeroizing::new(String::with_capacity(LONGEST));
        io::stdin().lock().read_line(&mut line).map_err(|_| none())?;
        line
    };
    let secret = line.trim();
    if secret.is_empty() || secret.len() > LONGEST { Err(none()) } else { Ok(SecretValue::new(secret.to_owned())) }
}
