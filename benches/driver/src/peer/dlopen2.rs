//! `dlopen2`: the wrapper API for calls, a `raw::Library` for what is looked up by name.
//!
//! The plugin is libloading's: both find what `dlsym` finds.

use std::ffi::{CString, c_void};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dlopen2::raw::Library;
use dlopen2::wrapper::{Container, WrapperApi};

use super::libloading::{Bytes, CallbackFn, Record, Step, add_one, greeted};
use super::{Opened, Peer, others};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, on_two, to_and_fro};
use crate::worker::nanoseconds;

#[derive(WrapperApi)]
struct Api {
    add: extern "C" fn(a: u64, b: u64) -> u64,
    length: unsafe extern "C" fn(text: *const u8, length: usize) -> usize,
    greet: unsafe extern "C" fn(name: *const u8, length: usize) -> Bytes,
    own_bytes: unsafe extern "C" fn(bytes: Bytes) -> Bytes,
    record: extern "C" fn(record: Record) -> Record,
    step: extern "C" fn() -> Step,
    repeat: unsafe extern "C" fn(call: CallbackFn, data: *mut c_void, times: u64) -> u64,
    fail: extern "C" fn(value: u64) -> bool,
    silence: extern "C" fn(),
}

type Same = unsafe extern "C" fn(u64) -> u64;

pub(super) struct Dlopen2 {
    file: PathBuf,
    open: Vec<&'static Library>,
}

impl Dlopen2 {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, open: Vec::new() }
    }

    fn library(&mut self, file: &Path) -> Result<&'static Library> {
        let library: &'static Library = Box::leak(Box::new(Library::open(file)?));
        self.open.push(library);
        Ok(library)
    }
}

impl Peer for Dlopen2 {
    fn open(&mut self, file: &Path, others_too: bool) -> Result<Opened> {
        let names = others().map(CString::new).collect::<std::result::Result<Vec<_>, _>>()?;
        let start = Instant::now();
        let library = self.library(file)?;
        // SAFETY: as in `plugins/bare`.
        black_box(unsafe { library.symbol_cstr::<extern "C" fn(u64, u64) -> u64>(c"add") }?);
        let first = nanoseconds(start);
        if !others_too {
            return Ok(Opened { first, others: None });
        }
        let start = Instant::now();
        for name in &names {
            // SAFETY: as in `plugins/bare`.
            black_box(unsafe { library.symbol_cstr::<Same>(name) }?);
        }
        Ok(Opened { first, others: Some(nanoseconds(start)) })
    }

    fn seek(&mut self, file: &Path, name: &str) -> Result<Option<(f64, f64)>> {
        let name = CString::new(name)?;
        let start = Instant::now();
        let library = self.library(file)?;
        // SAFETY: as in the generated plugin.
        black_box(unsafe { library.symbol_cstr::<Same>(&name) }?);
        let first = nanoseconds(start);
        let start = Instant::now();
        for _ in 0..1_000 {
            // SAFETY: as above.
            black_box(unsafe { library.symbol_cstr::<Same>(black_box(&name)) }?);
        }
        Ok(Some((first, nanoseconds(start) / 1_000.0)))
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let file = self.file.clone();
        let library = self.library(&file)?;
        // SAFETY: the types of `plugins/bare`.
        let api: Container<Api> = unsafe { Container::load(&file) }?;
        // SAFETY: all of these have the one type.
        let found = |name| unsafe { library.symbol_cstr::<Same>(black_box(name)) }.is_ok();
        let found = move |name| u64::from(black_box(found(name)));
        Ok(Some(match work {
            Work::Add => batch(move |n| black_box(&api).add(n, 1)),
            Work::AddOnTwo => on_two(move |n| black_box(&api).add(n, 1)),
            Work::Length => batch(move |n| {
                let text = black_box(TEXT);
                // SAFETY: the parts of a text.
                n + unsafe { api.length(text.as_ptr(), text.len()) } as u64
            }),
            Work::Greet => batch(move |n| {
                let text = black_box(TEXT);
                // SAFETY: the parts of a text.
                n + greeted(&unsafe { api.greet(text.as_ptr(), text.len()) })
            }),
            Work::Bytes => to_and_fro(vec![0; MEBIBYTE], move |value| {
                // SAFETY: not empty.
                unsafe { api.own_bytes(Bytes::new(value)) }.as_slice().to_vec()
            }),
            Work::OwnBytes => to_and_fro(Bytes::new(vec![0; MEBIBYTE]), move |value| {
                // SAFETY: not empty.
                unsafe { api.own_bytes(value) }
            }),
            Work::Record => to_and_fro(Record::default(), move |value| api.record(value)),
            Work::Method => {
                let object = api.step();
                batch(move |n| {
                    let object = black_box(&object);
                    // SAFETY: its own data.
                    unsafe { (object.next)(object.data, n) }
                })
            }
            Work::Callback => Box::new(move |times| {
                // SAFETY: the callback takes no data.
                let value = unsafe { api.repeat(black_box(add_one), std::ptr::null_mut(), times) };
                black_box(value);
            }),
            Work::Fail => {
                api.silence();
                batch(move |n| n + u64::from(api.fail(n)))
            }
            Work::Hit => batch(move |_| found(c"f42")),
            Work::Miss => batch(move |_| found(c"f99")),
            Work::HitOnTwo => on_two(move |_| found(c"f42")),
            Work::Reopen => batch(move |_| {
                u64::from(Library::open(black_box(&file)).map(std::mem::forget).is_ok())
            }),
            Work::Ready | Work::RawAdd => return Ok(None),
        }))
    }
}
