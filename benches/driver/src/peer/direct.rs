//! The limits: a function pointer and a `dyn Trait` of this very program.
//!
//! Neither is known to the optimizer where it is called.

use std::hint::black_box;
use std::panic::catch_unwind;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::{Opened, Peer};
use crate::Result;
use crate::work::{Batch, MEBIBYTE, TEXT, Work, batch, on_two, to_and_fro};

type Record = [u64; 8];
type Boxed = std::pin::Pin<Box<dyn Future<Output = u64>>>;

/// Functions of this program.
pub(super) struct Pointer;
/// Methods of an object of this program.
pub(super) struct Dyn;

fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

fn length(text: &str) -> usize {
    text.len()
}

fn greet(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 7);
    text.push_str("Hello, ");
    text.push_str(name);
    text
}

fn bytes(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[0] = bytes[0].wrapping_add(1);
    bytes
}

fn record(mut record: Record) -> Record {
    record[0] = record[0].wrapping_add(1);
    record
}

fn step(value: u64) -> u64 {
    value.wrapping_add(1)
}

fn repeat(call: &dyn Fn(u64) -> u64, times: u64) -> u64 {
    (0..times).fold(0, |value, _| call(value))
}

fn ready(value: u64) -> Boxed {
    Box::pin(async move { value.wrapping_add(1) })
}

fn fail(value: u64) -> u64 {
    panic!("number {value}")
}

/// The same as methods.
trait All: Sync {
    fn add(&self, a: u64, b: u64) -> u64 {
        add(a, b)
    }
    fn length(&self, text: &str) -> usize {
        length(text)
    }
    fn greet(&self, name: &str) -> String {
        greet(name)
    }
    fn bytes(&self, value: Vec<u8>) -> Vec<u8> {
        bytes(value)
    }
    fn record(&self, value: Record) -> Record {
        record(value)
    }
    fn step(&self, value: u64) -> u64 {
        step(value)
    }
    fn repeat(&self, call: &dyn Fn(u64) -> u64, times: u64) -> u64 {
        repeat(call, times)
    }
    fn ready(&self, value: u64) -> Boxed {
        ready(value)
    }
    fn fail(&self, value: u64) -> u64 {
        fail(value)
    }
}

impl All for () {}

fn poll(future: Boxed) -> u64 {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => 0,
    }
}

impl Peer for Pointer {
    fn open(&mut self, _: &Path, _: bool) -> Result<Opened> {
        Err("opens nothing".into())
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        Ok(Some(match work {
            Work::Add => batch(|n| black_box(add as fn(u64, u64) -> u64)(n, 1)),
            Work::AddOnTwo => on_two(|n| black_box(add as fn(u64, u64) -> u64)(n, 1)),
            Work::Length => {
                batch(|n| n + black_box(length as fn(&str) -> usize)(black_box(TEXT)) as u64)
            }
            Work::Greet => {
                batch(|n| n + black_box(greet as fn(&str) -> String)(black_box(TEXT)).len() as u64)
            }
            Work::Bytes | Work::OwnBytes => to_and_fro(vec![0; MEBIBYTE], |value| {
                black_box(bytes as fn(Vec<u8>) -> Vec<u8>)(value)
            }),
            Work::Record => to_and_fro(Record::default(), |value| {
                black_box(record as fn(Record) -> Record)(value)
            }),
            Work::Method => batch(|n| black_box(step as fn(u64) -> u64)(n)),
            Work::Callback => Box::new(|times| {
                let call = black_box(step as fn(u64) -> u64);
                black_box((0..times).fold(0, |value, _| call(value)));
            }),
            Work::Ready => batch(|n| poll(black_box(ready as fn(u64) -> Boxed)(n))),
            Work::Fail => batch(|n| {
                let fail = black_box(fail as fn(u64) -> u64);
                n + u64::from(catch_unwind(|| fail(n)).is_err())
            }),
            Work::Hit | Work::Miss | Work::HitOnTwo | Work::Reopen | Work::RawAdd => {
                return Ok(None);
            }
        }))
    }
}

impl Peer for Dyn {
    fn open(&mut self, _: &Path, _: bool) -> Result<Opened> {
        Err("opens nothing".into())
    }

    fn seek(&mut self, _: &Path, _: &str) -> Result<Option<(f64, f64)>> {
        Ok(None)
    }

    fn batch(&mut self, work: Work) -> Result<Option<Batch>> {
        static ALL: &dyn All = &();
        let all = || black_box(ALL);
        Ok(Some(match work {
            Work::Add => batch(move |n| all().add(n, 1)),
            Work::AddOnTwo => on_two(move |n| all().add(n, 1)),
            Work::Length => batch(move |n| n + all().length(black_box(TEXT)) as u64),
            Work::Greet => batch(move |n| n + all().greet(black_box(TEXT)).len() as u64),
            Work::Bytes | Work::OwnBytes => {
                to_and_fro(vec![0; MEBIBYTE], move |value| all().bytes(value))
            }
            Work::Record => to_and_fro(Record::default(), move |value| all().record(value)),
            Work::Method => batch(move |n| all().step(n)),
            Work::Callback => Box::new(move |times| {
                black_box(all().repeat(black_box(&|value: u64| value.wrapping_add(1)), times));
            }),
            Work::Ready => batch(move |n| poll(all().ready(n))),
            Work::Fail => batch(move |n| {
                let all = std::panic::AssertUnwindSafe(all());
                n + u64::from(catch_unwind(|| all.fail(n)).is_err())
            }),
            Work::Hit | Work::Miss | Work::HitOnTwo | Work::Reopen | Work::RawAdd => {
                return Ok(None);
            }
        }))
    }
}
