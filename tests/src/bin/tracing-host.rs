//! A host that ends while a plugin's thread makes events and spans.

use std::env;
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};

use plugin_host::open;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// Takes everything and keeps nothing.
struct Everything(AtomicU64);

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
    fn current_span(&self) -> Current {
        // Of whichever place is at hand.
        match tracing::info_span!(parent: None, "any").metadata() {
            Some(metadata) => Current::new(Id::from_u64(1), metadata),
            None => Current::none(),
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    tracing::subscriber::set_global_default(Everything(AtomicU64::new(0)))?;
    let file = env::args_os().nth(1).ok_or("expected a plugin")?;
    open(file)?.lookup::<fn()>("outlives")?.call();
    Ok(())
}
