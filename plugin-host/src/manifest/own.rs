//! Whose file it is: each plugin crate that is linked into a library leaves a record, and one of
//! them speaks for the whole.

use super::fields::RecordError;
use super::notes::Record;
use super::plugin::{PluginFields, decode};

/// The record that speaks for the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Own<'a> {
    pub(crate) fields: PluginFields<'a>,
    pub(crate) record: Record<'a>,
    /// The packages whose exports are the plugin's: its own first.
    pub(crate) packages: Vec<&'a str>,
}

/// No record speaks for the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OwnError {
    /// There is none.
    None,
    /// None of them accounts for all others; these are their packages.
    Several(Vec<String>),
    /// One cannot be read; `0` is its position in the file.
    Bad(u64, RecordError),
}

/// Picks the file's own record: the one that accounts for all others.
///
/// A record accounts for those whose packages it includes or excludes, and for those that these
/// account for. Crates do not depend on each other in circles, so at most one accounts for all.
pub(crate) fn own<'a>(records: &[Record<'a>]) -> Result<Own<'a>, OwnError> {
    let decode = |record: &Record<'a>| {
        decode(record.payload).map_err(|error| OwnError::Bad(record.offset, error))
    };
    // Most often.
    if let [record] = records {
        let fields = decode(record)?;
        let packages = vec![fields.package];
        return Ok(Own { fields, record: *record, packages });
    }
    let mut decoded = Vec::with_capacity(records.len());
    for record in records {
        decoded.push((decode(record)?, *record));
    }
    let accounts_for_all = |index: &usize| reached(*index, &decoded, listed).len() == decoded.len();
    let mut candidates = (0..decoded.len()).filter(accounts_for_all);
    match (candidates.next(), candidates.next()) {
        (Some(index), None) => {
            let included = |it: &PluginFields<'_>, package: &str| it.includes.contains(&package);
            let packages = reached(index, &decoded, included)
                .into_iter()
                .map(|index| decoded[index].0.package)
                .collect();
            let (fields, record) = decoded.swap_remove(index);
            Ok(Own { fields, record, packages })
        }
        _ if decoded.is_empty() => Err(OwnError::None),
        _ => {
            let mut packages: Vec<_> =
                decoded.into_iter().map(|(it, _)| it.package.to_owned()).collect();
            packages.sort();
            Err(OwnError::Several(packages))
        }
    }
}

/// Whether a plugin says what it does with the exports of `package`.
fn listed(it: &PluginFields<'_>, package: &str) -> bool {
    it.includes.contains(&package) || it.excludes.contains(&package)
}

/// The records that `start` leads to, itself first, where `leads` says whether one leads to a package.
fn reached(
    start: usize,
    records: &[(PluginFields<'_>, Record<'_>)],
    leads: fn(&PluginFields<'_>, &str) -> bool,
) -> Vec<usize> {
    let mut reached = vec![start];
    let mut next = 0;
    while let Some(&index) = reached.get(next) {
        for (other, (it, _)) in records.iter().enumerate() {
            if !reached.contains(&other) && leads(&records[index].0, it.package) {
                reached.push(other);
            }
        }
        next += 1;
    }
    reached
}

#[cfg(test)]
mod tests {
    use plugin_core::manifest::tag;

    use super::*;
    use crate::manifest::tests::{field, record};

    fn payload(package: &str, includes: &[&str], excludes: &[&str]) -> Vec<u8> {
        let mut fields = vec![
            field(tag::NAME, b"x"),
            field(tag::PACKAGE, package.as_bytes()),
            field(tag::ROOT_SYMBOL, b"root"),
            field(tag::ABI, &[1, 0, 0, 0]),
            field(tag::TARGET, b"target"),
            field(tag::SEAL, &[0; 32]),
        ];
        fields.extend(includes.iter().map(|it| field(tag::INCLUDES, it.as_bytes())));
        fields.extend(excludes.iter().map(|it| field(tag::EXCLUDES, it.as_bytes())));
        record(&fields.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn pick(payloads: &[Vec<u8>]) -> Result<String, OwnError> {
        let records: Vec<_> =
            payloads.iter().map(|payload| Record { offset: 0, payload }).collect();
        own(&records).map(|own| own.packages.join(" "))
    }

    #[test]
    fn a_single_record_speaks_for_the_file() {
        assert_eq!(pick(&[payload("a", &[], &[])]).unwrap(), "a");
        assert_eq!(pick(&[payload("a", &["not there"], &[])]).unwrap(), "a");
        assert_eq!(pick(&[]), Err(OwnError::None));
    }

    #[test]
    fn the_record_that_lists_all_others_speaks_for_the_file() {
        let [b, c] = ["b", "c"].map(|package| payload(package, &[], &[]));
        assert_eq!(pick(&[b.clone(), payload("a", &["b"], &["c"]), c]).unwrap(), "a b");
        assert_eq!(pick(&[b, payload("a", &[], &["b"])]).unwrap(), "a");
    }

    #[test]
    fn what_an_included_plugin_lists_is_accounted_for() {
        let b = payload("b", &["c"], &[]);
        let c = payload("c", &[], &[]);
        assert_eq!(pick(&[c.clone(), b.clone(), payload("a", &["b"], &[])]).unwrap(), "a b c");
        // What an excluded one includes is not the plugin's.
        assert_eq!(pick(&[c, b, payload("a", &[], &["b"])]).unwrap(), "a");
    }

    #[test]
    fn plugins_that_do_not_know_of_each_other_are_several() {
        let several = |packages: &[&str]| {
            Err(OwnError::Several(packages.iter().map(ToString::to_string).collect()))
        };
        let [a, b] = ["a", "b"].map(|package| payload(package, &[], &[]));
        assert_eq!(pick(&[b.clone(), a.clone()]), several(&["a", "b"]));
        assert_eq!(pick(&[a.clone(), a]), several(&["a", "a"]));
        let circle = [payload("a", &["b"], &[]), payload("b", &["a"], &[])];
        assert_eq!(pick(&circle), several(&["a", "b"]));
        assert_eq!(
            pick(&[b, payload("a", &["b"], &[]), payload("c", &["b"], &[])]),
            several(&["a", "b", "c"])
        );
    }

    #[test]
    fn a_record_that_cannot_be_read_is_told_with_its_place() {
        let records = [Record { offset: 700, payload: &[] }];
        assert!(matches!(own(&records), Err(OwnError::Bad(700, RecordError::Bad { .. }))));
    }
}
