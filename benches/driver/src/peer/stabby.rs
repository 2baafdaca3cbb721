//! `stabby`: functions with a report of their types, which `get_stabbied` compares.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use libloading::Library;
use peer_stabby_api::{Callback, CallbackRef, Record, StepBox, StepDyn as _};
use stabby::IStable;
use stabby::future::DynFuture;
use stabby::libloading::{StabbyLibrary as _, Symbol};
use stabby::str::Str;
use stabby::string::String as StabbyString;
use stabby::vec::Vec as StabbyVec;

use super::{Opened, Peer, others};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, on_two, to_and_fro};
use crate::worker::nanoseconds;

type Same = extern "C" fn(u64) -> u64;

struct AddOne;

impl Callback for AddOne {
    extern "C" fn call(&self, value: u64) -> u64 {
        value.wrapping_add(1)
    }
}

pub(super) struct Stabby {
    file: PathBuf,
}

impl Stabby {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file }
    }
}

/// Opens a library, and keeps it open.
fn library(file: &Path) -> Result<&'static Library> {
    // SAFETY: a plugin of ours, which runs nothing when it is loaded.
    let library = unsafe { Library::new(file) }?;
    Ok(Box::leak(Box::new(library)))
}

/// A function, if its report is that of `T`.
fn get<T: IStable>(library: &'static Library, name: &str) -> Result<Symbol<'static, T>> {
    // SAFETY: plugins of ours, compiled by this compiler; the report is compared.
    let symbol = unsafe { library.get_stabbied::<T>(name.as_bytes()) };
    symbol.map_err(|error| error.to_string().into())
}

impl Peer for Stabby {
    fn open(&mut self, file: &Path, others_too: bool) -> Result<Opened> {
        let start = Instant::now();
        let library = library(file)?;
        black_box(get::<extern "C" fn(u64, u64) -> u64>(library, "add")?);
        let first = nanoseconds(start);
        if !others_too {
            return Ok(Opened { first, others: None });
        }
        let start = Instant::now();
        for name in others() {
            black_box(get::<Same>(library, name)?);
        }
        Ok(Opened { first, others: Some(nanoseconds(start)) })
    }

    fn seek(&mut self, file: &Path, name: &str) -> Result<Option<(f64, f64)>> {
        let start = Instant::now();
        let library = library(file)?;
        black_box(get::<Same>(library, name)?);
        let first = nanoseconds(start);
        let start = Instant::now();
        for _ in 0..1_000 {
            black_box(get::<Same>(library, black_box(name))?);
        }
        Ok(Some((first, nanoseconds(start) / 1_000.0)))
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let library = library(&self.file)?;
        Ok(Some(match work {
            Work::Add => {
                let add = get::<extern "C" fn(u64, u64) -> u64>(library, "add")?;
                batch(move |n| black_box(&add)(n, 1))
            }
            Work::AddOnTwo => {
                let add = get::<extern "C" fn(u64, u64) -> u64>(library, "add")?;
                on_two(move |n| black_box(&add)(n, 1))
            }
            Work::Length => {
                let length = get::<extern "C" fn(Str<'static>) -> usize>(library, "length")?;
                batch(move |n| n + length(Str::new(black_box(TEXT))) as u64)
            }
            Work::Greet => {
                let greet = get::<extern "C" fn(Str<'static>) -> StabbyString>(library, "greet")?;
                batch(move |n| {
                    let text = greet(Str::new(black_box(TEXT)));
                    n + text.as_str().to_owned().len() as u64
                })
            }
            Work::Bytes => {
                type Bytes = extern "C" fn(StabbyVec<u8>) -> StabbyVec<u8>;
                let bytes = get::<Bytes>(library, "bytes")?;
                to_and_fro(vec![0_u8; MEBIBYTE], move |value| {
                    bytes(StabbyVec::from(value.as_slice())).to_vec()
                })
            }
            Work::OwnBytes => {
                type Bytes = extern "C" fn(StabbyVec<u8>) -> StabbyVec<u8>;
                let bytes = get::<Bytes>(library, "own_bytes")?;
                let first = StabbyVec::from(vec![0_u8; MEBIBYTE].as_slice());
                to_and_fro(first, move |value| bytes(value))
            }
            Work::Record => {
                let record = get::<extern "C" fn(Record) -> Record>(library, "record")?;
                to_and_fro(Record::default(), move |value| record(value))
            }
            Work::Method => {
                let object = get::<extern "C" fn() -> StepBox>(library, "step")?();
                batch(move |n| black_box(&object).step(n))
            }
            Work::Callback => {
                type Repeat = extern "C" fn(CallbackRef<'static>, u64) -> u64;
                let repeat = get::<Repeat>(library, "repeat")?;
                Box::new(move |times| {
                    static ADD_ONE: AddOne = AddOne;
                    black_box(repeat((&ADD_ONE).into(), times));
                })
            }
            Work::Ready => {
                type Ready = extern "C" fn(u64) -> DynFuture<'static, u64>;
                let ready = get::<Ready>(library, "ready")?;
                batch(move |n| {
                    let mut context = Context::from_waker(Waker::noop());
                    match pin!(black_box(&ready)(n)).poll(&mut context) {
                        Poll::Ready(value) => value,
                        Poll::Pending => 0,
                    }
                })
            }
            Work::Hit => batch(move |_| found(library, "f42")),
            Work::Miss => batch(move |_| found(library, "f99")),
            Work::HitOnTwo => on_two(move |_| found(library, "f42")),
            Work::Reopen => {
                let file = self.file.clone();
                batch(move |_| {
                    // SAFETY: a plugin of ours, already loaded.
                    let again = unsafe { Library::new(black_box(&file)) };
                    u64::from(again.map(std::mem::forget).is_ok())
                })
            }
            Work::Fail | Work::RawAdd => return Ok(None),
        }))
    }
}

fn found(library: &'static Library, name: &str) -> u64 {
    // SAFETY: as in `get`.
    let symbol = unsafe { library.get_stabbied::<Same>(black_box(name).as_bytes()) };
    u64::from(symbol.is_ok())
}
