//! First figures: calls, lookups and opens, side by side with a bare function pointer and with
//! `dlopen` and `dlsym`, in one run.
//!
//! Each row is the median of rounds that alternate between the candidates, since machines are noisy;
//! what counts is the ratio.
//!
//! ```sh
//! cargo run --release -p benches
//! ```

use std::error::Error;
use std::ffi::OsStr;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Command;
use std::task::{Context, Poll, Waker};
use std::time::Instant;
use std::{fs, iter};

use interfaces::Step;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
use plugin_host::plugin_core::HostContext;
use plugin_host::{Api, Callback, CallbackRef, Host, Object, PluginFuture, Ref, SameName};

/// Rounds of a measurement.
const ROUNDS: usize = 31;
/// Repetitions in a round, for what takes nanoseconds.
const BATCH: u32 = 1_000_000;
/// Files opened for the first time.
const FILES: usize = 200;

type Add = extern "C" fn(u64, u64) -> u64;

fn main() -> Result<(), Box<dyn Error>> {
    if let [_, copies, file] = &std::env::args_os().collect::<Vec<_>>()[..] {
        println!("{}", open_copied(copies, Path::new(file))?);
        return Ok(());
    }
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let file =
        plugin_host::build::package("sixty-four").manifest_path(manifest).release().build()?;
    let plugin = plugin_host::open(&file)?;

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
    let calls = interleaved([
        &mut || repeat(|n| black_box(bare)(n, 1)),
        &mut || repeat(|n| black_box(&raw)(n, 1)),
        &mut || repeat(|n| black_box(&guarded).call(n, 1)),
        &mut || repeat(|n| black_box(&guarded).try_call(n, 1).unwrap_or_default()),
        &mut || repeat(|n| black_box(&service).call(n, 1)),
    ]);
    report("bare function pointer", calls[0], calls[0]);
    report("raw symbol, call", calls[1], calls[0]);
    report("guarded symbol, call", calls[2], calls[0]);
    report("guarded symbol, try_call", calls[3], calls[0]);
    report("service of the host, call", calls[4], calls[0]);

    let logger = plugin_host::build::package("chatty").manifest_path(manifest).release().build()?;
    let disabled = plugin_host::open(logger)?.lookup::<fn(u64)>("disabled")?;
    let records = interleaved([&mut || {
        let start = Instant::now();
        disabled.call(u64::from(BATCH));
        nanoseconds(start) / f64::from(BATCH)
    }]);
    report("log record at a level that is off", records[0], calls[0]);
    let traced = plugin_host::build::package("traced").manifest_path(manifest).release().build()?;
    let disabled = plugin_host::open(traced)?.lookup::<fn(u32) -> f64>("disabled")?;
    let events = interleaved([&mut || disabled.call(BATCH)]);
    report("event of tracing that nobody wants", events[0], calls[0]);

    objects(manifest)?;
    futures(manifest)?;

    // SAFETY: a plugin of ours, already loaded; its constructors do not run again.
    let library = unsafe { Library::open(Some(&file), RTLD_NOW | RTLD_LOCAL) }?;
    let lookups = interleaved([
        &mut || {
            repeat(|_| {
                // SAFETY: only the address is taken.
                let symbol =
                    unsafe { library.get::<*const ()>(black_box("rust_plugin_root_sixty_four\0")) };
                u64::from(symbol.is_ok())
            })
        },
        &mut || repeat(|_| u64::from(plugin.lookup::<fn(u64) -> u64>(black_box("f42")).is_ok())),
        &mut || {
            repeat(|_| u64::from(plugin.lookup::<fn(&str) -> String>(black_box("greet")).is_ok()))
        },
    ]);
    println!();
    report("dlsym", lookups[0], lookups[0]);
    report("lookup, repeated, fn(u64) -> u64", lookups[1], lookups[0]);
    report("lookup, repeated, fn(&str) -> String", lookups[2], lookups[0]);

    let again = interleaved([&mut || {
        let start = Instant::now();
        for _ in 0..10_000 {
            black_box(plugin_host::open(black_box(&file)).is_ok());
        }
        nanoseconds(start) / 10_000.0
    }]);
    report("open of an open file", again[0], again[0]);

    println!();
    let dlopen = first_opens(&file)?;
    before_loading(&file, dlopen)
}

type BareStep = extern "C" fn(usize, u64) -> u64;
type Stepper = fn(Ref<dyn Fn(u64) -> u64>, u64) -> u64;
type CrossedStepper = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;

/// Adds one.
extern "C" fn add_one(_: usize, value: u64) -> u64 {
    value.wrapping_add(1)
}

