//! Time as an argument: what time it is, and how to wait. Tests pass a virtual clock, on which waiting is
//! immediate and time moves by exactly what was waited for.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

/// A source of time that is passed to whatever needs one.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    Virtual(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The computer's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that stands at `start` and moves only when somebody waits on it.
    #[must_use]
    pub fn virtual_at(start: Timestamp) -> Self {
        Self(Kind::Virtual(Arc::new(Mutex::new(start))))
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::System => Timestamp::now(),
            Kind::Virtual(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Waits. On a virtual clock: moves the time on and lets other tasks run, without waiting.
    pub fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        match &self.0 {
            Kind::System => Box::pin(tokio::time::sleep(duration)),
            Kind::Virtual(now) => {
                let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
                *now = now.checked_add(duration).unwrap_or(Timestamp::MAX);
                Box::pin(tokio::task::yield_now())
            }
        }
    }
}
