//! Futures of a real plugin, driven by the executors of the host: tokio, smol and pollster.

use std::future::poll_fn;
use std::panic;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use acceptance::{fixture, isolated};
use interfaces::Pages;
use plugin_host::{Error, Plugin, PluginFuture, catch, open};
use tokio::runtime;

type Fetch = fn(String, u32) -> PluginFuture<Result<String, Error>>;

fn fetcher() -> Plugin {
    panic::set_hook(Box::new(|_| {}));
    open(fixture("fetcher")).unwrap()
}

fn dropped(plugin: Plugin) -> u64 {
    plugin.lookup::<AtomicU64>("DROPPED").unwrap().load(Ordering::SeqCst)
}

/// What every executor is to drive: plain futures, many at once, objects, both ways, errors.
async fn everything(plugin: Plugin) {
    let fetch = plugin.lookup::<Fetch>("fetch").unwrap();
    assert_eq!(fetch.call("ab".to_owned(), 3).await.unwrap(), "ababab");
    let error = fetch.call("ab".to_owned(), 0).await.unwrap_err();
    assert_eq!(format!("{error:#}"), "cannot fetch `ab`: not at all");
    let twice = plugin.lookup::<fn(PluginFuture<u64>) -> PluginFuture<u64>>("twice").unwrap();
    let ours =
        PluginFuture::new(async move { fetch.call("x".to_owned(), 5).await.unwrap().len() as u64 });
    assert_eq!(twice.call(twice.call(ours)).await, 20);

    let mut site = plugin.lookup::<fn() -> Box<dyn Pages>>("site").unwrap().call();
    assert_eq!(site.add("one".to_owned()).await, 1);
    assert_eq!(site.add("two".to_owned()).await, 2);
    assert_eq!(site.page(1).await.unwrap(), "two");
    assert_eq!(site.title().await, "one");
    assert_eq!(site.page(2).await.unwrap_err().to_string(), "no page 2");
    let empty = site.add(String::new()).contain().await.unwrap_err();
    assert_eq!(empty.message(), "an empty page");
    let read = plugin.lookup::<fn(Arc<dyn Pages>) -> PluginFuture<Vec<String>>>("read").unwrap();
    assert_eq!(read.call(site.into()).await, ["one", "two", "one"]);
    assert_eq!(
        read.call(Arc::new(Ours(AtomicU64::new(0)))).await,
        ["ours 0", "ours 1", "no page 3"]
    );

    let fails = plugin.lookup::<fn(u32) -> PluginFuture<u64>>("fails").unwrap();
    let before = dropped(plugin);
    for after in [0, 2] {
        let panic = fails.call(after).contain().await.unwrap_err();
        assert_eq!(panic.message(), format!("failed after {after}"));
        assert!(panic.place().unwrap().0.ends_with("fetcher/src/lib.rs"));
    }
    assert!(dropped(plugin) >= before + 2);
}

/// A site of the host's.
struct Ours(AtomicU64);

#[plugin_host::interface(crate = plugin_host::plugin_core)]
impl Pages for Ours {
    async fn page(&self, _: u32) -> Result<String, Error> {
        yield_now().await;
        match self.0.fetch_add(1, Ordering::SeqCst) {
            number @ 0..2 => Ok(format!("ours {number}")),
            number => Err(Error::msg(format!("no page {number}"))),
        }
    }
    async fn add(&mut self, _page: String) -> u32 {
        0
    }
}

/// Is pending once.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Counts how often a task is woken.
#[derive(Default)]
struct Wakes(AtomicU64);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

