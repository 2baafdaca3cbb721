//! Stages: loaded as plugins, or linked into this program to be compared with them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;
use pipeline_api::{API, Count, NEW_STAGE, NewStage};
use plugin_host::Host;

use crate::arguments::Stage;
use crate::run::Step;

/// What stages count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(Arc<Mutex<BTreeMap<String, u64>>>);

impl Metrics {
    fn add(&self, name: &str, by: u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(name.to_owned()).or_default() += by;
    }

    pub(crate) fn all(&self) -> BTreeMap<String, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Loads stages into a host that offers them its services.
pub(crate) struct Loader(Host);

impl Loader {
    pub(crate) fn new(bar: &ProgressBar, metrics: &Metrics) -> Self {
        let (bar, metrics) = (bar.clone(), metrics.clone());
        let host = Host::builder()
            .api(API)
            .require::<NewStage>(NEW_STAGE)
            .service_for("count", move |plugin| {
                let (name, metrics) = (plugin.name().to_owned(), metrics.clone());
                plugin_host::Service::new::<Count>(move |what: &str, by| {
                    metrics.add(&format!("{name}: {what}"), by);
                })
            })
            .service::<fn(&str)>("status", move |text: &str| bar.set_message(text.to_owned()))
            .build();
        Self(host)
    }

    /// Builds the plugin if it is one of this workspace, opens it, and makes a stage of it.
    pub(crate) fn load(&self, stage: &Stage) -> Result<Step, Box<dyn Error>> {
        let plugin = self.0.open(file(&stage.plugin)?)?;
        let new_stage = plugin.lookup::<NewStage>(NEW_STAGE)?;
        let made = new_stage.try_call(&stage.config)??;
        Ok(Step::new(stage.to_string(), made))
    }
}

/// The file of a plugin: the path itself, or what a stage of this workspace builds to.
fn file(plugin: &str) -> Result<PathBuf, Box<dyn Error>> {
    if plugin.contains(['/', '\\', '.']) {
        return Ok(plugin.into());
    }
    // A real host looks for files that somebody installed.
    let package = plugin_host::build::package(format!("pipeline-{plugin}"))
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    Ok(if cfg!(debug_assertions) { package } else { package.release() }.build()?)
}

/// The same stage, linked into this program.
pub(crate) fn linked(stage: &Stage) -> Result<Step, Box<dyn Error>> {
    let new_stage = match &*stage.plugin {
        "filter" => pipeline_filter::new_stage,
        "stats" => pipeline_stats::new_stage,
        "top" => pipeline_top::new_stage,
        other => return Err(format!("`{other}` is not linked into this program").into()),
    };
    Ok(Step::new(stage.to_string(), new_stage(&stage.config)?))
}
