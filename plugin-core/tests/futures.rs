//! Futures in the test's own binary: each crosses, and so do the wakers.
//!
//! Long, because every test needs the futures and the executor that stand here once.
#![allow(missing_docs, clippy::all, clippy::pedantic, reason = "exports for these tests alone")]

use std::future::{pending, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use plugin_core::{
    BorrowedFuture, Error, PluginFuture, SymbolTable, SymbolType, catch, export, interface,
};

plugin_core::plugin!();

#[export]
pub async fn greet(name: String, times: u32) -> Result<String, Error> {
    if times == 0 {
        return Err(Error::msg("not at all"));
    }
    yield_now().await;
    Ok(name.repeat(times as usize))
}

#[export]
pub async fn nothing() {}

#[export]
pub async fn fails(at: u32) -> u32 {
    for _ in 0..at {
        yield_now().await;
    }
    panic!("failed at {at}")
}

type Doubled = fn(PluginFuture<u32>) -> PluginFuture<u32>;

#[export(as = Doubled)]
async fn doubled(of: PluginFuture<u32>) -> u32 {
    2 * of.await
}

#[export]
pub fn made(value: u32) -> Option<PluginFuture<u32>> {
    (value > 0).then(|| PluginFuture::new(ready(value)))
}

#[export]
pub fn both(first: Box<dyn Fn(u32) -> PluginFuture<u32> + Send>) -> Vec<PluginFuture<u32>> {
    vec![first(1), first(2)]
}

#[interface]
pub trait Store: Send + Sync {
    async fn get(&self, key: String) -> Result<u32, Error>;
    async fn put(&mut self, entry: (String, u32), flags: u8);
    /// Has a default body.
    async fn twice(&self, mut key: String) -> Result<u32, Error> {
        key.push('!');
        if key == "!" {
            return Ok(0);
        }
        let value = self.get(key).await?;
        Ok(2 * value)
    }
    fn name(&self) -> &str;
}

#[derive(Default)]
struct Memory {
    entries: Vec<(String, u32)>,
}

#[interface]
impl Store for Memory {
    async fn get(&self, key: String) -> Result<u32, Error> {
        yield_now().await;
        let found = self.entries.iter().find(|(name, _)| *name == key);
        let (_, value) = found.ok_or_else(|| Error::msg("no such key"))?;
        Ok(*value)
    }
    async fn put(&mut self, (key, value): (String, u32), _: u8) {
        yield_now().await;
        assert!(value < 100, "a small value");
        self.entries.push((key, value));
    }
    fn name(&self) -> &str {
        &self.entries[0].0
    }
}

/// Written out.
struct Always(u32);

impl Store for Always {
    fn get(&self, _: String) -> BorrowedFuture<'_, Result<u32, Error>> {
        BorrowedFuture::new(async move { Ok(self.0) })
    }
    fn put(&mut self, (_, value): (String, u32), _: u8) -> BorrowedFuture<'_, ()> {
        self.0 = value;
        BorrowedFuture::new(ready(()))
    }
    fn name(&self) -> &str {
        "always"
    }
}

#[export]
pub fn store() -> Box<dyn Store> {
    Box::new(Memory::default())
}

#[export]
pub async fn fill(store: Arc<dyn Store>) -> Result<u32, Error> {
    Ok(store.get("x".to_owned()).await? + store.twice("x".to_owned()).await?)
}

fn table() -> SymbolTable {
    let root = (PLUGIN.prefix().root)(None);
    // SAFETY: this binary's own root.
    let symbols = unsafe { &*root }.symbols;
    // SAFETY: made by the macros, in this binary.
    unsafe { SymbolTable::new("test", symbols) }.unwrap()
}

