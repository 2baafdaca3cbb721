//! Kinds of symbols, objects, callbacks, futures and records against their bare counterparts.

use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use interfaces::Step;
use plugin_host::plugin_core::HostContext;
use plugin_host::{Callback, CallbackRef, Object, PluginFuture, Ref};

use super::{BATCH, fixture, repeat, row};
use crate::Result;
use crate::arguments::Arguments;
use crate::report::{Row, Table};
use crate::statistics::interleaved;
use crate::worker::nanoseconds;

type Add = extern "C" fn(u64, u64) -> u64;
type BareStep = extern "C" fn(usize, u64) -> u64;
type Stepper = fn(Ref<dyn Fn(u64) -> u64>, u64) -> u64;
type CrossedStepper = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;

pub(super) fn table(arguments: &Arguments) -> Result<Table> {
    let rounds = arguments.rounds();
    let mut rows = symbols(rounds)?;
    rows.extend(objects(rounds)?);
    rows.extend(callbacks(rounds)?);
    rows.extend(futures(rounds)?);
    Ok(Table {
        title: "This framework: kinds of calls".into(),
        about: "Against a function pointer of the same plugin (symbols, records), one with a data \
                pointer (objects), one called by the plugin (callbacks), and a boxed future of this \
                program (futures)."
            .into(),
        rows,
    })
}

fn symbols(rounds: usize) -> Result<Vec<Row>> {
    let plugin = plugin_host::open(fixture("sixty-four")?)?;
    let bare: Add = *plugin.lookup::<Add>("raw_add")?;
    let raw = plugin.lookup::<Add>("raw_add")?;
    let guarded = plugin.lookup::<fn(u64, u64) -> u64>("add")?;
    // A closure of the host, as a plugin finds it.
    let offset = black_box(0);
    let host = HostContext::builder()
        .service::<fn(u64, u64) -> u64>("add", move |a: u64, b: u64| {
            a.wrapping_add(b).wrapping_add(offset)
        })
        .build();
    let service = host.lookup::<fn(u64, u64) -> u64>("add")?;
    let no_record = plugin_host::open(fixture("chatty")?)?.lookup::<fn(u64)>("disabled")?;
    let no_event = plugin_host::open(fixture("traced")?)?.lookup::<fn(u32) -> f64>("disabled")?;
    let [bare, raw, call, try_call, service, record, event] = interleaved(
        rounds,
        [
            &mut || repeat(|n| black_box(bare)(n, 1)),
            &mut || repeat(|n| black_box(&raw)(n, 1)),
            &mut || repeat(|n| black_box(&guarded).call(n, 1)),
            &mut || repeat(|n| black_box(&guarded).try_call(n, 1).unwrap_or_default()),
            &mut || repeat(|n| black_box(&service).call(n, 1)),
            &mut || {
                let start = Instant::now();
                no_record.call(u64::from(BATCH));
                nanoseconds(start) / f64::from(BATCH)
            },
            &mut || no_event.call(BATCH),
        ],
    );
    Ok(vec![
        row("raw symbol, call", bare, raw),
        row("guarded symbol, `call`", bare, call),
        row("guarded symbol, `try_call`", bare, try_call),
        row("service of the host, call", bare, service),
        row("log record at a level that is off", bare, record),
        row("event of tracing that nobody wants", bare, event),
    ])
}

