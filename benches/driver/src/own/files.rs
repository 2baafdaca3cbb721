//! First opens one after the other, and what of them is done before a file is loaded, against what loading it takes.

use std::ffi::OsString;
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use libloading::Library;
use plugin_host::{Api, Host, SameName};

use super::fixture;
use crate::Result;
use crate::arguments::Arguments;
use crate::report::{Row, Table, Unit};
use crate::statistics::{Summary, interleaved};
use crate::worker::nanoseconds;

const DLOPEN: &str = "`dlopen`, one `dlsym`";

pub(super) fn table(arguments: &Arguments) -> Result<Table> {
    let file = fixture("sixty-four")?;
    let folder = tempfile::tempdir()?;
    // Before there are so many libraries that loading another takes longer.
    let settings = settings(arguments, &file, folder.path())?;
    let [bare, ours] = first_opens(arguments, &file, folder.path())?;
    let mut rows = vec![against_dlopen("first open", bare, ours)];
    rows.extend(inspects(arguments, &file, folder.path(), bare)?);
    rows.extend(settings);
    Ok(Table {
        title: "This framework: files".into(),
        about:
            "A plugin with 64 exports, to which a linker would have appended debug information. \
                First opens are of distinct copies, by turns and one right after the other, so that \
                what all of them run is in the processor's caches; above, each is one of a process \
                that waits in between. Seal and private copy are what they add to a first open, for \
                each megabyte."
                .into(),
        rows,
    })
}

/// A copy of so many bytes.
fn padded(file: &Path, folder: &Path, name: &str, size: u64) -> Result<PathBuf> {
    let copy = folder.join(name);
    fs::copy(file, &copy)?;
    let mut bytes = fs::OpenOptions::new().append(true).open(&copy)?;
    let length = bytes.metadata()?.len();
    bytes.write_all(&vec![0x5a; usize::try_from(size.saturating_sub(length))?])?;
    Ok(copy)
}

fn against_dlopen(title: impl Into<String>, bare: Summary, ours: Summary) -> Row {
    let mut row = Row::new(title, Unit::Nanoseconds).against(DLOPEN);
    row.measured(DLOPEN, Some(bare));
    row.measured("this", Some(ours));
    row
}

/// What opening distinct files takes, without us and by us.
fn first_opens(arguments: &Arguments, file: &Path, folder: &Path) -> Result<[Summary; 2]> {
    let rounds = if arguments.quick { 20 } else { 200 };
    let copies = |name: &str| {
        let copy = |n| padded(file, folder, &format!("{name}-{n}.so"), 0);
        (0..=rounds).map(copy).collect::<Result<Vec<_>>>()
    };
    let (bare, ours) = (copies("bare")?, copies("ours")?);
    // One plugin in many files.
    let host = Host::builder().same_name(SameName::Allow).build();
    let (mut bare, mut ours) = (bare.iter(), ours.iter());
    Ok(interleaved(
        rounds,
        [
            &mut || {
                let file = bare.next().expect("one for each round");
                let start = Instant::now();
                // SAFETY: a plugin of ours, which runs nothing when it is loaded.
                let library = unsafe { Library::new(file) }.expect("it was just built");
                // SAFETY: only the address is taken.
                let symbol = unsafe { library.get::<*const ()>("rust_plugin_root_sixty_four\0") };
                black_box(symbol.expect("every plugin has a root"));
                let time = nanoseconds(start);
                std::mem::forget(library);
                time
            },
            &mut || {
                let file = ours.next().expect("one for each round");
                let start = Instant::now();
                black_box(host.open(file).expect("it was just built"));
                nanoseconds(start)
            },
        ],
    ))
}