/// Is pending once.
fn yield_now() -> impl Future<Output = ()> + Send {
    let mut yielded = false;
    std::future::poll_fn(move |context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// Counts what exists of it.
#[derive(Clone, Default)]
struct Counted(Arc<()>);

impl Counted {
    fn others(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}

/// A waker that counts.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn poll_once<T>(future: &mut (impl Future<Output = T> + Unpin), waker: &Waker) -> Poll<T> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}

/// A future that gives away its wakers, and how it ends.
fn wakers() -> (PluginFuture<u32>, Receiver<Waker>, Sender<u32>) {
    let (give, given) = channel();
    let (end, ended) = channel();
    let ended = Mutex::new(ended);
    let future = std::future::poll_fn(move |context| {
        give.send(context.waker().clone()).unwrap();
        match ended.lock().unwrap().try_recv() {
            Ok(value) => Poll::Ready(value),
            Err(_) => Poll::Pending,
        }
    });
    (PluginFuture::new(future), given, end)
}

type Greet = fn(String, u32) -> PluginFuture<Result<String, Error>>;

#[test]
fn an_async_function_is_looked_up_and_awaited() {
    let table = table();
    let greet = table.lookup::<Greet>("greet").unwrap();
    assert_eq!(block_on(greet.call("ab".to_owned(), 3)).unwrap(), "ababab");
    assert_eq!(block_on(greet.call("ab".to_owned(), 0)).unwrap_err().to_string(), "not at all");
    block_on(table.lookup::<fn() -> PluginFuture<()>>("nothing").unwrap().call());
    // The item itself stays what it was.
    assert_eq!(block_on(self::greet("c".to_owned(), 2)).unwrap(), "cc");
}

#[test]
fn futures_are_arguments_and_results_and_stand_inside_other_types() {
    let table = table();
    let doubled = table.lookup::<Doubled>("doubled").unwrap();
    let of = PluginFuture::new(async {
        yield_now().await;
        4
    });
    assert_eq!(block_on(doubled.call(doubled.call(of))), 16);
    let made = table.lookup::<fn(u32) -> Option<PluginFuture<u32>>>("made").unwrap();
    assert_eq!(made.call(0).map(block_on), None);
    assert_eq!(made.call(5).map(block_on), Some(5));
    let both = table
        .lookup::<fn(Box<dyn Fn(u32) -> PluginFuture<u32> + Send>) -> Vec<PluginFuture<u32>>>(
            "both",
        )
        .unwrap();
    let futures = both.call(Box::new(|n| PluginFuture::new(ready(n + 1))));
    assert_eq!(futures.into_iter().map(block_on).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn async_methods_borrow_the_object_and_go_through_its_handle() {
    let mut store = table().lookup::<fn() -> Box<dyn Store>>("store").unwrap().call();
    block_on(store.put(("x!".to_owned(), 4), 0));
    block_on(store.put(("x".to_owned(), 3), 0));
    let [first, second] = [store.get("x".to_owned()), store.get("x!".to_owned())];
    assert_eq!((block_on(second).unwrap(), block_on(first).unwrap()), (4, 3));
    assert_eq!(block_on(store.twice("x".to_owned())).unwrap(), 8);
    assert_eq!(block_on(store.twice(String::new())).unwrap(), 0);
    assert_eq!(block_on(store.get("y".to_owned())).unwrap_err().to_string(), "no such key");
    assert_eq!(store.name(), "x!");
    let panic = block_on(store.put((String::new(), 100), 0).contain()).unwrap_err();
    assert_eq!(panic.message(), "a small value");
    let fill =
        table().lookup::<fn(Arc<dyn Store>) -> PluginFuture<Result<u32, Error>>>("fill").unwrap();
    assert_eq!(block_on(fill.call(store.into())).unwrap(), 11);
    assert_eq!(block_on(fill.call(Arc::new(Always(2)))).unwrap(), 6);
}

#[test]
fn an_unused_argument_is_dropped_with_the_future() {
    struct Keep;
    #[interface(crate = plugin_core)]
    trait Keeps {
        async fn keep(&self, first: Option<PluginFuture<()>>, _: PluginFuture<()>);
    }
    #[interface]
    impl Keeps for Keep {
        async fn keep(&self, _first: Option<PluginFuture<()>>, _: PluginFuture<()>) {
            yield_now().await;
        }
    }
    let counted = Counted::default();
    let argument = || {
        let counted = counted.clone();
        PluginFuture::new(async move { drop(counted) })
    };
    let mut future = Keep.keep(Some(argument()), argument());
    assert_eq!(counted.others(), 2);
    assert!(poll_once(&mut future, Waker::noop()).is_pending());
    assert_eq!(counted.others(), 2);
    assert!(poll_once(&mut future, Waker::noop()).is_ready());
    assert_eq!(counted.others(), 0);
}

#[test]
fn a_panic_is_delivered_once_and_an_ended_future_is_not_entered_again() {
    let fails = table().lookup::<fn(u32) -> PluginFuture<u32>>("fails").unwrap();
    for at in 0..3 {
        let panic = block_on(fails.call(at).contain()).unwrap_err();
        assert_eq!(panic.message(), format!("failed at {at}"));
        assert!(panic.place().is_some_and(|(file, ..)| file.ends_with("tests/futures.rs")));
        assert!(panic.to_string().starts_with("a future panicked at "), "{panic}");
        assert_eq!(panic.symbol(), None);
        let panic = catch(|| block_on(fails.call(at))).unwrap_err();
        assert_eq!(panic.message(), format!("failed at {at}"));
    }
    let mut future = fails.call(0);
    assert!(catch(|| poll_once(&mut future, Waker::noop())).is_err());
    let again = catch(|| poll_once(&mut future, Waker::noop())).unwrap_err();
    assert_eq!(again.message(), "a future of a plugin was polled after it had ended");
    let mut future = PluginFuture::new(ready(1));
    assert_eq!(poll_once(&mut future, Waker::noop()), Poll::Ready(1));
    let again = catch(|| poll_once(&mut future, Waker::noop())).unwrap_err();
    assert_eq!(again.message(), "a future of a plugin was polled after it had ended");
    assert_eq!(format!("{future:?}"), "PluginFuture { ended: true, .. }");
}

#[test]
fn dropping_a_future_drops_what_it_holds_and_contains_a_panic_of_that() {
    let counted = Counted::default();
    let held = counted.clone();
    let mut future = PluginFuture::new(async move {
        pending::<()>().await;
        drop(held);
    });
    assert!(poll_once(&mut future, Waker::noop()).is_pending());
    assert_eq!(counted.others(), 1);
    thread::spawn(move || drop(future)).join().unwrap();
    assert_eq!(counted.others(), 0);

    struct Panics(Counted);
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in drop");
        }
    }
    let held = Panics(counted.clone());
    drop(PluginFuture::new(async move {
        pending::<()>().await;
        drop(held);
    }));
    assert_eq!(counted.others(), 0);
    // What it holds besides what it is about, is dropped when it ends.
    struct Ready(Panics);
    impl Future for Ready {
        type Output = u8;
        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u8> {
            assert_eq!(self.0.0.others(), 1);
            Poll::Ready(7)
        }
    }
    assert_eq!(block_on(PluginFuture::new(Ready(Panics(counted.clone())))), 7);
    assert_eq!(counted.others(), 0);
}

#[test]
fn a_poll_that_clones_no_waker_clones_none() {
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(wakes.clone());
    let counts = wakes.clone();
    let mut future = PluginFuture::new(std::future::poll_fn(move |context| {
        // This one, the test's, and that of its waker.
        assert_eq!(Arc::strong_count(&counts), 3);
        context.waker().wake_by_ref();
        Poll::<()>::Pending
    }));
    for _ in 0..3 {
        assert!(poll_once(&mut future, &waker).is_pending());
    }
    assert_eq!(wakes.0.load(Ordering::SeqCst), 3);
}

#[test]
fn wakers_outlive_the_poll_the_future_and_its_thread() {
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(wakes.clone());
    let (mut future, given, _end) = wakers();
    assert!(poll_once(&mut future, &waker).is_pending());
    drop((future, waker));
    let kept = given.recv().unwrap();
    assert_eq!(Arc::strong_count(&wakes), 2);
    let another = kept.clone();
    assert_eq!(Arc::strong_count(&wakes), 2);
    thread::spawn(move || {
        kept.wake_by_ref();
        kept.wake();
    })
    .join()
    .unwrap();
    assert_eq!(wakes.0.load(Ordering::SeqCst), 2);
    another.wake();
    assert_eq!(wakes.0.load(Ordering::SeqCst), 3);
    assert_eq!(Arc::strong_count(&wakes), 1);
}

#[test]
fn a_waker_is_cloned_once_for_a_task_and_known_again() {
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(wakes.clone());
    let (mut future, given, end) = wakers();
    let mut poll = |waker: &Waker| poll_once(&mut future, waker);
    assert!(poll(&waker).is_pending());
    let first = given.recv().unwrap();
    assert!(poll(&waker).is_pending());
    // `will_wake` compares the tables, too, which a compiler may have twice, as Miri does.
    assert_eq!(first.data(), given.recv().unwrap().data());
    assert_eq!(Arc::strong_count(&wakes), 3);
    // Another task is another waker.
    let others = Arc::new(Wakes::default());
    let other = Waker::from(others.clone());
    assert!(poll(&other).is_pending());
    let second = given.recv().unwrap();
    assert_ne!(second.data(), first.data());
    second.wake();
    assert_eq!((wakes.0.load(Ordering::SeqCst), others.0.load(Ordering::SeqCst)), (0, 1));
    // A future keeps no waker alive that nobody holds.
    drop(first);
    assert_eq!(Arc::strong_count(&wakes), 2);
    assert_eq!(Arc::strong_count(&others), 2);
    end.send(9).unwrap();
    assert_eq!(poll(&waker), Poll::Ready(9));
    drop(given);
    assert_eq!(Arc::strong_count(&wakes), 2);
}

#[test]
fn a_waker_that_panics_ends_neither_thread_nor_process() {
    struct Panics;
    impl Wake for Panics {
        fn wake(self: Arc<Self>) {
            panic!("nobody wakes me");
        }
    }
    let waker = Waker::from(Arc::new(Panics));
    let (mut future, given, _end) = wakers();
    assert!(poll_once(&mut future, &waker).is_pending());
    let kept = given.recv().unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| kept.wake_by_ref())).is_ok());
    thread::spawn(move || kept.wake()).join().unwrap();
}

