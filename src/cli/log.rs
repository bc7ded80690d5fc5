//! The log: on stderr, off unless `ONRAMP_LOG` asks for it (`ONRAMP_LOG=debug`).

use tracing_subscriber::EnvFilter;

/// Starts the log. Without `ONRAMP_LOG` nothing is logged; the program says what matters in its own words.
pub fn start_log() {
    let Ok(wanted) = std::env::var("ONRAMP_LOG") else { return };
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("onramp=info"));
    // Fails only when a log was started before: then that one goes on.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
