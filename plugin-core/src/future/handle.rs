//! The side that a future crossed to: the handle that polls it and drops it.

use core::fmt;
use core::marker::PhantomData;
use core::mem::transmute;
use core::pin::Pin;
use core::ptr::null_mut;
use core::task::{Context, Poll};

use super::{task, waker};
use crate::abi::{FutureRecord, Outcome, TypeInfo, WakerRecord, kind, type_flags};
use crate::guard::{Origin, PluginPanic, result};
use crate::types::{Owned, ROption, Transfer, received_by_value, transfer_type};

/// A future that crosses between a plugin and its host.
///
/// What `#[export] async fn` returns on the other side: `pub async fn fetch(url: String) -> u32` is looked
/// up as `fn(String) -> PluginFuture<u32>`. It is also an ordinary type of arguments and results, in
/// both directions: [`new`](BorrowedFuture::new) makes one of any future that is `Send`.
///
/// Any executor drives it, on any thread. The binary that made it needs no executor of its own, but what
/// the future awaits may: a timer of tokio needs the tokio of the plugin, since each cdylib has its own
/// copy.
///
/// Dropping it drops the plugin's future, wherever it has got to; a panic in that drop ends there.
///
/// # Panics
///
/// **If the future panics, so does `.await`**, with the plugin's message and place as a `String` payload.
/// Use [`contain`](BorrowedFuture::contain) to get the panic as a value. A future that has ended panics
/// when it is polled, without reaching the plugin.
///
/// # Examples
///
/// ```
/// use plugin_core::{Error, PluginFuture, export};
/// # plugin_core::plugin!();
///
/// #[export]
/// pub async fn parse(text: String) -> Result<u32, Error> {
///     Ok(text.parse()?)
/// }
///
/// # fn main() {}
/// # async fn host(plugin: plugin_core::SymbolTable) -> Result<(), Error> {
/// let parse = plugin.lookup::<fn(String) -> PluginFuture<Result<u32, Error>>>("parse")?;
/// assert_eq!(parse.call("7".to_owned()).await?, 7);
/// # Ok(())
/// # }
/// ```
pub type PluginFuture<T> = BorrowedFuture<'static, T>;

/// A [`PluginFuture`] that borrows what lives for `'a`: what an `async fn` of an
/// [`interface`](macro@crate::interface) returns, which borrows the object.
#[repr(C)]
#[must_use = "a future does nothing unless it is awaited"]
pub struct BorrowedFuture<'a, T> {
    /// 1. That of a future with the output `T` that belongs to this value, or `data` is null.
    /// 2. The future is `Send`, and what it borrows is alive for `'a`.
    record: FutureRecord,
    owns: PhantomData<(&'a (), Output<T>)>,
}

/// Names what a future ends with.
type Output<T> = fn() -> T;

// SAFETY: by 2.; nothing of type `T` is in here.
unsafe impl<T> Send for BorrowedFuture<'_, T> {}
// SAFETY: behind a shared reference, nobody looks at the future.
unsafe impl<T> Sync for BorrowedFuture<'_, T> {}

impl<'a, T: Owned> BorrowedFuture<'a, T> {
    /// Makes a future that crosses.
    ///
    /// ```
    /// use plugin_core::PluginFuture;
    ///
    /// let future: PluginFuture<String> = PluginFuture::new(async { "done".to_owned() });
    /// ```
    pub fn new(future: impl Future<Output = T> + Send + 'a) -> Self {
        Self { record: task::record(future), owns: PhantomData }
    }

