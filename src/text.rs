//! The person's language: loads Fluent messages and gives them out by id. The [`t!`](crate::t) macro checks ids and
//! arguments when the program is compiled.

use std::collections::HashMap;
use std::sync::Arc;

use i18n_embed::fluent::{FluentLanguageLoader, fluent_language_loader};
use i18n_embed::{DesktopLanguageRequester, LanguageLoader as _};
use rust_embed::RustEmbed;

use crate::explain::Problem;

#[derive(RustEmbed)]
#[folder = "assets/i18n/"]
struct Messages;

/// The messages in one language. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Texts(Arc<FluentLanguageLoader>);

impl Texts {
    /// English.
    #[must_use]
    pub fn english() -> Self {
        let loader = fluent_language_loader!();
        if let Err(error) = loader.load_fallback_language(&Messages) {
            tracing::error!(%error, "the built-in messages cannot be read");
        }
        // Isolation marks around arguments would be copied along with them.
        loader.set_use_isolating(false);
        Self(Arc::new(loader))
    }

    /// The language that the system asks for, English where it is not there.
    #[must_use]
    pub fn of_the_system() -> Self {
        let texts = Self::english();
        let wanted = DesktopLanguageRequester::requested_languages();
        if let Err(error) = i18n_embed::select(&*texts.0, &Messages, &wanted) {
            tracing::debug!(%error, "no message catalogue for the system's language");
        }
        texts.0.set_use_isolating(false);
        texts
    }

    /// For the [`t!`](crate::t) macro.
    #[must_use]
    pub fn loader(&self) -> &FluentLanguageLoader {
        &self.0
    }

    /// A message whose id is data. Where it is unknown, a test fails.
    #[must_use]
    pub fn by_id(&self, id: &str) -> String {
        self.0.get(id)
    }

    /// A message with arguments, whose id is data.
    #[must_use]
    pub fn by_id_with(&self, id: &str, args: &[(String, String)]) -> String {
        self.0.get_args(id, arguments(args))
    }

    /// An attribute of a message, such as what to do about it.
    #[must_use]
    pub fn by_id_attribute_with(&self, id: &str, attribute: &str, args: &[(String, String)]) -> String {
        self.0.get_attr_args(id, attribute, arguments(args))
    }

    /// What happened, what it means, what to do now.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> ProblemText {
        let id = format!("problem-{}", problem.id);
        let part = |name: &str| self.0.get_attr_args(&id, name, arguments(&problem.args));
        ProblemText { happened: self.by_id_with(&id, &problem.args), means: part("means"), todo: part("todo") }
    }

    /// Whether there is a message of that id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.has(id)
    }
}

fn arguments(args: &[(String, String)]) -> HashMap<String, String> {
    args.iter().cloned().collect()
}

/// A [`Problem`] in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemText {
    /// What happened.
    pub happened: String,
    /// What it means.
    pub means: String,
    /// What to do now.
    pub todo: String,
}

/// The message of an id, in the language of a [`Texts`](crate::text::Texts): `t!(texts, "back")`,
/// `t!(texts, "set-up-in", tenant = name)`. Unknown ids and missing arguments do not compile.
#[macro_export]
macro_rules! t {
    ($texts:expr, $id:literal $(, $($args:tt)*)?) => {
        i18n_embed_fl::fl!($texts.loader(), $id $(, $($args)*)?)
    };
}