#[test]
fn many_futures_are_woken_from_other_threads() {
    const FUTURES: u32 = 200;
    let futures = (0..FUTURES).map(|n| {
        let (mut started, (send, receive)) = (false, channel());
        let receive = Mutex::new(receive);
        PluginFuture::new(std::future::poll_fn(move |context| {
            if !std::mem::replace(&mut started, true) {
                let (waker, send) = (context.waker().clone(), send.clone());
                thread::spawn(move || {
                    send.send(n).unwrap();
                    waker.wake();
                });
            }
            receive.lock().unwrap().try_recv().map_or(Poll::Pending, Poll::Ready)
        }))
    });
    let mut futures: Vec<_> = futures.collect();
    let mut sum = 0;
    block_on(std::future::poll_fn(|context| {
        futures.retain_mut(|future| match Pin::new(future).poll(context) {
            Poll::Ready(n) => {
                sum += n;
                false
            }
            Poll::Pending => true,
        });
        if futures.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    }));
    assert_eq!(sum, FUTURES * (FUTURES - 1) / 2);
}

#[test]
fn a_future_of_another_output_or_lifetime_is_another_type() {
    let mismatch = |name: &str, error: Option<plugin_core::LookupError>| {
        let error = error.expect(name);
        error.to_string()
    };
    let table = table();
    let error = mismatch("nothing", table.lookup::<fn() -> PluginFuture<u32>>("nothing").err());
    assert!(error.contains("result: expected `u32`, found `()`"), "{error}");
    let error = mismatch("nothing", table.lookup::<fn()>("nothing").err());
    assert!(error.contains("expected `()`, found `PluginFuture<()>`"), "{error}");
    assert_eq!(
        plugin_core::layout::display(&<Greet as SymbolType>::TYPE),
        "fn(String, u32) -> PluginFuture<Result<String, Error>>"
    );
}

#[test]
fn a_future_is_send_and_sync_whatever_its_output() {
    fn check<T: Send + Sync + Unpin>() {}
    check::<BorrowedFuture<'_, std::rc::Rc<u8>>>();
    check::<plugin_core::Contained<'_, std::rc::Rc<u8>>>();
}
