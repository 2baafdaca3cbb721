//! The plot: a line for each row, a dot for each candidate, at how many times the row's base it takes.

use std::path::Path;

use plotters::prelude::*;

use super::{Report, Row};
use crate::Result;

const WIDTH: u32 = 1_100;
const LINE: u32 = 26;

/// Draws all rows that have a base, but for those of ours alone.
pub(super) fn draw(report: &Report, file: &Path) -> Result<()> {
    let tables = report.tables.iter().filter(|table| !table.title.starts_with("This framework"));
    let rows: Vec<_> = tables
        .flat_map(|table| table.rows.iter().map(|row| (table.title.as_str(), row)))
        .filter(|(_, row)| row.base().is_some())
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let mut columns: Vec<&str> = Vec::new();
    for cell in rows.iter().flat_map(|(_, row)| &row.cells) {
        if !columns.contains(&&*cell.column) {
            columns.push(&cell.column);
        }
    }
    let ratios =
        || rows.iter().flat_map(|(_, row)| columns.iter().filter_map(|name| ratio(row, name)));
    let least = ratios().fold(1.0, f64::min) / 1.5;
    // Room for the legend, where no dot is.
    let most = ratios().fold(1.0, f64::max) * 20.0;

    let lines = u32::try_from(rows.len())?;
    let root = SVGBackend::new(file, (WIDTH, (lines + 6) * LINE)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(10)
        .x_label_area_size(2 * LINE)
        .y_label_area_size(430)
        .caption(
            "Times of the row's base (1 is the base; further left is faster)",
            ("sans-serif", 18),
        )
        .build_cartesian_2d((least..most).log_scale(), 0..i32::try_from(lines)?)?;
    chart
        .configure_mesh()
        .disable_y_axis()
        .disable_y_mesh()
        .x_desc("times the base, logarithmic")
        .x_label_formatter(&|value| format!("{value}"))
        .light_line_style(TRANSPARENT)
        .draw()?;
    for (n, name) in columns.iter().enumerate() {
        let ours = *name == "this";
        let color = if ours { BLACK.to_rgba() } else { Palette99::pick(n).to_rgba() };
        let size = if ours { 6 } else { 4 };
        let dots = rows.iter().enumerate().filter_map(|(line, (_, row))| {
            let line = i32::try_from(rows.len() - 1 - line).ok()?;
            Some(Circle::new((ratio(row, name)?, line), size, color.filled()))
        });
        chart
            .draw_series(dots)?
            .label(name.replace('`', ""))
            .legend(move |(x, y)| Circle::new((x + 8, y), size, color.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    for (line, (table, row)) in rows.iter().enumerate() {
        let line = i32::try_from(rows.len() - 1 - line)?;
        let (_, y) = chart.backend_coord(&(1.0, line));
        let text = format!("{table}: {}", row.title.replace('`', ""));
        let text = text.chars().take(66).collect::<String>();
        root.draw(&Text::new(text, (12, y - 7), ("sans-serif", 13)))?;
    }
    root.present()?;
    Ok(())
}

/// How many times the base a candidate takes.
fn ratio(row: &Row, column: &str) -> Option<f64> {
    Some(row.number(column)? / row.base()?).filter(|ratio| *ratio > 0.0)
}