/// Methods and callbacks against a bare function pointer that takes a data pointer.
fn objects(manifest: &str) -> Result<(), Box<dyn Error>> {
    let file = plugin_host::build::package("objects").manifest_path(manifest).release().build()?;
    let plugin = plugin_host::open(&file)?;
    let bare: BareStep = *plugin.lookup::<BareStep>("bare_step")?;
    let object = plugin.lookup::<fn() -> Box<dyn Step>>("step")?.call();
    let handle = plugin.lookup::<fn() -> Object<dyn Step>>("step")?.call();
    let exported = plugin.lookup::<dyn Step>("STEP")?;
    let closure = plugin.lookup::<fn() -> Box<dyn Fn(u64) -> u64 + Send>>("stepper")?.call();
    let callback =
        plugin.lookup::<fn() -> Callback<dyn Fn(u64) -> u64 + Send>>("known_stepper")?.call();
    let local: Box<dyn Fn(u64) -> u64> = Box::new(|value| value.wrapping_add(1));
    let calls = interleaved([
        &mut || repeat(|n| black_box(bare)(0, n)),
        &mut || repeat(|n| black_box(&local)(n)),
        &mut || repeat(|n| black_box(&exported).step(n)),
        &mut || repeat(|n| black_box(&handle).step(n)),
        &mut || repeat(|n| black_box(&object).step(n)),
        &mut || repeat(|n| black_box(&closure)(n)),
        &mut || repeat(|n| black_box(&callback).call(n)),
    ]);
    println!();
    report("bare function pointer with data", calls[0], calls[0]);
    report("a Box<dyn Fn> of this program", calls[1], calls[0]);
    report("method of an exported object", calls[2], calls[0]);
    report("method of an Object<dyn Step>", calls[3], calls[0]);
    report("method of a Box<dyn Step>", calls[4], calls[0]);
    report("a plugin's Box<dyn Fn>", calls[5], calls[0]);
    report("a plugin's Callback<dyn Fn>", calls[6], calls[0]);

    // From inside the plugin, which calls the host's.
    let times = u64::from(BATCH);
    let in_plugin = plugin.lookup::<Stepper>("repeat")?;
    let crossed = plugin.lookup::<CrossedStepper>("repeat_crossed")?;
    let step = |value: u64| value.wrapping_add(1);
    let bare_in_plugin = plugin.lookup::<fn(BareStep, usize, u64) -> u64>("repeat_bare")?;
    let batch = |run: &dyn Fn() -> u64| {
        let start = Instant::now();
        black_box(run());
        nanoseconds(start) / f64::from(BATCH)
    };
    let calls = interleaved([
        &mut || batch(&|| bare_in_plugin.call(black_box(add_one), 0, times)),
        &mut || batch(&|| in_plugin.call(black_box(&|value| value.wrapping_add(1)), times)),
        &mut || batch(&|| crossed.call(black_box(CallbackRef::new(&step)), times)),
    ]);
    report("bare function pointer, called by plugin", calls[0], calls[0]);
    report("host's &dyn Fn, called by plugin", calls[1], calls[0]);
    report("host's CallbackRef, called by plugin", calls[2], calls[0]);
    Ok(())
}

/// A future's round trip against that of the same future, boxed and polled locally.
fn futures(manifest: &str) -> Result<(), Box<dyn Error>> {
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
    let file = plugin_host::build::package("fetcher").manifest_path(manifest).release().build()?;
    let plugin = plugin_host::open(&file)?;
    let remote = plugin.lookup::<fn(u64) -> PluginFuture<u64>>("ready")?;
    let yields = plugin.lookup::<fn(u64) -> PluginFuture<u64>>("yields")?;
    let calls = interleaved([
        &mut || repeat(|n| poll(black_box(boxed)(n))),
        &mut || repeat(|n| poll(black_box(&remote).call(n))),
        &mut || repeat(|n| poll(black_box(&yields).call(n))),
    ]);
    println!();
    report("ready future, boxed locally", calls[0], calls[0]);
    report("ready future of a plugin", calls[1], calls[0]);
    report("future of a plugin, one clone of a waker", calls[2], calls[0]);
    Ok(())
}

/// Opens distinct files for the first time, turn by turn.
///
/// Returns what `dlopen` takes.
fn first_opens(file: &Path) -> Result<f64, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let copies: Vec<PathBuf> = iter::repeat_with({
        let mut n = 0;
        move || {
            n += 1;
            n
        }
    })
    .take(2 * FILES)
    .map(|n| {
        let copy = folder.path().join(format!("{n}.so"));
        fs::copy(file, &copy).map(|_| copy)
    })
    .collect::<Result<_, _>>()?;
    let host = Host::builder().same_name(SameName::Allow).build();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for pair in copies.chunks(2) {
        let start = Instant::now();
        black_box(host.open(&pair[0])?);
        ours.push(nanoseconds(start));
        let start = Instant::now();
        // SAFETY: a plugin of ours; its constructors only register exports.
        let library = unsafe { Library::open(Some(&pair[1]), RTLD_NOW | RTLD_LOCAL) }?;
        // SAFETY: only the address is taken.
        black_box(unsafe { library.get::<*const ()>(b"rust_plugin_root_sixty_four\0") }.is_ok());
        theirs.push(nanoseconds(start));
        std::mem::forget(library);
    }
    let tail = FILES / 4;
    let (early, late) =
        (median(&mut ours[..tail].to_vec()), median(&mut ours[FILES - tail..].to_vec()));
    let base = median(&mut theirs);
    report("dlopen and one dlsym", base, base);
    report("first open, 64 exports", median(&mut ours), base);
    println!("{:<40}{:>12.2}", "last quarter of the opens to the first", late / early);
    Ok(base)
}

