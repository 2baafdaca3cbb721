//! Damaged plugins in large numbers, each opened in a process of its own.

use std::fs::{File, OpenOptions};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{fmt, fs, process};

use object::read::elf::{ElfFile64, FileHeader as _, ProgramHeader as _};
use object::{Endianness, Object as _, ObjectSection as _};
use plugin_core::manifest::ELF_SECTION;
use plugin_host::{Host, OpenError, Plugin};

/// Longest that a process may take, in seconds.
const PATIENCE: u32 = 20;
/// Truncations end at multiples of this.
const STEP: usize = 512;

/// How a file is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Its end is missing, from this byte on.
    Truncated(usize),
    /// One bit has another value.
    Flipped {
        /// Which byte of the file.
        byte: usize,
        /// Which bit of the byte.
        bit: u8,
    },
    /// What follows the file header is replaced by bytes without meaning, by this seed.
    Random(u64),
}

/// Damage of one kind.
#[derive(Clone, Debug)]
pub struct Class {
    /// What is damaged.
    pub name: &'static str,
    /// Every case of it.
    pub cases: Vec<Damage>,
}

/// What became of one damaged file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An error said so.
    Refused,
    /// It opened, and all that was tried with it had the result that it should have.
    Worked,
    /// It opened, and something that was tried with it had another result or ended in an error.
    Differed,
    /// The process was ended by a signal or by itself.
    Died,
    /// The process did not end.
    Hung,
}

/// How many of a class ended how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Cases in all.
    pub cases: usize,
    /// See [`Outcome::Refused`].
    pub refused: usize,
    /// See [`Outcome::Worked`].
    pub worked: usize,
    /// See [`Outcome::Differed`].
    pub differed: usize,
    /// See [`Outcome::Died`].
    pub died: usize,
    /// See [`Outcome::Hung`].
    pub hung: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, refused, worked, differed, died, hung } = self;
        write!(f, "{cases:>6} {refused:>8} {worked:>7} {differed:>9} {died:>5} {hung:>5}")
    }
}

/// Every damage that is tried to a 64-bit little-endian plugin, by what is damaged.
///
/// # Panics
///
/// If `plugin` is no such library.
pub fn classes(plugin: &[u8]) -> Vec<Class> {
    let flips = |name, place: Range<usize>| Class {
        name,
        cases: place
            .flat_map(|byte| (0..8).map(move |bit| Damage::Flipped { byte, bit }))
            .collect(),
    };
    let file = ElfFile64::<Endianness>::parse(plugin).unwrap();
    let (header, endian) = (file.elf_header(), file.endian());
    let place = |offset: u64, size: u64| {
        let start = usize::try_from(offset).unwrap();
        start..start + usize::try_from(size).unwrap()
    };
    let table =
        |offset: u64, count: u16, size: u16| place(offset, u64::from(count) * u64::from(size));
    let segments =
        table(header.e_phoff(endian), header.e_phnum(endian), header.e_phentsize(endian));
    let sections =
        table(header.e_shoff(endian), header.e_shnum(endian), header.e_shentsize(endian));
    let dynamic = header.program_headers(endian, plugin).unwrap().iter();
    let dynamic = dynamic.filter(|it| it.p_type(endian) == object::elf::PT_DYNAMIC);
    let (offset, size) = dynamic.map(|it| it.file_range(endian)).next().expect("a library");
    let notes = file.section_by_name(ELF_SECTION).and_then(|it| it.file_range());
    let (notes, notes_size) = notes.expect("a plugin");
    vec![
        Class {
            name: "truncated",
            cases: (0..plugin.len()).step_by(STEP).map(Damage::Truncated).collect(),
        },
        flips("file header", 0..64),
        flips("program headers", segments),
        flips("manifest", place(notes, notes_size)),
        flips("section headers", sections),
        flips("dynamic section", place(offset, size)),
        Class { name: "random after header", cases: (1..=200).map(Damage::Random).collect() },
    ]
}

/// Every `step`th bit of the whole file.
pub fn everywhere(plugin: &[u8], step: usize) -> Class {
    let cases = (0..plugin.len() * 8)
        .step_by(step)
        .map(|bit| Damage::Flipped { byte: bit / 8, bit: u8::try_from(bit % 8).unwrap_or(0) })
        .collect();
    Class { name: "anywhere", cases }
}

/// A file that is damaged, tried and repaired again and again.
#[derive(Debug)]
pub struct Patient {
    whole: Vec<u8>,
    path: PathBuf,
    file: File,
}

impl Patient {
    /// A copy of `plugin` in `folder`.
    ///
    /// # Panics
    ///
    /// If there is an error of the system; so do the other functions.
    pub fn new(plugin: &Path, folder: &Path) -> Self {
        let whole = fs::read(plugin).unwrap();
        let path = folder.join(plugin.file_name().expect("a file"));
        fs::write(&path, &whole).unwrap();
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        Self { whole, path, file }
    }

