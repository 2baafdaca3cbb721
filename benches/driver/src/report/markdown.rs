//! The page: a table for each group, numbers beside ratios, reasons below.

use std::fmt::Write as _;

use super::values::{ratio, with_unit};
use super::{Report, Row, Table, Value};

pub(super) fn page(report: &Report) -> String {
    let mut page = String::from("# Results\n\n");
    if report.quick {
        page.push_str("**A quick run: few rounds, to see that it works.**\n\n");
    }
    page.push_str(
        "Each cell: the median, ± half of the distance between the quartiles (left out below 2 %), \
         and how many times the row's base, which is *in italics*; the fastest is **bold**.\n\n",
    );
    for (what, version) in &report.versions.entries {
        let _ = writeln!(page, "- {what}: {version}");
    }
    for table in &report.tables {
        page.push('\n');
        write_table(&mut page, table);
    }
    page
}

fn write_table(page: &mut String, table: &Table) {
    let columns = table.columns();
    let mut notes = Vec::new();
    let _ = writeln!(page, "## {}\n\n{}\n", table.title, table.about);
    let _ = writeln!(page, "| | {} |", columns.join(" | "));
    let _ = writeln!(page, "| --- |{}", " --: |".repeat(columns.len()));
    for row in &table.rows {
        let _ = write!(page, "| {} |", row.title);
        let least = row
            .cells
            .iter()
            .filter_map(|cell| row.number(&cell.column))
            .fold(f64::INFINITY, f64::min);
        for column in &columns {
            let _ = write!(page, " {} |", cell(row, column, least, &mut notes));
        }
        page.push('\n');
    }
    if !notes.is_empty() {
        page.push('\n');
    }
    for (n, note) in notes.iter().enumerate() {
        let _ = writeln!(page, "{}. {note}", n + 1);
    }
}

fn cell(row: &Row, column: &str, least: f64, notes: &mut Vec<String>) -> String {
    let summary = match row.cell(column) {
        None => return String::new(),
        Some(Value::Absent(reason)) => {
            let at = notes.iter().position(|note| note == reason).unwrap_or_else(|| {
                notes.push(reason.clone());
                notes.len() - 1
            });
            return format!("— ({})", at + 1);
        }
        Some(Value::Measured(summary)) => summary,
    };
    let mut text = with_unit(summary.median, row.unit);
    if summary.spread >= 0.02 {
        let _ = write!(text, " ± {:.0} %", summary.spread * 100.0);
    }
    if let Some(base) = row.base() {
        let _ = write!(text, ", {}", ratio(summary.median, base));
    }
    if row.base.as_deref() == Some(column) {
        text = format!("*{text}*");
    }
    if summary.median <= least && row.cells.len() > 1 {
        text = format!("**{text}**");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Unit;
    use crate::statistics::Summary;

    #[test]
    fn a_table_has_ratios_and_reasons() {
        let mut row = Row::new("call", Unit::Nanoseconds).against("pointer");
        row.measured("pointer", Some(Summary::exact(2.0)));
        row.measured("this", Some(Summary { median: 3.0, spread: 0.05, rounds: 5 }));
        row.absent("other", "it aborts");
        let mut page = String::new();
        let table = Table { title: "Calls".into(), about: "One call.".into(), rows: vec![row] };
        write_table(&mut page, &table);
        assert_eq!(
            page,
            "## Calls\n\nOne call.\n\n| | pointer | this | other |\n| --- | --: | --: | --: |\n\
             | call | ***2.00 ns, 1.00×*** | 3.00 ns ± 5 %, 1.50× | — (1) |\n\n1. it aborts\n"
        );
    }
}
