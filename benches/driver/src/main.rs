//! Measures this framework and what else there is, on the same work and in one run.
//!
//! ```sh
//! cargo run --release -p benches                     # our own figures, and what needs no peer
//! cargo run --release -p benches --features peers    # all peers
//! cargo run --release -p benches -- --help
//! ```
//!
//! The program is driver and worker at once: each peer works in a process of its own, so that none
//! fills another's tables, and the driver lets them take turns.

mod arguments;
mod driver;
mod own;
mod peer;
mod report;
mod statistics;
mod work;
mod worker;

use std::error::Error;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.first().and_then(|first| first.to_str()) {
        Some("worker") => worker::serve(&arguments[1..]),
        // For .ci/instructions, which opens copies of it.
        Some("plugin") => own::sixty_four().map(|file| println!("{}", file.display())),
        Some("open-copied") => own::open_copied(&arguments[1..]),
        _ => driver::run(&arguments::parse(&arguments)?),
    }
}