    /// Its bytes, while it is not damaged.
    pub fn bytes(&self) -> &[u8] {
        &self.whole
    }

    /// Tries every case of a class, each in a process of its own. `show` gets each case and its end.
    pub fn tally(
        &self,
        class: &Class,
        attempt: fn(&Path) -> Outcome,
        mut show: impl FnMut(Damage, Outcome),
    ) -> Tally {
        let mut tally = Tally { cases: class.cases.len(), ..Tally::default() };
        for damage in &class.cases {
            self.damage(*damage);
            let outcome = in_child(|| attempt(&self.path));
            self.repair(*damage);
            show(*damage, outcome);
            let count = match outcome {
                Outcome::Refused => &mut tally.refused,
                Outcome::Worked => &mut tally.worked,
                Outcome::Differed => &mut tally.differed,
                Outcome::Died => &mut tally.died,
                Outcome::Hung => &mut tally.hung,
            };
            *count += 1;
        }
        tally
    }

    fn damage(&self, damage: Damage) {
        match damage {
            Damage::Truncated(len) => self.file.set_len(len as u64).unwrap(),
            Damage::Flipped { byte, bit } => {
                self.file.write_all_at(&[self.whole[byte] ^ (1 << bit)], byte as u64).unwrap();
            }
            Damage::Random(seed) => {
                let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let bytes = self.whole[64..].iter().map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    state.to_le_bytes()[3]
                });
                self.file.write_all_at(&bytes.collect::<Vec<_>>(), 64).unwrap();
            }
        }
    }

    fn repair(&self, damage: Damage) {
        match damage {
            Damage::Flipped { byte, .. } => {
                self.file.write_all_at(&self.whole[byte..=byte], byte as u64).unwrap();
            }
            _ => self.file.write_all_at(&self.whole, 0).unwrap(),
        }
    }
}

/// Opens the file with the framework and uses it.
pub fn ours(path: &Path) -> Outcome {
    by(&Host::default(), path)
}

/// As [`ours`], where every plugin must be sealed.
pub fn ours_sealed(path: &Path) -> Outcome {
    by(&Host::builder().require_seal(true).build(), path)
}

fn by(host: &Host, path: &Path) -> Outcome {
    match host.open(path) {
        Ok(plugin) if matches!(uses(plugin), Ok(true)) => Outcome::Worked,
        Ok(_) => Outcome::Differed,
        Err(error) => {
            // By then a plugin has a name.
            let is_named = matches!(error, OpenError::Incompatible { .. });
            assert!(is_named || error.path() == Some(path), "{error}");
            Outcome::Refused
        }
    }
}

/// Whether everything that the plugin offers is as it should be.
fn uses(plugin: Plugin) -> Result<bool, plugin_host::LookupError> {
    let step = plugin.lookup::<AtomicU32>("STEP")?.load(Ordering::Relaxed);
    let text = plugin.lookup::<fn(u32) -> String>("text")?;
    let texts = (text.try_call(1), text.try_call(100), text.try_call(2));
    Ok(step == 1
        && matches!(texts, (Ok(one), Err(panic), Ok(two))
            if one == "number 2" && panic.message() == "100 is too large" && two == "number 3"))
}

/// Opens the file as it would be without the framework: `dlopen`, and `dlsym` of its only symbol.
pub fn bare(path: &Path) -> Outcome {
    // SAFETY: none; the file is damaged, and that it can kill the process is what is measured.
    let library = unsafe { libloading::Library::new(path) };
    let Ok(library) = library else { return Outcome::Refused };
    // SAFETY: the symbol is not used.
    let found = unsafe { library.get::<*const u32>(b"rust_plugin_root_small\0") }.is_ok();
    std::mem::forget(library);
    if found { Outcome::Worked } else { Outcome::Differed }
}

/// Runs `attempt` in a process of its own.
fn in_child(attempt: impl FnOnce() -> Outcome + std::panic::UnwindSafe) -> Outcome {
    // SAFETY: this program has one thread, so that the child may do all that the parent may.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "no process can be started");
    if child == 0 {
        // SAFETY: it only sets a timer, whose signal ends the process.
        unsafe { libc::alarm(PATIENCE) };
        // SAFETY: nothing but panics writes there, and these do not mind.
        unsafe { libc::close(libc::STDERR_FILENO) };
        let code = catch_unwind(attempt).map_or(100, |outcome| outcome as i32);
        process::exit(code);
    }
    let mut status = 0;
    // SAFETY: `status` is a place for a number.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    if libc::WIFSIGNALED(status) {
        return if libc::WTERMSIG(status) == libc::SIGALRM { Outcome::Hung } else { Outcome::Died };
    }
    let ended = [Outcome::Refused, Outcome::Worked, Outcome::Differed]
        .into_iter()
        .find(|outcome| *outcome as i32 == libc::WEXITSTATUS(status));
    ended.unwrap_or(Outcome::Died)
}