fn inspects(arguments: &Arguments, file: &Path, folder: &Path, bare: Summary) -> Result<Vec<Row>> {
    let small = padded(file, folder, "small.so", 0)?;
    let medium = padded(file, folder, "medium.so", 5_000_000)?;
    let large = padded(file, folder, "large.so", 50_000_000)?;
    // Preflight ends with comparing the application, so that a refused open is preflight.
    let other = Host::builder().api(Api::new("another application", "1.0")).build();
    let thousand = |run: &dyn Fn()| {
        let start = Instant::now();
        for _ in 0..1_000 {
            run();
        }
        nanoseconds(start) / 1_000.0
    };
    let times = interleaved(
        arguments.rounds(),
        [
            &mut || thousand(&|| drop(black_box(plugin_host::inspect(&small)))),
            &mut || thousand(&|| drop(black_box(plugin_host::inspect(&medium)))),
            &mut || thousand(&|| drop(black_box(plugin_host::inspect(&large)))),
            &mut || thousand(&|| drop(black_box(other.open(&medium)))),
        ],
    );
    let titles = [
        format!("`inspect`, {:.1} MB", megabytes(&small)?),
        "`inspect`, 5 MB".to_owned(),
        "`inspect`, 50 MB".to_owned(),
        "refused by preflight, 5 MB".to_owned(),
    ];
    let rows = titles.into_iter().zip(times);
    let rows = rows.map(|(title, time)| against_dlopen(title, bare, time));
    Ok(rows.collect())
}

fn megabytes(file: &Path) -> Result<f64> {
    Ok(f64::from(u32::try_from(fs::metadata(file)?.len())?) / 1e6)
}

fn settings(arguments: &Arguments, file: &Path, folder: &Path) -> Result<Vec<Row>> {
    let unsealed = padded(file, folder, "unsealed.so", 5_000_000)?;
    let sealed = padded(file, folder, "sealed.so", 5_000_000)?;
    plugin_host::seal(&sealed)?;
    let plain = Host::builder().same_name(SameName::Allow);
    let [mut base, mut seal, mut made, mut found] = [const { Vec::new() }; 4];
    for round in 0..arguments.rounds() {
        let fresh = |from: &Path, name: &str| -> Result<PathBuf> {
            let to = folder.join(format!("{name}-{round}.so"));
            fs::copy(from, &to)?;
            Ok(to)
        };
        let first = |host: Host, file: &Path| -> Result<f64> {
            let start = Instant::now();
            black_box(host.open(file)?);
            Ok(nanoseconds(start))
        };
        base.push(first(plain.clone().build(), &fresh(&unsealed, "base")?)?);
        seal.push(first(plain.clone().build(), &fresh(&sealed, "seal")?)?);
        let copies = folder.join("copies");
        let file = fresh(&unsealed, "copied")?;
        made.push(first(plain.clone().private_copy(&copies).build(), &file)?);
        // In a process that finds the copy there.
        let mut command = Command::new(std::env::current_exe()?);
        let output = command.arg("open-copied").args([&copies, &file]).output()?;
        found.push(String::from_utf8(output.stdout)?.trim().parse()?);
    }
    let base = Summary::of(base).map_or(f64::NAN, |base| base.median);
    let megabytes = megabytes(&sealed)?;
    let per_megabyte = |title: &str, times: Vec<f64>| {
        let added = times.into_iter().map(|time| (time - base) / megabytes).collect();
        let mut row = Row::new(title, Unit::Nanoseconds);
        row.measured("this", Summary::of(added));
        row
    };
    Ok(vec![
        per_megabyte("seal, checked, per MB", seal),
        per_megabyte("private copy, made, per MB", made),
        per_megabyte("private copy, found, per MB", found),
    ])
}

/// Prints the nanoseconds of the first open of this process, by way of a copy in a folder.
pub(crate) fn open_copied(arguments: &[OsString]) -> Result<()> {
    let [copies, file] = arguments else { return Err("open-copied <folder> <file>".into()) };
    let host = Host::builder().private_copy(copies).build();
    let start = Instant::now();
    black_box(host.open(file)?);
    println!("{}", nanoseconds(start));
    Ok(())
}
