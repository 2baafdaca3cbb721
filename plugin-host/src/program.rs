//! What a host is beyond its settings: what it offers plugins, and what it requires of them.
//!
//! Apart from the settings because these decide what may be opened before anything of it is loaded.

mod context;
mod offers;
mod requirement;

pub(crate) use context::context;
pub(crate) use offers::{Offers, OffersBuilder};
pub(crate) use requirement::Requirement;

use crate::error::OpenError;
use crate::plugin::Plugin;
use crate::settings::Settings;

/// All that a builder was told.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) settings: Settings,
    pub(crate) offers: Offers,
    pub(crate) requirements: Vec<Requirement>,
}

impl Program {
    /// Whether the plugin exports all that this host requires.
    ///
    /// # Errors
    ///
    /// `Incompatible` with all that it does not.
    pub(crate) fn check_requirements(&self, plugin: Plugin) -> Result<(), OpenError> {
        requirement::check(&self.requirements, plugin)
    }

    /// Whether something is made for each plugin, whatever the plugin does with it.
    pub(crate) fn makes_for_each(&self) -> bool {
        self.offers.are_made_for_each()
    }
}
