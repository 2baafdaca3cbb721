//! Bare `dlopen` and `dlsym` by libloading, with C functions written by hand on both sides.
//!
//! What crosses is declared once more here, as a C header would: `dlopen2` uses it, too.

use std::ffi::c_void;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::slice;
use std::time::Instant;

use libloading::{Library, Symbol};

use super::{Opened, Peer, others};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, on_two, to_and_fro};
use crate::worker::nanoseconds;

/// Bytes, with the function of their owner that frees them.
#[repr(C)]
pub(super) struct Bytes {
    pointer: *mut u8,
    length: usize,
    capacity: usize,
    free: unsafe extern "C" fn(*mut u8, usize, usize),
}

/// An object: a table of functions beside its data.
#[repr(C)]
pub(super) struct Step {
    pub(super) data: *mut c_void,
    pub(super) next: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    drop: unsafe extern "C" fn(*mut c_void),
}

/// 64 bytes.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub(super) struct Record {
    words: [u64; 8],
}

pub(super) type CallbackFn = unsafe extern "C" fn(*mut c_void, u64) -> u64;

impl Bytes {
    /// Bytes that this program frees.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        unsafe extern "C" fn free(pointer: *mut u8, length: usize, capacity: usize) {
            // SAFETY: called once, by the drop below, with the parts of the vector above.
            drop(unsafe { Vec::from_raw_parts(pointer, length, capacity) });
        }
        let mut bytes = std::mem::ManuallyDrop::new(bytes);
        Self { pointer: bytes.as_mut_ptr(), length: bytes.len(), capacity: bytes.capacity(), free }
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        // SAFETY: whoever made this owns so many bytes.
        unsafe { slice::from_raw_parts(self.pointer, self.length) }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        // SAFETY: the parts are those that its owner has put here.
        unsafe { (self.free)(self.pointer, self.length, self.capacity) }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        // SAFETY: the object is the plugin's, and is dropped once.
        unsafe { (self.drop)(self.data) }
    }
}

/// A callback of this program.
pub(super) unsafe extern "C" fn add_one(_: *mut c_void, value: u64) -> u64 {
    value.wrapping_add(1)
}

/// The text of a name that greets.
pub(super) fn greeted(bytes: &Bytes) -> u64 {
    // As what is looked at by a host: a `String` of its own.
    let text = String::from_utf8_lossy(bytes.as_slice()).into_owned();
    text.len() as u64
}

/// Our plugin and its one symbol, without us.
pub(super) struct OurFile;

impl Peer for OurFile {
    fn open(&mut self, file: &Path, _: bool) -> Result<Opened> {
        let start = Instant::now();
        // SAFETY: a plugin of ours; its constructors only register exports.
        let library = std::mem::ManuallyDrop::new(unsafe { Library::new(file) }?);
        // SAFETY: only the address is taken.
        black_box(unsafe { library.get::<*const ()>("rust_plugin_root_peer_this\0") }?);
        Ok(Opened { first: nanoseconds(start), others: None })
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, _: Work) -> Result<Option<Batch>> {
        Ok(None)
    }
}

pub(super) struct Bare {
    file: PathBuf,
    open: Vec<&'static Library>,
}

impl Bare {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, open: Vec::new() }
    }

    fn library(&mut self, file: &Path) -> Result<&'static Library> {
        // SAFETY: a plugin of ours, which runs nothing when it is loaded.
        let library = unsafe { Library::new(file) }?;
        let library: &'static Library = Box::leak(Box::new(library));
        self.open.push(library);
        Ok(library)
    }
}