/// What is done before a file is loaded, against what loading takes.
fn before_loading(file: &Path, dlopen: f64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let padded = |name: &str, size: u64| -> Result<PathBuf, Box<dyn Error>> {
        // What a linker appends to a file, such as debug information, is at its end.
        let copy = folder.path().join(name);
        fs::copy(file, &copy)?;
        let mut bytes = fs::OpenOptions::new().append(true).open(&copy)?;
        let len = bytes.metadata()?.len();
        bytes.write_all(&vec![0x5a; usize::try_from(size.saturating_sub(len))?])?;
        Ok(copy)
    };
    let (small, large) = (padded("small.so", 0)?, padded("large.so", 50_000_000)?);
    let (unsealed, sealed) = (padded("unsealed.so", 5_000_000)?, padded("sealed.so", 5_000_000)?);
    plugin_host::seal(&sealed)?;
    // Preflight ends with comparing the application, so that a refused open is preflight.
    let other = Host::builder().api(Api::new("another application", "1.0")).build();
    let thousand = |run: &dyn Fn()| {
        let start = Instant::now();
        for _ in 0..1_000 {
            run();
        }
        nanoseconds(start) / 1_000.0
    };
    let times = interleaved([
        &mut || thousand(&|| drop(black_box(plugin_host::inspect(&small)))),
        &mut || thousand(&|| drop(black_box(plugin_host::inspect(&large)))),
        &mut || thousand(&|| drop(black_box(other.open(&unsealed)))),
    ]);
    println!();
    let megabytes = |file: &Path| -> Result<f64, Box<dyn Error>> {
        Ok(f64::from(u32::try_from(fs::metadata(file)?.len())?) / 1e6)
    };
    report(&format!("inspect, 64 exports, {:.1} MB", megabytes(&small)?), times[0], dlopen);
    report(&format!("inspect, 64 exports, {:.1} MB", megabytes(&large)?), times[1], dlopen);
    report("refused by preflight, 5.0 MB", times[2], dlopen);

    let plain = Host::builder().same_name(SameName::Allow);
    let [mut base, mut seal, mut made, mut found] = [const { Vec::new() }; 4];
    for round in 0..ROUNDS {
        let fresh = |from: &Path, name: &str| -> Result<PathBuf, Box<dyn Error>> {
            let to = folder.path().join(format!("{name}-{round}.so"));
            fs::copy(from, &to)?;
            Ok(to)
        };
        let first = |host: Host, file: &Path| -> Result<f64, Box<dyn Error>> {
            let start = Instant::now();
            black_box(host.open(file)?);
            Ok(nanoseconds(start))
        };
        base.push(first(plain.clone().build(), &fresh(&unsealed, "base")?)?);
        seal.push(first(plain.clone().build(), &fresh(&sealed, "seal")?)?);
        let copies = folder.path().join("copies");
        let file = fresh(&unsealed, "copied")?;
        made.push(first(plain.clone().private_copy(&copies).build(), &file)?);
        // In a process that finds the copy there.
        let output = Command::new(std::env::current_exe()?).args([&copies, &file]).output()?;
        found.push(String::from_utf8(output.stdout)?.trim().parse()?);
    }
    let base = median(&mut base);
    let per_megabyte = |what: &str, mut times: Vec<f64>| {
        let cost = (median(&mut times) - base) / megabytes(&sealed).unwrap_or(f64::NAN);
        println!("{what:<40}{:>9.1} us/MB", cost / 1e3);
    };
    per_megabyte("seal, added to a first open", seal);
    per_megabyte("private copy, made in a first open", made);
    per_megabyte("private copy, found in a first open", found);
    Ok(())
}

/// Nanoseconds of the first open of this process, by way of a copy in `copies`.
fn open_copied(copies: &OsStr, file: &Path) -> Result<f64, Box<dyn Error>> {
    let host = Host::builder().private_copy(copies).build();
    let start = Instant::now();
    black_box(host.open(file)?);
    Ok(nanoseconds(start))
}

/// Nanoseconds of one of a batch of calls that depend on each other.
fn repeat(mut call: impl FnMut(u64) -> u64) -> f64 {
    let start = Instant::now();
    let mut value = 0;
    for _ in 0..BATCH {
        value = call(value);
    }
    black_box(value);
    nanoseconds(start) / f64::from(BATCH)
}

/// Medians of rounds in which the candidates take turns.
fn interleaved<const N: usize>(mut candidates: [&mut dyn FnMut() -> f64; N]) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for round in 0..=ROUNDS {
        for (candidate, times) in candidates.iter_mut().zip(&mut times) {
            let time = candidate();
            // The first round warms up.
            if round > 0 {
                times.push(time);
            }
        }
    }
    times.map(|mut times| median(&mut times))
}

/// Time since `start`.
fn nanoseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e9
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn report(what: &str, time: f64, base: f64) {
    println!("{what:<40}{time:>12.2} ns{:>8.2} x", time / base);
}
