//! Writes drafts, themes and who has a secret down, off the window's thread and in order: of what was typed while the disk was busy, only
//! the last is written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::journal::{Journal, JournalError};
use crate::plan::Draft;
use crate::settings::Settings;
use crate::signin::SignInClient;
use crate::types::SetupId;
use crate::wizard::ThemeChoice;

/// Keeps the settings, and tells the journals whose secret was handed over. Cheap to clone; clones share what is still to be written.
#[derive(Clone, Debug)]
pub(super) struct Keeper {
    settings: Settings,
    journal: Journal,
    clock: Clock,
    pending: Arc<Mutex<Pending>>,
    /// Held while writing, so that what is newer is never overtaken by what is older.
    disk: Arc<Mutex<()>>,
}

#[derive(Debug, Default)]
struct Pending {
    draft: Option<DraftNews>,
    theme: Option<ThemeChoice>,
    client: Option<SignInClient>,
    handed_over: Vec<SetupId>,
}

#[derive(Debug)]
enum DraftNews {
    Keep(Box<Draft>),
    Forget,
}

impl Keeper {
    pub(super) fn new(settings: Settings, journal: Journal, clock: Clock) -> Self {
        Self { settings, journal, clock, pending: Arc::default(), disk: Arc::default() }
    }

    /// Notes the draft. [`Keeper::flush`] writes it.
    pub(super) fn note_draft(&self, draft: Draft) {
        lock(&self.pending).draft = Some(DraftNews::Keep(Box::new(draft)));
    }

    /// Notes that there is no draft any more. [`Keeper::flush`] removes it.
    pub(super) fn note_no_draft(&self) {
        lock(&self.pending).draft = Some(DraftNews::Forget);
    }

    /// Notes the theme. [`Keeper::flush`] writes it.
    pub(super) fn note_theme(&self, theme: ThemeChoice) {
        lock(&self.pending).theme = Some(theme);
    }

    /// Notes the app to sign in to. [`Keeper::flush`] writes it.
    pub(super) fn note_client(&self, client: SignInClient) {
        lock(&self.pending).client = Some(client);
    }

    /// Notes that the person has the secret of a setup. [`Keeper::flush`] writes it.
    pub(super) fn note_handed_over(&self, setup: SetupId) {
        lock(&self.pending).handed_over.push(setup);
    }

    /// Writes what is noted. Blocks. What cannot be written costs only the next start, so it goes to the log.
    pub(super) fn flush(&self) {
        let _disk = lock(&self.disk);
        let Pending { draft, theme, client, handed_over } = std::mem::take(&mut *lock(&self.pending));
        let written = [
            theme.map(|theme| self.settings.save_theme(theme)),
            client.map(|client| self.settings.save_client(client)),
            draft.map(|draft| match draft {
                DraftNews::Keep(draft) => self.settings.save_draft(&draft),
                DraftNews::Forget => self.settings.forget_draft(),
            }),
        ];
        for error in written.into_iter().flatten().filter_map(Result::err) {
            tracing::warn!(%error, "settings were not kept");
        }
        for setup in handed_over {
            let noted = self.journal.handed_over(setup, self.clock.now());
            if matches!(noted, Err(JournalError::InUse { .. })) {
                // A setup is writing in it: with the next flush.
                lock(&self.pending).handed_over.push(setup);
            }
            if let Err(error) = noted {
                tracing::warn!(%error, "it was not noted that the secret was handed over");
            }
        }
    }

    /// The app that was chosen last time for signing in. Blocks.
    pub(super) fn client(&self) -> Option<SignInClient> {
        let _disk = lock(&self.disk);
        self.settings.client()
    }

    /// The draft and the theme, as they would be found at the next start. Blocks.
    pub(super) fn load(&self) -> (Option<Draft>, ThemeChoice) {
        self.flush();
        let _disk = lock(&self.disk);
        (self.settings.draft(), self.settings.theme())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
