//! What was measured, before it is a page, a file for machines or a plot.

mod markdown;
#[cfg(feature = "peers")]
mod plot;
mod values;
mod versions;

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::Result;
use crate::statistics::Summary;

pub(crate) use versions::Versions;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unit {
    Nanoseconds,
    Seconds,
    Bytes,
    Instructions,
}

/// A number, or why there is none.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Value {
    Measured(Summary),
    Absent(String),
}

/// What one candidate takes.
#[derive(Debug, Serialize)]
pub(crate) struct Cell {
    pub(crate) column: String,
    pub(crate) value: Value,
}

/// One piece of work.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) title: String,
    pub(crate) unit: Unit,
    /// The column that the others are compared with.
    pub(crate) base: Option<String>,
    pub(crate) cells: Vec<Cell>,
}

/// A group of rows.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub(crate) title: String,
    /// What is measured, and how.
    pub(crate) about: String,
    pub(crate) rows: Vec<Row>,
}

/// All that one run found.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) versions: Versions,
    pub(crate) quick: bool,
    pub(crate) tables: Vec<Table>,
}

impl Row {
    pub(crate) fn new(title: impl Into<String>, unit: Unit) -> Self {
        Self { title: title.into(), unit, base: None, cells: Vec::new() }
    }

    /// Compares with that column, where it has a number.
    pub(crate) fn against(mut self, base: impl Into<String>) -> Self {
        self.base = Some(base.into());
        self
    }

    pub(crate) fn measured(&mut self, column: impl Into<String>, summary: Option<Summary>) {
        let value = summary.map_or_else(|| Value::Absent("no round".into()), Value::Measured);
        self.cells.push(Cell { column: column.into(), value });
    }

    pub(crate) fn absent(&mut self, column: impl Into<String>, reason: impl Into<String>) {
        self.cells.push(Cell { column: column.into(), value: Value::Absent(reason.into()) });
    }

    pub(crate) fn cell(&self, column: &str) -> Option<&Value> {
        self.cells.iter().find(|cell| cell.column == column).map(|cell| &cell.value)
    }

    fn number(&self, column: &str) -> Option<f64> {
        match self.cell(column)? {
            Value::Measured(summary) => Some(summary.median),
            Value::Absent(_) => None,
        }
    }

    /// What the others are compared with.
    pub(crate) fn base(&self) -> Option<f64> {
        self.number(self.base.as_deref()?).filter(|base| *base > 0.0)
    }
}

impl Table {
    /// All columns, in the order in which they first stand in a row.
    fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            if !columns.contains(&&*cell.column) {
                columns.push(&*cell.column);
            }
        }
        columns
    }
}

impl Report {
    /// As a page.
    pub(crate) fn page(&self) -> String {
        markdown::page(self)
    }

    /// Writes page, data and plot into a folder.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("results.md"), self.page())?;
        fs::write(folder.join("results.json"), serde_json::to_string_pretty(self)? + "\n")?;
        #[cfg(feature = "peers")]
        plot::draw(self, &folder.join("results.svg"))?;
        Ok(())
    }
}
