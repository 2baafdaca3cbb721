//! `wasmtime`, which some take instead of native plugins: a guest in a sandbox.
//!
//! The guest is compiled ahead, as its documentation recommends where opens count.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use wasmtime::{
    Engine, Instance, Linker, Memory, Module, Store, TypedFunc, WasmParams, WasmResults,
};

use super::{Opened, Peer, others};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, chain, to_and_fro};
use crate::worker::nanoseconds;

/// Compiles a guest ahead.
pub(crate) fn compile(text: &Path, file: &Path) -> Result<()> {
    let code = Engine::default().precompile_module(&fs::read(text)?)?;
    Ok(fs::write(file, code)?)
}

pub(super) struct Wasmtime {
    file: PathBuf,
    engine: Engine,
    linker: Linker<()>,
    open: Vec<Guest>,
}

/// A guest that runs.
struct Guest {
    store: Store<()>,
    instance: Instance,
}

impl Wasmtime {
    pub(super) fn new(file: PathBuf) -> Self {
        let engine = Engine::default();
        let mut linker = Linker::new(&engine);
        // The name is new, so that it cannot fail.
        let _ = linker.func_wrap("host", "call", |value: i64| value.wrapping_add(1));
        Self { file, engine, linker, open: Vec::new() }
    }

    fn guest(&self, file: &Path) -> Result<Guest> {
        // SAFETY: compiled by the driver, with this very version.
        let module = unsafe { Module::deserialize_file(&self.engine, file) }?;
        let mut store = Store::new(&self.engine, ());
        let instance = self.linker.instantiate(&mut store, &module)?;
        Ok(Guest { store, instance })
    }
}

impl Guest {
    fn get<P: WasmParams, R: WasmResults>(&mut self, name: &str) -> Result<TypedFunc<P, R>> {
        Ok(self.instance.get_typed_func(&mut self.store, name)?)
    }

    fn found(&mut self, name: &str) -> bool {
        let found = self.instance.get_typed_func::<i64, i64>(&mut self.store, black_box(name));
        black_box(found).is_ok()
    }
}

/// A guest's memory, and its own functions to use it.
struct Room {
    memory: Memory,
    alloc: TypedFunc<i32, i32>,
    free: TypedFunc<(), ()>,
}

impl Room {
    fn new(guest: &mut Guest) -> Result<Self> {
        let memory = guest.instance.get_memory(&mut guest.store, "memory").ok_or("no memory")?;
        Ok(Self { memory, alloc: guest.get("alloc")?, free: guest.get("free")? })
    }

    /// Where bytes are, once they are in the guest.
    fn put(&self, store: &mut Store<()>, bytes: &[u8]) -> Result<i32> {
        let place = self.alloc.call(&mut *store, i32::try_from(bytes.len())?)?;
        self.memory.write(store, usize::try_from(place)?, bytes)?;
        Ok(place)
    }

    /// Bytes of the guest.
    fn get(&self, store: &mut Store<()>, (place, length): (i32, i32)) -> Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(length)?];
        self.memory.read(&mut *store, usize::try_from(place)?, &mut bytes)?;
        self.free.call(store, ())?;
        Ok(bytes)
    }
}

