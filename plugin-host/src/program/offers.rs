//! What a host offers the plugins that it opens.

use std::collections::HashSet;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use plugin_core::abi::{References, SymbolEntry};
use plugin_core::{LinkedPlugin, Service, SymbolTable};

use crate::manifest::Manifest;

/// What a host is called in messages, unless it has a name.
const UNNAMED: &str = "host";

/// A host's offer, the same for every plugin but for what is made for each.
#[derive(Debug)]
pub(crate) struct Offers {
    host: String,
    /// For the rest of the process, as what is looked up in it.
    shared: References<SymbolEntry>,
    per_plugin: Vec<PerPlugin>,
}

/// A service that each plugin has its own of.
#[derive(Clone)]
pub(crate) struct PerPlugin {
    name: String,
    make: Arc<dyn Fn(&Manifest) -> Service + Send + Sync>,
    place: &'static Location<'static>,
}

/// Collects an offer.
#[derive(Clone, Debug, Default)]
pub(crate) struct OffersBuilder {
    entries: Vec<&'static SymbolEntry>,
    per_plugin: Vec<PerPlugin>,
}

impl OffersBuilder {
    pub(crate) fn exports(&mut self, plugin: &LinkedPlugin) {
        self.entries.extend(plugin.symbols().iter());
    }

    pub(crate) fn offer(
        &mut self,
        name: &str,
        service: Service,
        place: &'static Location<'static>,
    ) {
        self.entries.push(service.entry(name, UNNAMED, place));
    }

    pub(crate) fn offer_each(
        &mut self,
        name: &str,
        make: impl Fn(&Manifest) -> Service + Send + Sync + 'static,
        place: &'static Location<'static>,
    ) {
        self.per_plugin.push(PerPlugin { name: name.to_owned(), make: Arc::new(make), place });
    }

    /// The offer of a host that is called `host`.
    ///
    /// # Panics
    ///
    /// If two things have one name.
    pub(crate) fn build(self, host: Option<&str>) -> Offers {
        let Self { entries, per_plugin } = self;
        let shared = References::new(entries.leak());
        // SAFETY: the entries of a linked plugin, which its macros made, and of services.
        if let Err(duplicate) = unsafe { SymbolTable::new(UNNAMED, shared) } {
            panic!("{duplicate}");
        }
        let mut names: HashSet<&str> = shared.iter().map(|entry| entry.name.as_str()).collect();
        for service in &per_plugin {
            assert!(
                names.insert(&service.name),
                "`{}` is offered twice, the second time at {}",
                service.name,
                service.place
            );
        }
        drop(names);
        Offers { host: host.unwrap_or(UNNAMED).to_owned(), shared, per_plugin }
    }
}

impl Offers {
    /// What the host is called in messages.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// Whether something is made for each plugin.
    pub(super) fn are_made_for_each(&self) -> bool {
        !self.per_plugin.is_empty()
    }

    /// What is offered to one plugin, for the rest of the process.
    pub(super) fn to(&self, plugin: impl FnOnce() -> Manifest) -> References<SymbolEntry> {
        if self.per_plugin.is_empty() {
            return self.shared;
        }
        let plugin = plugin();
        let own = self
            .per_plugin
            .iter()
            .map(|service| (service.make)(&plugin).entry(&service.name, UNNAMED, service.place));
        References::new(self.shared.iter().chain(own).collect::<Vec<_>>().leak())
    }
}

impl Default for Offers {
    fn default() -> Self {
        OffersBuilder::default().build(None)
    }
}

impl fmt::Debug for PerPlugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PerPlugin").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use plugin_core::Service;

    use crate::Host;

    #[test]
    #[should_panic(expected = "`a` is exported twice, at host/plugin-host/src/program/offers.rs:")]
    fn two_services_of_one_name_are_a_mistake_that_names_both_places() {
        Host::builder().service::<fn()>("a", || ()).service::<fn()>("a", || ()).build();
    }

    #[test]
    #[should_panic(expected = "`a` is offered twice, the second time at plugin-host/src/program/")]
    fn a_service_for_each_plugin_has_a_name_of_its_own() {
        let make = |_: &crate::Manifest| Service::new::<fn()>(|| ());
        Host::builder().service::<fn()>("a", || ()).service_for("a", make).build();
    }
}
