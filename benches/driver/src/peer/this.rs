//! This framework, as its README shows it.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use peer_this_api::{Record, Step};
use plugin_host::plugin_core::RVec;
use plugin_host::{CallbackRef, Host, Object, Plugin, PluginFuture, SameName};

use super::{Opened, Peer, others};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, on_two, to_and_fro};
use crate::worker::nanoseconds;

pub(super) struct This {
    file: PathBuf,
    host: Host,
}

impl This {
    pub(super) fn new(file: PathBuf) -> Self {
        // Copies of one plugin are opened side by side.
        Self { file, host: Host::builder().same_name(SameName::Allow).build() }
    }

    fn plugin(&self) -> Result<Plugin> {
        Ok(self.host.open(&self.file)?)
    }
}

impl Peer for This {
    fn open(&mut self, file: &Path, others_too: bool) -> Result<Opened> {
        let start = Instant::now();
        let plugin = self.host.open(file)?;
        black_box(plugin.lookup::<fn(u64, u64) -> u64>("add")?);
        let first = nanoseconds(start);
        if !others_too {
            return Ok(Opened { first, others: None });
        }
        let start = Instant::now();
        for name in others() {
            black_box(plugin.lookup::<fn(u64) -> u64>(name)?);
        }
        Ok(Opened { first, others: Some(nanoseconds(start)) })
    }

    fn seek(&mut self, file: &Path, name: &str) -> Result<Option<(f64, f64)>> {
        let start = Instant::now();
        let plugin = self.host.open(file)?;
        black_box(plugin.lookup::<fn(u64) -> u64>(name)?);
        let first = nanoseconds(start);
        let start = Instant::now();
        for _ in 0..1_000 {
            black_box(plugin.lookup::<fn(u64) -> u64>(black_box(name))?);
        }
        Ok(Some((first, nanoseconds(start) / 1_000.0)))
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        let plugin = self.plugin()?;
        Ok(Some(match work {
            Work::Add => {
                let add = plugin.lookup::<fn(u64, u64) -> u64>("add")?;
                batch(move |n| black_box(&add).call(n, 1))
            }
            Work::RawAdd => {
                let add = plugin.lookup::<extern "C" fn(u64, u64) -> u64>("raw_add")?;
                batch(move |n| black_box(&add)(n, 1))
            }
            Work::AddOnTwo => {
                let add = plugin.lookup::<fn(u64, u64) -> u64>("add")?;
                on_two(move |n| black_box(&add).call(n, 1))
            }
            Work::Length => {
                let length = plugin.lookup::<fn(&str) -> usize>("length")?;
                batch(move |n| n + length.call(black_box(TEXT)) as u64)
            }
            Work::Greet => {
                let greet = plugin.lookup::<fn(&str) -> String>("greet")?;
                batch(move |n| n + greet.call(black_box(TEXT)).len() as u64)
            }
            Work::Bytes => {
                let bytes = plugin.lookup::<fn(Vec<u8>) -> Vec<u8>>("bytes")?;
                to_and_fro(vec![0; MEBIBYTE], move |value| bytes.call(value))
            }
            Work::OwnBytes => {
                let bytes = plugin.lookup::<fn(RVec<u8>) -> RVec<u8>>("own_bytes")?;
                to_and_fro(RVec::from(vec![0; MEBIBYTE]), move |value| bytes.call(value))
            }
            Work::Record => {
                let record = plugin.lookup::<fn(Record) -> Record>("record")?;
                to_and_fro(Record::default(), move |value| record.call(value))
            }
            Work::Method => {
                let object = plugin.lookup::<fn() -> Object<dyn Step>>("step")?.call();
                batch(move |n| black_box(&object).step(n))
            }
            Work::Callback => {
                type Repeat = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;
                let repeat = plugin.lookup::<Repeat>("repeat")?;
                Box::new(move |times| {
                    let step = |value: u64| value.wrapping_add(1);
                    black_box(repeat.call(CallbackRef::new(&step), times));
                })
            }
            Work::Ready => {
                let ready = plugin.lookup::<fn(u64) -> PluginFuture<u64>>("ready")?;
                batch(move |n| poll(black_box(&ready).call(n)))
            }
            Work::Fail => {
                let fail = plugin.lookup::<fn(u64) -> u64>("fail")?;
                batch(move |n| n + u64::from(fail.try_call(n).is_err()))
            }
            Work::Hit => batch(move |_| found(plugin, "f42")),
            Work::Miss => batch(move |_| found(plugin, "f99")),
            Work::HitOnTwo => on_two(move |_| found(plugin, "f42")),
            Work::Reopen => {
                let (host, file) = (self.host.clone(), self.file.clone());
                batch(move |_| u64::from(host.open(black_box(&file)).is_ok()))
            }
        }))
    }
}

fn found(plugin: Plugin, name: &str) -> u64 {
    u64::from(black_box(plugin.lookup::<fn(u64) -> u64>(black_box(name))).is_ok())
}

/// The value of a future that does not wait.
fn poll<T>(mut future: impl Future<Output = T> + Unpin) -> T {
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = Pin::new(&mut future).poll(&mut context) {
            return value;
        }
    }
}
