//! The work of the benchmarks, behind C functions, as it is written by hand for `dlopen`.

use std::ffi::c_void;
use std::panic::catch_unwind;
use std::slice;

/// Bytes, with the function of their owner that frees them.
#[repr(C)]
pub struct Bytes {
    pointer: *mut u8,
    length: usize,
    capacity: usize,
    free: unsafe extern "C" fn(*mut u8, usize, usize),
}

/// 64 bytes.
#[repr(C)]
pub struct Record {
    words: [u64; 8],
}

/// An object: a table of functions beside its data.
#[repr(C)]
pub struct Step {
    data: *mut c_void,
    step: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    drop: unsafe extern "C" fn(*mut c_void),
}

unsafe extern "C" fn free(pointer: *mut u8, length: usize, capacity: usize) {
    // SAFETY: the caller hands in the parts of a vector of this library.
    drop(unsafe { Vec::from_raw_parts(pointer, length, capacity) });
}

fn own(bytes: Vec<u8>) -> Bytes {
    let mut bytes = std::mem::ManuallyDrop::new(bytes);
    Bytes { pointer: bytes.as_mut_ptr(), length: bytes.len(), capacity: bytes.capacity(), free }
}

#[unsafe(no_mangle)]
pub extern "C" fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

/// # Safety
///
/// `length` readable bytes of UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn length(text: *const u8, length: usize) -> usize {
    // SAFETY: the caller promises it.
    let text = unsafe { slice::from_raw_parts(text, length) };
    // SAFETY: the caller promises it.
    unsafe { str::from_utf8_unchecked(text) }.len()
}

/// # Safety
///
/// `length` readable bytes of UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greet(name: *const u8, length: usize) -> Bytes {
    // SAFETY: the caller promises it.
    let name = unsafe { slice::from_raw_parts(name, length) };
    // SAFETY: the caller promises it.
    let name = unsafe { str::from_utf8_unchecked(name) };
    let mut text = String::with_capacity(name.len() + 7);
    text.push_str("Hello, ");
    text.push_str(name);
    own(text.into_bytes())
}

/// # Safety
///
/// At least one byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn own_bytes(bytes: Bytes) -> Bytes {
    // SAFETY: the caller promises it.
    let first = unsafe { &mut *bytes.pointer };
    *first = first.wrapping_add(1);
    bytes
}

#[unsafe(no_mangle)]
pub extern "C" fn record(mut record: Record) -> Record {
    record.words[0] = record.words[0].wrapping_add(1);
    record
}

unsafe extern "C" fn one(_: *mut c_void, value: u64) -> u64 {
    value.wrapping_add(1)
}

unsafe extern "C" fn forget(_: *mut c_void) {}

#[unsafe(no_mangle)]
pub extern "C" fn step() -> Step {
    Step { data: std::ptr::null_mut(), step: one, drop: forget }
}

/// # Safety
///
/// `call` may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn repeat(
    call: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    data: *mut c_void,
    times: u64,
) -> u64 {
    // SAFETY: the caller promises it.
    (0..times).fold(0, |value, _| unsafe { call(data, value) })
}

/// Whether it panicked, which it always does.
#[unsafe(no_mangle)]
pub extern "C" fn fail(value: u64) -> bool {
    catch_unwind(|| panic!("number {value}")).is_err()
}

/// Makes panics of this library silent: its hook is not the host's.
#[unsafe(no_mangle)]
pub extern "C" fn silence() {
    std::panic::set_hook(Box::new(|_| ()));
}

macro_rules! functions {
    ($($name:ident),+ $(,)?) => {$(
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(value: u64) -> u64 {
            value
        }
    )+};
}

functions! {
    f00, f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11, f12, f13, f14, f15, f16, f17,
    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35,
    f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47, f48, f49, f50, f51, f52, f53
}
