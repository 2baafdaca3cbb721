//! `cglue`: an object that implements a trait, made by a function of the library.
//!
//! As in its example of plugins: unchecked, since its layout checks are off unless asked for, and with
//! a counted library that the object keeps open.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cglue::prelude::v1::*;
use cglue::trait_group::c_void;
use libloading::Library;
use peer_cglue_api::{Plugin as _, PluginArcBox, Record, Step as _};

use super::{Opened, Peer};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, to_and_fro};
use crate::worker::nanoseconds;

type Create = extern "C" fn(&CArc<c_void>) -> PluginArcBox<'static>;

pub(super) struct Cglue {
    file: PathBuf,
    open: Vec<PluginArcBox<'static>>,
}

impl Cglue {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, open: Vec::new() }
    }
}

fn create(file: &Path) -> Result<PluginArcBox<'static>> {
    // SAFETY: a plugin of ours, which runs nothing when it is loaded.
    let library = unsafe { Library::new(file) }?;
    // SAFETY: the type of `plugins/cglue`, by the same compiler and crates.
    let create = *unsafe { library.get::<Create>("create_plugin\0") }?;
    Ok(create(&CArc::from(library).into_opaque()))
}

impl Peer for Cglue {
    fn open(&mut self, file: &Path, _: bool) -> Result<Opened> {
        let start = Instant::now();
        let plugin = create(file)?;
        let first = nanoseconds(start);
        self.open.push(plugin);
        Ok(Opened { first, others: None })
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let plugin = create(&self.file)?;
        Ok(Some(match work {
            Work::Add => batch(move |n| black_box(&plugin).add(n, 1)),
            Work::Length => batch(move |n| n + plugin.length(black_box(TEXT)) as u64),
            Work::Greet => batch(move |n| {
                let text: &str = &plugin.greet(black_box(TEXT));
                n + text.to_owned().len() as u64
            }),
            Work::Bytes => {
                to_and_fro(vec![0; MEBIBYTE], move |value| plugin.bytes(value.into()).to_vec())
            }
            Work::OwnBytes => {
                let first = CVec::from(vec![0; MEBIBYTE]);
                to_and_fro(first, move |value| plugin.own_bytes(value))
            }
            Work::Record => to_and_fro(Record::default(), move |value| plugin.record(value)),
            Work::Method => {
                let object = plugin.object();
                batch(move |n| black_box(&object).step(n))
            }
            Work::Callback => Box::new(move |times| {
                let mut sum = 0_u64;
                let mut call = |value: u64| {
                    sum = black_box(sum).wrapping_add(value);
                    true
                };
                black_box(plugin.repeat((&mut call).into(), times));
            }),
            Work::Reopen => {
                let file = self.file.clone();
                batch(move |_| {
                    // Held, so that the library stays: it is counted, and closed with its objects.
                    black_box(&plugin);
                    u64::from(create(black_box(&file)).is_ok())
                })
            }
            Work::Ready
            | Work::Fail
            | Work::AddOnTwo
            | Work::Hit
            | Work::Miss
            | Work::HitOnTwo
            | Work::RawAdd => {
                return Ok(None);
            }
        }))
    }
}