isolated! {
    fn pollster_drives_a_plugins_futures() {
        pollster::block_on(everything(fetcher()));
    }

    fn smol_drives_a_plugins_futures() {
        let plugin = fetcher();
        smol::block_on(everything(plugin));
        smol::block_on(async {
            let tasks: Vec<_> = (0..4).map(|_| smol::spawn(everything(plugin))).collect();
            let mut tasks = tasks.into_iter();
            tasks.next().unwrap().await;
            for task in tasks {
                // Wherever it is.
                task.cancel().await;
            }
        });
    }

    fn tokio_drives_a_plugins_futures_on_one_thread() {
        let runtime = runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(everything(fetcher()));
    }

    fn tokio_drives_many_of_a_plugins_futures_on_several_threads() {
        let plugin = fetcher();
        let runtime =
            runtime::Builder::new_multi_thread().worker_threads(4).enable_time().build().unwrap();
        runtime.block_on(async {
            everything(plugin).await;
            let fetch = plugin.lookup::<Fetch>("fetch").unwrap();
            let tasks: Vec<_> = (0..300_u32)
                .map(|n| tokio::spawn(fetch.call(format!("{n} "), 1 + n % 3)))
                .collect();
            for (n, task) in (0_usize..).zip(tasks) {
                let text: String = task.await.unwrap().unwrap();
                assert_eq!(text, format!("{n} ").repeat(1 + n % 3));
            }
        });
    }

    fn a_panic_of_a_future_ends_its_task_alone() {
        let plugin = fetcher();
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let fails = plugin.lookup::<fn(u32) -> PluginFuture<u64>>("fails").unwrap();
        let fetch = plugin.lookup::<Fetch>("fetch").unwrap();
        runtime.block_on(async {
            let failing = tokio::spawn(fails.call(1));
            let working = tokio::spawn(fetch.call("a".to_owned(), 3));
            let payload = failing.await.unwrap_err().into_panic();
            let text = payload.downcast_ref::<String>().unwrap();
            assert!(text.starts_with("a future panicked at ") && text.ends_with(": failed after 1"));
            assert_eq!(working.await.unwrap().unwrap(), "aaa");
        });
        let mut future = fails.call(0);
        let mut poll = || catch(|| Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop())));
        assert_eq!(poll().unwrap_err().message(), "failed after 0");
        let dropped_by_then = dropped(plugin);
        let again = poll().unwrap_err();
        assert_eq!(again.message(), "a future of a plugin was polled after it had ended");
        drop(future);
        assert_eq!(dropped(plugin), dropped_by_then);
    }

    fn dropping_a_future_in_the_middle_cancels_it_on_any_thread() {
        let plugin = fetcher();
        let never = plugin.lookup::<fn() -> PluginFuture<()>>("never").unwrap();
        let kept = plugin.lookup::<fn() -> usize>("kept").unwrap();
        drop(never.call());
        assert_eq!(dropped(plugin), 0);
        let runtime =
            runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
        runtime.block_on(async {
            let limit = Duration::from_millis(5);
            assert!(tokio::time::timeout(limit, never.call()).await.is_err());
            assert_eq!(dropped(plugin), 1);
            let before = kept.call();
            let task = tokio::spawn(never.call());
            // Until it is polled, there is nothing in the middle of which to cancel it.
            while kept.call() == before {
                tokio::task::yield_now().await;
            }
            task.abort();
            assert!(task.await.unwrap_err().is_cancelled());
            assert_eq!(dropped(plugin), 2);
        });
        let mut future = never.call();
        assert!(Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop())).is_pending());
        thread::spawn(move || drop(future)).join().unwrap();
        assert_eq!(dropped(plugin), 3);
        // The tasks are gone, the plugin has their wakers still.
        drop(runtime);
        let wake_kept = plugin.lookup::<fn() -> u64>("wake_kept").unwrap();
        // One at least for each that was polled.
        assert!(wake_kept.call() >= 3);
    }

    fn a_panic_in_a_futures_drop_ends_there() {
        let plugin = fetcher();
        let fails = plugin.lookup::<fn(bool) -> PluginFuture<u64>>("fails_in_drop").unwrap();
        let mut future = fails.call(false);
        assert!(Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(future);
        assert_eq!(dropped(plugin), 1);
        // In an `async fn`, that drop is part of the poll that ends it.
        let panic = pollster::block_on(fails.call(true).contain()).unwrap_err();
        assert_eq!((panic.message(), dropped(plugin)), ("failed in drop", 2));
    }

    fn wakers_outlive_the_poll_and_the_future_and_are_used_up_on_another_thread() {
        let plugin = fetcher();
        let never = plugin.lookup::<fn() -> PluginFuture<()>>("never").unwrap();
        let wake_kept = plugin.lookup::<fn() -> u64>("wake_kept").unwrap();
        let wakes = Arc::new(Wakes::default());
        let waker = Waker::from(wakes.clone());
        let mut future = pin!(Some(never.call()));
        for _ in 0..4 {
            let mut never = future.as_mut().as_pin_mut().unwrap();
            assert!(never.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
        future.set(None);
        drop(waker);
        // Four wakers of the plugin's, which are clones of one of the host's.
        assert_eq!(Arc::strong_count(&wakes), 2);
        assert_eq!(wake_kept.call(), 4);
        assert_eq!((wakes.0.load(Ordering::SeqCst), Arc::strong_count(&wakes)), (4, 1));
    }

    fn a_future_moves_between_threads_from_poll_to_poll() {
        let plugin = fetcher();
        let fetch = plugin.lookup::<Fetch>("fetch").unwrap();
        let (mut future, (send, woken)) = (fetch.call("ab".to_owned(), 20), channel());
        struct Send(Mutex<std::sync::mpsc::Sender<()>>);
        impl Wake for Send {
            fn wake(self: Arc<Self>) {
                let _ = self.0.lock().unwrap().send(());
            }
        }
        let waker = Waker::from(Arc::new(Send(Mutex::new(send))));
        let text = loop {
            let waker = waker.clone();
            let polled = thread::spawn(move || {
                let polled = Pin::new(&mut future).poll(&mut Context::from_waker(&waker));
                (future, polled)
            });
            let polled = polled.join().unwrap();
            future = polled.0;
            match polled.1 {
                Poll::Ready(text) => break text.unwrap(),
                Poll::Pending => woken.recv().unwrap(),
            }
        };
        assert_eq!(text.len(), 40);
    }
}
