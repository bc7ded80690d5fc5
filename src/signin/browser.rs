//! Opening an address in the person's browser. Never on an async thread: a text browser runs until it is left.

use std::future::Future;
use std::pin::Pin;

/// Why no browser was opened.
#[derive(Debug, thiserror::Error)]
#[error("no browser could be opened: {reason}")]
pub struct BrowserError {
    /// In the system's words.
    pub reason: String,
}

/// Opens addresses. Tests and the demo tenant bring their own.
pub trait OpenBrowser: Send + Sync {
    /// Opens the address. May take as long as the person uses the browser.
    fn open<'a>(&'a self, address: &'a str) -> Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>>;
}

/// The browser that the person chose: `$BROWSER` (a `:`-separated list of commands, with `%s` for the address), else
/// the system's default.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemBrowser;

impl OpenBrowser for SystemBrowser {
    fn open<'a>(&'a self, address: &'a str) -> Pin<Box<dyn Future<Output = Result<(), BrowserError>> + Send + 'a>> {
        let address = address.to_owned();
        Box::pin(async move {
            match tokio::task::spawn_blocking(move || webbrowser::open(&address)).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(BrowserError { reason: error.to_string() }),
                Err(error) => Err(BrowserError { reason: error.to_string() }),
            }
        })
    }
}
