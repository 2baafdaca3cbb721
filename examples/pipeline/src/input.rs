//! Where records come from.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use crate::arguments::Source;

/// Gets each record.
pub(crate) type Sink<'a> = dyn FnMut(&str) -> Result<(), Box<dyn Error>> + 'a;

/// Reads all records of all sources.
pub(crate) fn read(sources: &[Source], sink: &mut Sink<'_>) -> Result<(), Box<dyn Error>> {
    for source in sources {
        match source {
            Source::Lines(path) => lines(path, sink),
            Source::Csv(path) => records(path, sink),
            Source::Generated(count) => generated(*count, sink),
        }?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<File, Box<dyn Error>> {
    File::open(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The lines of a text; what is not UTF-8 in them is replaced.
fn lines(path: &Path, sink: &mut Sink<'_>) -> Result<(), Box<dyn Error>> {
    let mut file = BufReader::new(open(path)?);
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line)? > 0 {
        let end =
            line.len() - line.iter().rev().take_while(|it| matches!(it, b'\n' | b'\r')).count();
        sink(&String::from_utf8_lossy(&line[..end]))?;
        line.clear();
    }
    Ok(())
}

/// The records of a CSV file, with tabs between the fields.
fn records(path: &Path, sink: &mut Sink<'_>) -> Result<(), Box<dyn Error>> {
    let mut file =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(open(path)?);
    let mut record = csv::StringRecord::new();
    let mut text = String::new();
    while file.read_record(&mut record)? {
        text.clear();
        for (index, field) in record.iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            text.extend(
                field.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }),
            );
        }
        sink(&text)?;
    }
    Ok(())
}

/// The lines of an access log: address, method, path, status, bytes, milliseconds, browser.
fn generated(count: u64, sink: &mut Sink<'_>) -> Result<(), Box<dyn Error>> {
    const METHODS: [&str; 4] = ["GET", "GET", "POST", "HEAD"];
    const PATHS: [&str; 5] = ["/index.html", "/search", "/basket", "/images/logo", "/login"];
    const STATES: [u16; 8] = [200, 200, 200, 200, 304, 404, 500, 503];
    const BROWSERS: [&str; 3] = ["Firefox on Linux", "Safari on a telephone", "a crawler"];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // The remainder of a u64 by a usize fits a usize.
        usize::try_from((state >> 11) % limit as u64).unwrap_or(0)
    };
    let mut line = String::new();
    for _ in 0..count {
        line.clear();
        write!(
            line,
            "10.{}.{}.{} {} {}/{} {} {} {}.{:03} {}",
            below(256),
            below(256),
            below(256),
            METHODS[below(METHODS.len())],
            PATHS[below(PATHS.len())],
            below(1000),
            STATES[below(STATES.len())],
            below(65_536),
            below(900),
            below(1000),
            BROWSERS[below(BROWSERS.len())],
        )?;
        sink(&line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(source: Source) -> Vec<String> {
        let mut found = Vec::new();
        read(&[source], &mut |record| {
            found.push(record.to_owned());
            Ok(())
        })
        .unwrap();
        found
    }

    #[test]
    fn lines_and_records_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, "a,\"b\tc\"\r\n\"d\ne\",f").unwrap();
        assert_eq!(all(Source::Csv(path.clone())), ["a\tb c", "d e\tf"]);
        assert_eq!(all(Source::Lines(path)), ["a,\"b\tc\"", "\"d", "e\",f"]);
    }

    #[test]
    fn what_is_generated_is_the_same_each_time() {
        let first = all(Source::Generated(100));
        assert_eq!(first, all(Source::Generated(100)));
        assert!(first.iter().all(|line| line.split(' ').count() >= 8), "{}", first[0]);
    }
}
