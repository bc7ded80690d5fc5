//! Wave one: the application with its secret, in one call. A lost answer is recognised by the `uniqueName`: the
//! application is adopted, a secret whose value nobody heard is removed, and a new one made.

use super::error::SetupError;
use super::progress::ChangeState;
use super::run::Run;
use crate::graph::resources::List;
use crate::graph::resources::applications::{self, Application, PasswordCredential};
use crate::graph::{GraphError, Lag};
use crate::journal::{Entry, Made};
use crate::plan::{ChangeKey, requests};
use crate::types::{KeyId, SecretValue};
use crate::vault::SecretId;

/// How often a creation whose answer was lost is tried, each time after looking.
const TRIES: u32 = 4;

impl Run<'_> {
    /// Makes the application, or finds the one that this setup made before.
    pub(super) async fn make_application(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::Application;
        let result = match (self.plan().reuse, self.history.application) {
            (Some(client), _) => self.use_application(client).await,
            (None, Some(_)) => self.confirm_application().await,
            (None, None) => self.create_application().await,
        };
        result.map_err(|error| self.failed(&key, error))
    }

    async fn create_application(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::Application;
        // Begun before and not made: nobody knows whether it happened. Look first.
        if self.history.making.contains(&key)
            && let Some(found) = self.find_application(Lag::Never).await?
        {
            return self.adopt(found).await;
        }
        let plan = self.plan();
        let mut in_doubt = self.history.making.contains(&key);
        let mut keys = vec![key.clone()];
        keys.extend(plan.secret.is_some().then_some(ChangeKey::Secret));
        self.making(&keys).await?;
        let body = requests::create_application(&plan, &self.history.begun.unique_name, self.now());
        let create = applications::create(body);
        let mut tries = 0;
        loop {
            tries += 1;
            let reply = self.send(&key, &create).await;
            let error = match reply.and_then(|reply| reply.read::<Application>()) {
                Ok(made) => return self.created(made).await,
                Err(error) => error,
            };
            if error.refusal().is_some_and(|r| r.status == 400 && r.says("uniqueName")) {
                return self.adopt_what_holds_the_name().await;
            }
            in_doubt |= error.may_have_happened();
            if !error.may_have_happened() && !in_doubt {
                self.write(keys.iter().map(|key| Entry::Refused { key: key.clone() }).collect::<Vec<_>>()).await?;
            }
            if !error.may_have_happened() || tries == TRIES {
                return Err(SetupError::of_application(error));
            }
            if let Some(found) = self.find_application(Lag::Never).await? {
                return self.adopt(found).await;
            }
            self.go_on()?;
        }
    }

    /// The name is taken, so an earlier try did happen. Reading may lag behind; or somebody has deleted the
    /// application meanwhile, and it is in the recycle bin.
    async fn adopt_what_holds_the_name(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::Application;
        let look = applications::deleted_by_unique_name(&self.history.begun.unique_name);
        let deleted: Option<Application> = match self.send(&key, &look).await {
            Ok(reply) => reply.read::<List<Application>>()?.value.into_iter().next(),
            Err(error) => {
                tracing::info!(%error, "the recycle bin cannot be searched");
                None
            }
        };
        if let Some(application) = deleted {
            self.send(&key, &applications::restore(application.id)).await.map_err(SetupError::of_application)?;
            return self.adopt(application).await;
        }
        match self.find_application(Lag::NewObject).await? {
            Some(found) => self.adopt(found).await,
            None => Err(SetupError::MayStillBeThere),
        }
    }

    /// The answer was heard: ids and secret are known.
    async fn created(&mut self, made: Application) -> Result<(), SetupError> {
        let application = Made::Application { id: made.id, client: made.app_id };
        let mut entries = vec![Entry::Made { key: ChangeKey::Application, made: application }];
        let mut made = made;
        let secret = match made.password_credentials.pop() {
            Some(PasswordCredential { key_id, end_date_time: Some(end), secret_text: Some(value), .. }) => {
                entries.push(Entry::Made { key: ChangeKey::Secret, made: Made::Secret { key_id, end } });
                Some((key_id, value))
            }
            _ => None,
        };
        self.write(entries).await?;
        self.tell(&ChangeKey::Application, ChangeState::Done);
        if let Some((key_id, value)) = secret {
            self.keep(key_id, value).await?;
            self.tell(&ChangeKey::Secret, ChangeState::Done);
        }
        Ok(())
    }

    /// The application is there, its answer was never heard.
    async fn adopt(&mut self, found: Application) -> Result<(), SetupError> {
        let made = Made::Application { id: found.id, client: found.app_id };
        self.write([Entry::Made { key: ChangeKey::Application, made }]).await?;
        self.tell(&ChangeKey::Application, ChangeState::AlreadyThere);
        Ok(())
    }

    /// The application was made by an earlier run: is it still there? One that somebody deleted is taken out of the
    /// recycle bin, since its `uniqueName` stays taken.
    async fn confirm_application(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::Application;
        let (id, _) = self.application()?;
        let read = applications::by_id(id);
        match self.send(&key, &read).await {
            Ok(_) => {}
            Err(error) if error.status() == Some(404) => match self.send(&key, &applications::deleted(id)).await {
                Ok(_) => {
                    self.send(&key, &applications::restore(id)).await.map_err(SetupError::of_application)?;
                    // Its service principal and approvals do not come back with it.
                    self.write([Entry::Gone { key: ChangeKey::ServicePrincipal }]).await?;
                }
                Err(error) if error.status() == Some(404) && !self.is_young() => return Err(SetupError::Removed),
                Err(error) if error.status() == Some(404) => {
                    self.send(&key, &read.lagging(Lag::NewObject)).await?;
                }
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
        self.tell(&key, ChangeState::AlreadyThere);
        Ok(())
    }

    /// The application with this setup's `uniqueName`; `None` when there is none. With [`Lag::NewObject`] it is
    /// known to exist, and reading is repeated until it shows.
    async fn find_application(&self, lag: Lag) -> Result<Option<Application>, GraphError> {
        let look = applications::by_unique_name(&self.history.begun.unique_name).lagging(lag);
        match self.send(&ChangeKey::Application, &look).await {
            Ok(reply) => reply.read().map(Some),
            Err(GraphError::Refused(refusal)) if refusal.status == 404 => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes sure that there is a secret whose value is known, and no other of this setup.
    pub(super) async fn make_secret(&mut self) -> Result<(), SetupError> {
        if self.history.begun.plan.secret.is_none() || self.secret.is_some() {
            return Ok(());
        }
        let key = ChangeKey::Secret;
        let result = self.find_or_add_secret().await;
        result.map_err(|error| self.failed(&key, error))
    }

    async fn find_or_add_secret(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::Secret;
        if let Some((key_id, _)) = self.history.secret {
            match self.parts.vault.load(&self.secret_id(key_id)?).await {
                Ok(Some(value)) => {
                    self.secret = Some(value);
                    if !self.history.secret_kept && self.parts.vault.is_lasting() {
                        self.write([Entry::SecretKept { key_id }]).await?;
                    }
                    self.tell(&key, ChangeState::AlreadyThere);
                    return Ok(());
                }
                // It is there, and the product may be using it: another one is no way round a locked keychain.
                Err(error) if self.history.secret_kept => return Err(error.into()),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the keychain cannot be asked"),
            }
        }
        if self.history.is_made() && self.history.secret.is_some() && !self.history.secret_is_lost() {
            // The product uses it. Its value is not known here any more, and nobody asked for another one.
            return Ok(());
        }
        let mut in_doubt = self.history.making.contains(&key);
        self.making(std::slice::from_ref(&key)).await?;
        let (application, _) = self.application()?;
        let mut tries = 0;
        loop {
            tries += 1;
            self.remove_unknown_secrets().await?;
            let Some(credential) = requests::password_credential(&self.plan(), self.now()) else { return Ok(()) };
            let reply = self.send(&key, &applications::add_password(application, &credential)).await;
            match reply.and_then(|reply| reply.read::<PasswordCredential>()) {
                Ok(PasswordCredential { key_id, end_date_time: Some(end), secret_text: Some(value), .. }) => {
                    self.write([Entry::Made { key: key.clone(), made: Made::Secret { key_id, end } }]).await?;
                    self.keep(key_id, value).await?;
                    self.tell(&key, ChangeState::Done);
                    return Ok(());
                }
                Ok(_) if tries < TRIES => in_doubt = true,
                Err(error) if error.may_have_happened() && tries < TRIES => in_doubt = true,
                Ok(_) => {
                    return Err(GraphError::Unreadable { request: "POST addPassword".to_owned(), status: 200 }.into());
                }
                Err(error) => {
                    if !error.may_have_happened() && !in_doubt {
                        self.write([Entry::Refused { key: key.clone() }]).await?;
                    }
                    return Err(SetupError::of_application(error));
                }
            }
            self.go_on()?;
        }
    }

    /// Removes the secrets of this setup whose value nobody knows. Others, made by people, carry other names and stay.
    async fn remove_unknown_secrets(&mut self) -> Result<(), SetupError> {
        let key = ChangeKey::Secret;
        let (id, _) = self.application()?;
        let Some(ours) = self.plan().secret.map(|secret| secret.description) else { return Ok(()) };
        let application: Application =
            self.send(&key, &applications::by_id(id).lagging(Lag::NewObject)).await?.read()?;
        let lost = self.history.secret.map(|(key, _)| key);
        let in_use = self.history.is_made();
        // On an application that others use too, the name is this setup's own.
        let named_by_us = self.plan().reuse.is_some();
        for secret in application.password_credentials {
            // Once the app is made, others of the same name may be somebody's.
            let unheard_of = (!in_use || named_by_us) && secret.display_name.as_deref() == Some(ours.as_str());
            if unheard_of || lost == Some(secret.key_id) {
                match self.send(&key, &applications::remove_password(id, secret.key_id)).await {
                    Ok(_) => {}
                    Err(error) if error.refusal().is_some_and(|r| matches!(r.status, 400 | 404)) => {
                        // Removed meanwhile.
                        tracing::info!(%error, "a secret was already gone");
                    }
                    Err(error) => return Err(error.into()),
                }
                if let Err(error) = self.parts.vault.forget(&self.secret_id(secret.key_id)?).await {
                    tracing::info!(%error, "the keychain cannot be asked to forget a removed secret");
                }
                self.write([Entry::SecretRemoved { key_id: secret.key_id }]).await?;
            }
        }
        Ok(())
    }

    /// Keeps the value of a secret: in memory, and in the keychain if there is one.
    async fn keep(&mut self, key_id: KeyId, value: SecretValue) -> Result<(), SetupError> {
        let id = self.secret_id(key_id)?;
        let stored = self.parts.vault.store(&id, &value).await;
        self.secret = Some(value);
        match stored {
            Ok(()) if self.parts.vault.is_lasting() => self.write([Entry::SecretKept { key_id }]).await,
            Ok(()) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "no keychain: the secret is in memory only");
                Ok(())
            }
        }
    }

    pub(super) fn secret_id(&self, key: KeyId) -> Result<SecretId, SetupError> {
        let (_, client) = self.application()?;
        Ok(SecretId { tenant: self.history.begun.tenant, client, key })
    }
}