/// A function of a plugin of ours.
///
/// # Safety
///
/// It has the type `T`.
unsafe fn get<T>(library: &'static Library, name: &str) -> Result<Symbol<'static, T>> {
    // SAFETY: the caller promises it.
    Ok(unsafe { library.get(name) }?)
}

impl Peer for Bare {
    fn open(&mut self, file: &Path, others_too: bool) -> Result<Opened> {
        type Add = unsafe extern "C" fn(u64, u64) -> u64;
        let names: Vec<_> = others().map(|name| format!("{name}\0")).collect();
        let start = Instant::now();
        let library = self.library(file)?;
        // SAFETY: as in `plugins/bare`.
        black_box(unsafe { get::<Add>(library, "add\0") }?);
        let first = nanoseconds(start);
        if !others_too {
            return Ok(Opened { first, others: None });
        }
        let start = Instant::now();
        for name in &names {
            // SAFETY: as in `plugins/bare`.
            black_box(unsafe { get::<unsafe extern "C" fn(u64) -> u64>(library, name) }?);
        }
        Ok(Opened { first, others: Some(nanoseconds(start)) })
    }

    fn seek(&mut self, file: &Path, name: &str) -> Result<Option<(f64, f64)>> {
        let name = format!("{name}\0");
        let start = Instant::now();
        let library = self.library(file)?;
        // SAFETY: as in the generated plugin.
        black_box(unsafe { get::<unsafe extern "C" fn(u64) -> u64>(library, &name) }?);
        let first = nanoseconds(start);
        let start = Instant::now();
        for _ in 0..1_000 {
            // SAFETY: as above.
            let found =
                unsafe { get::<unsafe extern "C" fn(u64) -> u64>(library, black_box(&name)) };
            black_box(found?);
        }
        Ok(Some((first, nanoseconds(start) / 1_000.0)))
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let file = self.file.clone();
        let library = self.library(&file)?;
        // Looks a function up by its type, which is the one in `plugins/bare`.
        macro_rules! get {
            ($name:literal, $type:ty) => {
                // SAFETY: the types of `plugins/bare`, declared once more above.
                unsafe { get::<$type>(library, concat!($name, "\0")) }?
            };
        }
        Ok(Some(match work {
            Work::Add => {
                let add = get!("add", extern "C" fn(u64, u64) -> u64);
                batch(move |n| black_box(&add)(n, 1))
            }
            Work::AddOnTwo => {
                let add = get!("add", extern "C" fn(u64, u64) -> u64);
                on_two(move |n| black_box(&add)(n, 1))
            }
            Work::Length => {
                let length = get!("length", unsafe extern "C" fn(*const u8, usize) -> usize);
                batch(move |n| {
                    let text = black_box(TEXT);
                    // SAFETY: the parts of a text.
                    n + unsafe { length(text.as_ptr(), text.len()) } as u64
                })
            }
            Work::Greet => {
                let greet = get!("greet", unsafe extern "C" fn(*const u8, usize) -> Bytes);
                batch(move |n| {
                    let text = black_box(TEXT);
                    // SAFETY: the parts of a text.
                    n + greeted(&unsafe { greet(text.as_ptr(), text.len()) })
                })
            }
            Work::Bytes => {
                let bytes = get!("own_bytes", unsafe extern "C" fn(Bytes) -> Bytes);
                to_and_fro(vec![0; MEBIBYTE], move |value| {
                    // SAFETY: not empty. Owned by this program's allocator, as a `Vec` is.
                    unsafe { bytes(Bytes::new(value)) }.as_slice().to_vec()
                })
            }
            Work::OwnBytes => {
                let bytes = get!("own_bytes", unsafe extern "C" fn(Bytes) -> Bytes);
                // SAFETY: not empty.
                to_and_fro(Bytes::new(vec![0; MEBIBYTE]), move |value| unsafe { bytes(value) })
            }
            Work::Record => {
                let record = get!("record", extern "C" fn(Record) -> Record);
                to_and_fro(Record::default(), move |value| record(value))
            }
            Work::Method => {
                let object = get!("step", extern "C" fn() -> Step)();
                batch(move |n| {
                    let object = black_box(&object);
                    // SAFETY: its own data.
                    unsafe { (object.next)(object.data, n) }
                })
            }
            Work::Callback => {
                type Repeat = unsafe extern "C" fn(CallbackFn, *mut c_void, u64) -> u64;
                let repeat = get!("repeat", Repeat);
                Box::new(move |times| {
                    // SAFETY: the callback takes no data.
                    black_box(unsafe { repeat(black_box(add_one), std::ptr::null_mut(), times) });
                })
            }
            Work::Fail => {
                get!("silence", extern "C" fn())();
                let fail = get!("fail", extern "C" fn(u64) -> bool);
                batch(move |n| n + u64::from(fail(n)))
            }
            Work::Hit => batch(move |_| found(library, "f42\0")),
            Work::Miss => batch(move |_| found(library, "f99\0")),
            Work::HitOnTwo => on_two(move |_| found(library, "f42\0")),
            Work::Reopen => batch(move |_| {
                // SAFETY: a plugin of ours, already loaded.
                let again = unsafe { Library::new(black_box(&file)) };
                // Not closed: the others do not close either.
                u64::from(again.map(std::mem::forget).is_ok())
            }),
            Work::Ready | Work::RawAdd => return Ok(None),
        }))
    }
}

fn found(library: &'static Library, name: &str) -> u64 {
    type Same = unsafe extern "C" fn(u64) -> u64;
    // SAFETY: all of these have the one type.
    u64::from(black_box(unsafe { library.get::<Same>(black_box(name)) }).is_ok())
}
