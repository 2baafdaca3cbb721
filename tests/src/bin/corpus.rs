//! What becomes of damaged files, opened by the framework and, beside it, by bare `dlopen`:
//! `corpus <plugin> [all]`. Without `all` it leaves out what takes long and fails if a process dies
//! where none may.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use acceptance::corpus::{Outcome, Patient, bare, classes, everywhere, ours, ours_sealed};
use acceptance::{copy, temporary_folder};

/// Damage that no check of headers can find; a seal does.
const NEEDS_SEAL: &str = "dynamic section";

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let plugin = PathBuf::from(arguments.next().expect("the path of a plugin"));
    let all = arguments.next().is_some_and(|it| it == "all");
    let folder = temporary_folder();
    // SAFETY: this program has one thread. Plugins panic, which takes long with a backtrace.
    unsafe { env::set_var("RUST_BACKTRACE", "0") };

    let patient = Patient::new(&plugin, folder.path());
    let mut failed = false;
    println!("{:<24} cases  refused  worked  differed  died  hung", "");
    for class in classes(patient.bytes()) {
        let may_die = class.name == NEEDS_SEAL;
        let tally = patient.tally(&class, ours, |damage, outcome| {
            if !may_die && matches!(outcome, Outcome::Died | Outcome::Hung) {
                failed = true;
                println!("{}: {damage:?}: {outcome:?}", class.name);
            }
        });
        println!("{:<24}{tally}", class.name);
        if all {
            println!("{:<24}{}", "  bare dlopen", patient.tally(&class, bare, |_, _| {}));
        }
    }

    let sealed = copy(&plugin, folder.path(), "sealed.so");
    plugin_host::seal(&sealed).expect("a plugin can be sealed");
    let other = temporary_folder();
    let patient = Patient::new(&sealed, other.path());
    let step = if all { 97 } else { 4999 };
    let class = everywhere(patient.bytes(), step);
    let tally = patient.tally(&class, ours_sealed, |damage, outcome| {
        if outcome != Outcome::Refused {
            failed = true;
            println!("sealed: {damage:?}: {outcome:?}");
        }
    });
    println!("{:<24}{tally}", format!("sealed, every {step}th bit"));
    if all {
        println!("{:<24}{}", "  bare dlopen", patient.tally(&class, bare, |_, _| {}));
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