/// Methods against a bare function pointer that takes a data pointer.
fn objects(rounds: usize) -> Result<Vec<Row>> {
    let plugin = plugin_host::open(fixture("objects")?)?;
    let bare: BareStep = *plugin.lookup::<BareStep>("bare_step")?;
    let object = plugin.lookup::<fn() -> Box<dyn Step>>("step")?.call();
    let handle = plugin.lookup::<fn() -> Object<dyn Step>>("step")?.call();
    let exported = plugin.lookup::<dyn Step>("STEP")?;
    let closure = plugin.lookup::<fn() -> Box<dyn Fn(u64) -> u64 + Send>>("stepper")?.call();
    let callback =
        plugin.lookup::<fn() -> Callback<dyn Fn(u64) -> u64 + Send>>("known_stepper")?.call();
    let local: Box<dyn Fn(u64) -> u64> = Box::new(|value| value.wrapping_add(1));
    let [bare, local, exported, handle, object, closure, callback] = interleaved(
        rounds,
        [
            &mut || repeat(|n| black_box(bare)(0, n)),
            &mut || repeat(|n| black_box(&local)(n)),
            &mut || repeat(|n| black_box(&exported).step(n)),
            &mut || repeat(|n| black_box(&handle).step(n)),
            &mut || repeat(|n| black_box(&object).step(n)),
            &mut || repeat(|n| black_box(&closure)(n)),
            &mut || repeat(|n| black_box(&callback).call(n)),
        ],
    );
    Ok(vec![
        row("a `Box<dyn Fn>` of this program", bare, local),
        row("method of an exported object", bare, exported),
        row("method of an `Object<dyn Step>`", bare, handle),
        row("method of a `Box<dyn Step>`", bare, object),
        row("a plugin's `Box<dyn Fn>`", bare, closure),
        row("a plugin's `Callback<dyn Fn>`", bare, callback),
    ])
}

/// From inside the plugin, which calls the host's.
fn callbacks(rounds: usize) -> Result<Vec<Row>> {
    extern "C" fn add_one(_: usize, value: u64) -> u64 {
        value.wrapping_add(1)
    }
    let plugin = plugin_host::open(fixture("objects")?)?;
    let times = u64::from(BATCH);
    let in_plugin = plugin.lookup::<Stepper>("repeat")?;
    let bare_in_plugin = plugin.lookup::<fn(BareStep, usize, u64) -> u64>("repeat_bare")?;
    let batch = |run: &dyn Fn() -> u64| {
        let start = Instant::now();
        black_box(run());
        nanoseconds(start) / f64::from(BATCH)
    };
    let crossed = plugin.lookup::<CrossedStepper>("repeat_crossed")?;
    let step = |value: u64| value.wrapping_add(1);
    let [bare, erased, known] = interleaved(
        rounds,
        [
            &mut || batch(&|| bare_in_plugin.call(black_box(add_one), 0, times)),
            &mut || batch(&|| in_plugin.call(black_box(&step), times)),
            &mut || batch(&|| crossed.call(black_box(CallbackRef::new(&step)), times)),
        ],
    );
    Ok(vec![
        row("host's `&dyn Fn`, called by the plugin", bare, erased),
        row("host's `CallbackRef`, called by the plugin", bare, known),
    ])
}

/// A future's round trip against that of the same future, boxed and polled locally.
fn futures(rounds: usize) -> Result<Vec<Row>> {
    fn poll<T>(mut future: impl Future<Output = T> + Unpin) -> T {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(value) = Pin::new(&mut future).poll(&mut context) {
                return value;
            }
        }
    }
    type Boxed = Pin<Box<dyn Future<Output = u64> + Send>>;
    // Behind a pointer, so that it is not known where it is polled.
    let boxed: fn(u64) -> Boxed = |value| Box::pin(async move { value });
    let plugin = plugin_host::open(fixture("fetcher")?)?;
    let remote = plugin.lookup::<fn(u64) -> PluginFuture<u64>>("ready")?;
    let yields = plugin.lookup::<fn(u64) -> PluginFuture<u64>>("yields")?;
    let [boxed, ready, yields] = interleaved(
        rounds,
        [
            &mut || repeat(|n| poll(black_box(boxed)(n))),
            &mut || repeat(|n| poll(black_box(&remote).call(n))),
            &mut || repeat(|n| poll(black_box(&yields).call(n))),
        ],
    );
    Ok(vec![
        row("ready future of a plugin", boxed, ready),
        row("future of a plugin, one clone of a waker", boxed, yields),
    ])
}