impl Peer for Wasmtime {
    fn open(&mut self, file: &Path, others_too: bool) -> Result<Opened> {
        let start = Instant::now();
        let mut guest = self.guest(file)?;
        black_box(guest.get::<(i64, i64), i64>("add")?);
        let first = nanoseconds(start);
        let start = Instant::now();
        if others_too {
            for name in others() {
                black_box(guest.get::<i64, i64>(name)?);
            }
        }
        let others = others_too.then(|| nanoseconds(start));
        self.open.push(guest);
        Ok(Opened { first, others })
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let mut guest = self.guest(&self.file)?;
        let number = |n: u64| n.cast_signed();
        Ok(Some(match work {
            Work::Add => {
                let add = guest.get::<(i64, i64), i64>("add")?;
                batch(move |n| {
                    let sum = black_box(&add).call(&mut guest.store, (number(n), 1));
                    sum.map_or(0, i64::cast_unsigned)
                })
            }
            Work::Length => {
                let length = guest.get::<(i32, i32), i32>("length")?;
                let room = Room::new(&mut guest)?;
                batch(move |n| n + length_of(&mut guest.store, &room, &length).unwrap_or(0))
            }
            Work::Greet => {
                let greet = guest.get::<(i32, i32), (i32, i32)>("greet")?;
                let room = Room::new(&mut guest)?;
                batch(move |n| {
                    let bytes = sent(&mut guest.store, &room, &greet, black_box(TEXT).as_bytes());
                    let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                    n + text.map_or(0, |text| text.len() as u64)
                })
            }
            Work::Bytes => {
                let bytes = guest.get::<(i32, i32), (i32, i32)>("bytes")?;
                let room = Room::new(&mut guest)?;
                to_and_fro(vec![0; MEBIBYTE], move |value: Vec<u8>| {
                    sent(&mut guest.store, &room, &bytes, &value).unwrap_or_default()
                })
            }
            Work::Record => {
                let record = guest.get::<i32, ()>("record")?;
                let room = Room::new(&mut guest)?;
                to_and_fro([0; 64], move |value: [u8; 64]| {
                    recorded(&mut guest.store, &room, &record, &value).unwrap_or(value)
                })
            }
            Work::Callback => {
                let repeat = guest.get::<i64, i64>("repeat")?;
                Box::new(move |times| {
                    let _ = black_box(repeat.call(&mut guest.store, number(times)));
                })
            }
            Work::Fail => {
                let fail = guest.get::<i64, i64>("fail")?;
                batch(move |n| n + u64::from(fail.call(&mut guest.store, number(n)).is_err()))
            }
            Work::Hit => batch(move |_| u64::from(guest.found("f42"))),
            Work::Miss => batch(move |_| u64::from(guest.found("f99"))),
            Work::AddOnTwo => {
                let mut other = self.guest(&self.file)?;
                let adds = [guest.get("add")?, other.get("add")?];
                on_two_guests([guest, other], move |which, guest, n| {
                    let add: &TypedFunc<(i64, i64), i64> = &adds[which];
                    let sum = add.call(&mut guest.store, (n.cast_signed(), 1));
                    sum.map_or(0, i64::cast_unsigned)
                })
            }
            Work::HitOnTwo => {
                let other = self.guest(&self.file)?;
                on_two_guests([guest, other], |_, guest, _| u64::from(guest.found("f42")))
            }
            Work::OwnBytes | Work::Method | Work::Ready | Work::Reopen | Work::RawAdd => {
                return Ok(None);
            }
        }))
    }
}

fn length_of(
    store: &mut Store<()>,
    room: &Room,
    length: &TypedFunc<(i32, i32), i32>,
) -> Result<u64> {
    let text = black_box(TEXT).as_bytes();
    let place = room.put(store, text)?;
    let length = length.call(&mut *store, (place, i32::try_from(text.len())?))?;
    room.free.call(store, ())?;
    Ok(u64::try_from(length)?)
}

/// Sends bytes through a function of the guest's.
fn sent(
    store: &mut Store<()>,
    room: &Room,
    function: &TypedFunc<(i32, i32), (i32, i32)>,
    bytes: &[u8],
) -> Result<Vec<u8>> {
    let place = room.put(store, bytes)?;
    let result = function.call(&mut *store, (place, i32::try_from(bytes.len())?))?;
    room.get(store, result)
}

fn recorded(
    store: &mut Store<()>,
    room: &Room,
    record: &TypedFunc<i32, ()>,
    value: &[u8; 64],
) -> Result<[u8; 64]> {
    let place = room.put(store, value)?;
    record.call(&mut *store, place)?;
    let mut value = [0; 64];
    room.memory.read(&mut *store, usize::try_from(place)?, &mut value)?;
    room.free.call(store, ())?;
    Ok(value)
}

/// A batch on two threads, with a guest for each: a guest belongs to one thread at a time.
fn on_two_guests(
    guests: [Guest; 2],
    call: impl Fn(usize, &mut Guest, u64) -> u64 + Sync + 'static,
) -> Batch {
    let [mut one, mut two] = guests;
    Box::new(move |times| {
        thread::scope(|scope| {
            scope.spawn(|| chain(times, |n| call(0, &mut one, n)));
            chain(times, |n| call(1, &mut two, n));
        });
    })
}
