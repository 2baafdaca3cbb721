//! `abi_stable` used directly: the checked load of a root module of 64 functions.
//!
//! Its functions are fields of that module, so nothing is looked up by a name.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use abi_stable::library::{RootModule, lib_header_from_path};
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{RStr, RVec};
use peer_abi_stable_api::{Callback, Callback_TO, Module_Ref, Record};

use super::{Opened, Peer};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, on_two, to_and_fro};
use crate::worker::nanoseconds;

struct AddOne;

impl Callback for AddOne {
    fn call(&self, value: u64) -> u64 {
        value.wrapping_add(1)
    }
}

pub(super) struct AbiStable {
    file: PathBuf,
}

impl AbiStable {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file }
    }
}

impl Peer for AbiStable {
    fn open(&mut self, file: &Path, _: bool) -> Result<Opened> {
        // Not `load_from_file`, which keeps one library for each type of root module.
        let start = Instant::now();
        let module = lib_header_from_path(file)?.init_root_module::<Module_Ref>()?;
        black_box(module.add());
        Ok(Opened { first: nanoseconds(start), others: None })
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let module = Module_Ref::load_from_file(&self.file)?;
        Ok(Some(match work {
            Work::Add => batch(move |n| black_box(module).add()(n, 1)),
            Work::AddOnTwo => on_two(move |n| black_box(module).add()(n, 1)),
            Work::Length => {
                batch(move |n| n + module.length()(RStr::from_str(black_box(TEXT))) as u64)
            }
            Work::Greet => batch(move |n| {
                let text: String = module.greet()(RStr::from_str(black_box(TEXT))).into();
                n + text.len() as u64
            }),
            Work::Bytes => {
                to_and_fro(vec![0; MEBIBYTE], move |value| module.bytes()(value.into()).into_vec())
            }
            Work::OwnBytes => {
                to_and_fro(RVec::from(vec![0; MEBIBYTE]), move |value| module.own_bytes()(value))
            }
            Work::Record => to_and_fro(Record::default(), move |value| module.record()(value)),
            Work::Method => {
                let object = module.step()();
                batch(move |n| black_box(&object).step(n))
            }
            Work::Callback => Box::new(move |times| {
                let callback = Callback_TO::from_ptr(&AddOne, TD_Opaque);
                black_box(module.repeat()(callback, times));
            }),
            Work::Reopen => {
                let file = self.file.clone();
                batch(move |_| u64::from(Module_Ref::load_from_file(black_box(&file)).is_ok()))
            }
            Work::Ready | Work::Fail | Work::Hit | Work::Miss | Work::HitOnTwo | Work::RawAdd => {
                return Ok(None);
            }
        }))
    }
}