    /// The same work, with its panic as a value.
    ///
    /// ```
    /// # fn run<T>(future: impl Future<Output = T>) -> T {
    /// #     let mut future = std::pin::pin!(future);
    /// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #     match future.as_mut().poll(&mut context) {
    /// #         std::task::Poll::Ready(value) => value,
    /// #         std::task::Poll::Pending => panic!("not ready"),
    /// #     }
    /// # }
    /// use plugin_core::PluginFuture;
    ///
    /// # run(async {
    /// let future: PluginFuture<u32> = PluginFuture::new(async { panic!("no luck") });
    /// assert_eq!(future.contain().await.unwrap_err().message(), "no luck");
    /// # });
    /// ```
    pub fn contain(self) -> Contained<'a, T> {
        Contained { future: self }
    }

    /// Polls the future, which has ended unless it is pending.
    ///
    /// # Panics
    ///
    /// If it had ended before.
    #[inline]
    fn poll_contained(&mut self, context: &Context<'_>) -> Poll<Result<T, PluginPanic>> {
        type PollFn<R> =
            unsafe extern "C" fn(*mut core::ffi::c_void, *const WakerRecord) -> Outcome<ROption<R>>;
        assert!(!self.record.data.is_null(), "a future of a plugin was polled after it had ended");
        // SAFETY: by 1. the table of a future, never unloaded.
        let table = unsafe { &*self.record.table };
        // SAFETY: by 1. that of a future with this output.
        let poll =
            unsafe { transmute::<*const core::ffi::c_void, PollFn<T::Abi<'static>>>(table.poll) };
        let waker = waker::lend(context.waker());
        // SAFETY: by 1. the future has not ended, and it is borrowed exclusively; the waker is borrowed.
        let outcome = unsafe { poll(self.record.data, &raw const waker) };
        // SAFETY: the outcome of this call.
        let polled = match unsafe { result(outcome, || Some(Origin::Future)) } {
            Ok(ROption::RNone) => return Poll::Pending,
            Ok(ROption::RSome(value)) => Ok(value),
            Err(panic) => Err(panic),
        };
        self.record.data = null_mut();
        Poll::Ready(polled.map(T::from_abi))
    }
}

impl<T: Owned> Future for BorrowedFuture<'_, T> {
    type Output = T;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        match self.get_mut().poll_contained(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(value)) => Poll::Ready(value),
            Poll::Ready(Err(panic)) => panic.resume(),
        }
    }
}

impl<T> Drop for BorrowedFuture<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.record.data.is_null() {
            return;
        }
        // SAFETY: by 1. the table of a future, never unloaded.
        let table = unsafe { &*self.record.table };
        // SAFETY: by 1., and this is the last use.
        unsafe { (table.drop)(self.record.data) };
    }
}

impl<T> fmt::Debug for BorrowedFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginFuture")
            .field("ended", &self.record.data.is_null())
            .finish_non_exhaustive()
    }
}

/// A [`PluginFuture`] whose panic is a value: made by [`contain`](BorrowedFuture::contain).
#[must_use = "a future does nothing unless it is awaited"]
#[derive(Debug)]
pub struct Contained<'a, T> {
    future: BorrowedFuture<'a, T>,
}

impl<T: Owned> Future for Contained<'_, T> {
    type Output = Result<T, PluginPanic>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().future.poll_contained(context)
    }
}

/// Stands for the [`BorrowedFuture`] that a method returns, which borrows the object alone.
///
/// Apart from `BorrowedFuture`, which crosses only if it borrows nothing: otherwise an exported function
/// could return one that borrows an argument of the kind that stands in the frame of the call.
#[derive(Debug)]
pub struct BorrowingSelf<T>(PhantomData<fn() -> T>);

const fn future_type<T: Owned>(name: &'static str) -> TypeInfo {
    TypeInfo::of::<PluginFuture<T>>(kind::FUTURE, name).element(transfer_type::<T>)
}

// SAFETY: 1. and 2. what crosses is a `repr(C)` struct that owns a future with this output, and the
// description says so; 3. the two types are one; 4. it arrives by value.
unsafe impl<T: Owned> Transfer for PluginFuture<T> {
    type Rust<'a> = Self;
    type Abi<'a> = Self;
    const TYPE: TypeInfo = future_type::<T>("PluginFuture").flags(type_flags::STATIC);
    const IDENTITY: bool = true;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value
    }
}

// SAFETY: as above; the flag tells the lifetime apart.
unsafe impl<T: Owned> Transfer for BorrowingSelf<T> {
    type Rust<'a> = BorrowedFuture<'a, T>;
    type Abi<'a> = BorrowedFuture<'a, T>;
    const TYPE: TypeInfo = future_type::<T>("BorrowedFuture");
    const IDENTITY: bool = true;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value
    }
}
