//! The page on which the browser ends: in the person's language, with nothing from elsewhere, and everything escaped.

use i18n_embed::LanguageLoader as _;

use crate::t;
use crate::text::Texts;

/// What the browser shows in the end, in the person's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandingPage {
    /// Language of the texts, as in HTML's `lang`.
    pub language: String,
    /// Signed in: heading.
    pub title: String,
    /// Signed in: what to do now.
    pub text: String,
    /// Not signed in: heading.
    pub failed_title: String,
    /// Not signed in: what to do now.
    pub failed_text: String,
}

impl LandingPage {
    /// The page in the language of `texts`.
    #[must_use]
    pub fn new(texts: &Texts) -> Self {
        Self {
            language: texts.loader().current_language().language.to_string(),
            title: t!(texts, "landing-title"),
            text: t!(texts, "landing-text"),
            failed_title: t!(texts, "landing-failed-title"),
            failed_text: t!(texts, "landing-failed-text"),
        }
    }
}

impl LandingPage {
    pub(super) fn done(&self) -> Reply {
        Reply::page(&self.language, &self.title, &self.text)
    }

    pub(super) fn failed(&self) -> Reply {
        Reply::page(&self.language, &self.failed_title, &self.failed_text)
    }
}

impl Default for LandingPage {
    fn default() -> Self {
        Self::new(&Texts::english())
    }
}

/// What the browser gets.
pub(super) struct Reply {
    status: &'static str,
    location: Option<&'static str>,
    body: String,
}

impl Reply {
    pub(super) fn status(status: &'static str) -> Self {
        Self { status, location: None, body: String::new() }
    }

    pub(super) fn redirect(location: &'static str) -> Self {
        Self { status: "303 See Other", location: Some(location), body: String::new() }
    }

    fn page(language: &str, title: &str, text: &str) -> Self {
        let (language, title, text) = (escaped(language), escaped(title), escaped(text));
        let body = format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<style>\n\
             :root {{ color-scheme: light dark; }}\n\
             body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem; }}\n\
             h1 {{ font-size: 1.5rem; }}\n</style>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</html>\n"
        );
        Self { status: "200 OK", location: None, body }
    }

    pub(super) fn text(&self) -> String {
        let location = self.location.map(|to| format!("Location: {to}\r\n")).unwrap_or_default();
        format!(
            "HTTP/1.1 {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n{location}\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\
             Connection: close\r\n\r\n{}",
            self.status,
            self.body.len(),
            self.body
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
