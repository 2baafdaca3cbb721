//! `savefile-abi`: a trait, the same on both sides; what differs in memory is serialized.
//!
//! Its methods are those of a connection, so nothing is looked up by a name.

use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use peer_savefile_api::{Plugin, Record};
use savefile_abi::AbiConnection;

use super::{Opened, Peer};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, to_and_fro};
use crate::worker::nanoseconds;

type Connection = AbiConnection<dyn Plugin>;

pub(super) struct Savefile {
    file: PathBuf,
    open: Vec<Connection>,
}

impl Savefile {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, open: Vec::new() }
    }
}

fn connect(file: &Path) -> Result<Connection> {
    let file = file.to_str().ok_or("not UTF-8")?;
    Connection::load_shared_library(file).map_err(|error| format!("{error:?}").into())
}

impl Peer for Savefile {
    fn open(&mut self, file: &Path, _: bool) -> Result<Opened> {
        let start = Instant::now();
        let connection = connect(file)?;
        let first = nanoseconds(start);
        self.open.push(connection);
        Ok(Opened { first, others: None })
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let plugin = connect(&self.file)?;
        Ok(Some(match work {
            Work::Add => batch(move |n| black_box(&plugin).add(n, 1)),
            Work::Length => batch(move |n| n + plugin.length(black_box(TEXT)) as u64),
            Work::Greet => batch(move |n| n + plugin.greet(black_box(TEXT)).len() as u64),
            Work::Bytes => to_and_fro(vec![0; MEBIBYTE], move |value| plugin.bytes(value)),
            Work::Record => to_and_fro(Record::default(), move |value| plugin.record(value)),
            Work::Method => {
                let object = plugin.step();
                batch(move |n| black_box(&object).step(n))
            }
            Work::Callback => Box::new(move |times| {
                black_box(plugin.repeat(&|value| value.wrapping_add(1), times));
            }),
            Work::Ready => batch(move |n| {
                let mut future = plugin.ready(n);
                match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                    Poll::Ready(value) => value,
                    Poll::Pending => 0,
                }
            }),
            Work::Fail => {
                plugin.silence();
                // The caller panics with the plugin's message.
                batch(move |n| {
                    let plugin = AssertUnwindSafe(&plugin);
                    n + u64::from(catch_unwind(|| plugin.fail(n)).is_err())
                })
            }
            Work::Reopen => {
                let file = self.file.clone();
                batch(move |_| u64::from(connect(black_box(&file)).is_ok()))
            }
            Work::OwnBytes
            | Work::AddOnTwo
            | Work::Hit
            | Work::Miss
            | Work::HitOnTwo
            | Work::RawAdd => {
                return Ok(None);
            }
        }))
    }
}
