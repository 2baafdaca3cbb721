//! Every order of events, without files: the values are numbers.
//!
//! Long, because they are all orders of the same few events.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::stack::Token;
use super::*;
use crate::settings::SameName;

type Numbers = Registry<u64>;

const STRICT: Settings =
    Settings { same_name: SameName::Refuse, require_seal: false, private_copy: None, api: None };
const LAX: Settings = Settings { same_name: SameName::Allow, ..STRICT };

/// A file that is its own plugin.
fn file(number: u64) -> Claim {
    Claim {
        key: Key::File(FileId::fake(number, 0)),
        path: Some(PathBuf::from(format!("/p/{number}.so")).into()),
        name: format!("n{number}").into(),
        sealed: false,
    }
}

fn path(number: u64) -> Option<PathBuf> {
    file(number).path.map(|path| path.to_path_buf())
}

fn begin(registry: &Numbers, claim: Claim) -> Opening<'_, u64> {
    match registry.claim(claim, &STRICT).unwrap() {
        Claimed::Opening(opening, _) => opening,
        Claimed::Ready(value) => panic!("{value} is ready"),
    }
}

fn refusal(registry: &Numbers, claim: Claim, settings: &Settings) -> OpenError {
    match registry.claim(claim, settings) {
        Ok(Claimed::Opening(_, _)) => panic!("it is granted"),
        Ok(Claimed::Ready(value)) => panic!("{value} is ready"),
        Err(error) => error,
    }
}

fn find(registry: &Numbers, number: u64) -> Result<Option<u64>, OpenError> {
    registry.find(&file(number).key, &STRICT)
}

fn some_error() -> OpenError {
    OpenError::Hooks { plugin: "x".to_owned(), problem: "y".to_owned(), earlier: false }
}

fn chain(error: &OpenError) -> Vec<&str> {
    match error {
        OpenError::Circular { chain } => chain.iter().map(String::as_str).collect(),
        other => panic!("{other}"),
    }
}

fn already(error: OpenError) -> (String, Option<PathBuf>, bool) {
    match error {
        OpenError::AlreadyLoaded { name, first, replaced } => (name, first, replaced),
        other => panic!("{other}"),
    }
}

#[test]
fn many_threads_open_one_file_once() {
    let registry = Numbers::default();
    let opened = AtomicUsize::new(0);
    let barrier = Barrier::new(32);
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                barrier.wait();
                match registry.claim(file(1), &STRICT).unwrap() {
                    Claimed::Ready(value) => assert_eq!(value, 7),
                    Claimed::Opening(opening, _) => {
                        opened.fetch_add(1, Ordering::Relaxed);
                        thread::yield_now();
                        opening.ready(7);
                    }
                }
            });
        }
    });
    assert_eq!(opened.into_inner(), 1);
    assert_eq!(registry.ready(), [7]);
}

#[test]
fn a_slow_opening_keeps_no_other_waiting() {
    let registry = Numbers::default();
    let slow = begin(&registry, file(1));
    thread::scope(|scope| {
        scope.spawn(|| begin(&registry, file(2)).ready(2)).join().unwrap();
    });
    slow.ready(1);
    assert_eq!(registry.ready(), [2, 1], "in the order in which they became ready");
}

#[test]
fn a_failure_after_loading_is_remembered_and_marked() {
    let registry = Numbers::default();
    let mut opening = begin(&registry, file(1));
    opening.loaded();
    assert!(!opening.failed(some_error()).is_earlier());
    assert!(find(&registry, 1).unwrap_err().is_earlier());
    assert!(refusal(&registry, file(1), &STRICT).is_earlier());
    begin(&registry, file(2)).ready(2);
}

#[test]
fn a_failure_before_loading_is_forgotten() {
    let registry = Numbers::default();
    begin(&registry, file(1)).failed(some_error());
    assert_eq!(find(&registry, 1).unwrap(), None);
    begin(&registry, file(1)).ready(1);
}

#[test]
fn a_file_replaced_while_it_was_loaded_is_forgotten() {
    let registry = Numbers::default();
    let mut opening = begin(&registry, file(1));
    opening.loaded();
    opening.failed(OpenError::Replaced { path: "/p/1.so".into() });
    begin(&registry, file(1)).ready(1);
}

#[test]
fn who_waits_for_an_opening_that_fails_before_loading_tries_itself() {
    let registry = Numbers::default();
    let first = begin(&registry, file(1));
    thread::scope(|scope| {
        let second = scope.spawn(|| begin(&registry, file(1)).ready(2));
        wait_for_a_wait(&registry);
        first.failed(some_error());
        second.join().unwrap();
    });
    assert_eq!(registry.ready(), [2]);
}

#[test]
fn who_waits_for_an_opening_that_fails_after_loading_gets_its_error() {
    let registry = Numbers::default();
    let mut first = begin(&registry, file(1));
    first.loaded();
    thread::scope(|scope| {
        let second = scope.spawn(|| refusal(&registry, file(1), &STRICT));
        wait_for_a_wait(&registry);
        first.failed(some_error());
        assert!(second.join().unwrap().is_earlier());
    });
}

/// Returns when some thread waits.
fn wait_for_a_wait(registry: &Numbers) {
    wait_for_waits(registry, 1);
}

fn wait_for_waits(registry: &Numbers, count: usize) {
    while registry.lock().waits.count() < count {
        thread::yield_now();
    }
}

#[test]
fn an_opening_that_opens_itself_is_circular() {
    let registry = Numbers::default();
    let opening = begin(&registry, file(1));
    assert_eq!(chain(&find(&registry, 1).unwrap_err()), ["n1", "n1"]);
    opening.ready(1);
    assert_eq!(find(&registry, 1).unwrap(), Some(1));
}

#[test]
fn two_openings_that_open_each_other_on_one_thread_are_circular() {
    let registry = Numbers::default();
    let one = begin(&registry, file(1));
    let two = begin(&registry, file(2));
    assert_eq!(chain(&find(&registry, 1).unwrap_err()), ["n1", "n2", "n1"]);
    two.ready(2);
    one.ready(1);
}

#[test]
fn two_openings_that_open_each_other_on_two_threads_are_circular_and_do_not_hang() {
    for _ in 0..100 {
        let registry = Numbers::default();
        let barrier = Barrier::new(2);
        let open = |number: u64, other: u64| {
            let opening = begin(&registry, file(number));
            barrier.wait();
            let found = find(&registry, other);
            opening.ready(number);
            found
        };
        let (one, two) = thread::scope(|scope| {
            let one = scope.spawn(|| open(1, 2));
            let two = scope.spawn(|| open(2, 1));
            (one.join().unwrap(), two.join().unwrap())
        });
        match (one, two) {
            (Err(error), Ok(Some(1))) => assert_eq!(chain(&error), ["n1", "n2", "n1"]),
            (Ok(Some(2)), Err(error)) => assert_eq!(chain(&error), ["n2", "n1", "n2"]),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_thread_with_a_token_is_part_of_the_opening() {
    let registry = Numbers::default();
    let opening = begin(&registry, file(1));
    let token = Token::of_this_thread();
    thread::scope(|scope| {
        let helper = scope.spawn(|| {
            let _entered = token.enter();
            find(&registry, 1)
        });
        assert_eq!(chain(&helper.join().unwrap().unwrap_err()), ["n1", "n1"]);
    });
    opening.ready(1);
    // What has ended is not waited for.
    let _entered = token.enter();
    assert_eq!(find(&registry, 1).unwrap(), Some(1));
}

#[test]
fn a_thread_without_a_token_waits() {
    let registry = Numbers::default();
    let opening = begin(&registry, file(1));
    thread::scope(|scope| {
        let waiter = scope.spawn(|| find(&registry, 1).unwrap());
        wait_for_a_wait(&registry);
        opening.ready(1);
        assert_eq!(waiter.join().unwrap(), Some(1));
    });
    assert!(registry.lock().waits.count() == 0);
}

#[test]
fn a_new_link_to_a_file_is_the_same_file() {
    let registry = Numbers::default();
    begin(&registry, file(1)).ready(1);
    let linked = Claim { path: file(2).path, ..file(1) };
    assert!(matches!(registry.claim(linked, &STRICT).unwrap(), Claimed::Ready(1)));
}

#[test]
fn a_replaced_file_is_told_from_another() {
    let registry = Numbers::default();
    begin(&registry, file(1)).ready(1);
    let first = path(1);
    let new_file = Claim { key: Key::File(FileId::fake(9, 0)), name: "new".into(), ..file(1) };
    let written_to = Claim {
        key: Key::File(FileId::fake(1, 5)),
        path: Some(Path::new("/p/link.so").into()),
        name: "new".into(),
        sealed: false,
    };
    for claim in [new_file, written_to] {
        for settings in [STRICT, LAX] {
            let error = refusal(&registry, claim.clone(), &settings);
            assert_eq!(already(error), ("n1".to_owned(), first.clone(), true));
        }
    }
    let copy = Claim { name: "n1".into(), ..file(2) };
    let error = refusal(&registry, copy.clone(), &STRICT);
    assert_eq!(already(error), ("n1".to_owned(), first, false));
    assert!(matches!(registry.claim(copy, &LAX), Ok(Claimed::Opening(_, _))));
}

#[test]
fn a_file_that_failed_after_loading_and_was_replaced_is_not_loaded_again() {
    let registry = Numbers::default();
    let mut opening = begin(&registry, file(1));
    opening.loaded();
    opening.failed(some_error());
    let replaced = Claim { key: Key::File(FileId::fake(9, 0)), ..file(1) };
    assert!(already(refusal(&registry, replaced, &STRICT)).2);
}

#[test]
fn a_failed_plugins_name_is_free() {
    let registry = Numbers::default();
    let mut opening = begin(&registry, file(1));
    opening.loaded();
    opening.failed(some_error());
    begin(&registry, Claim { name: "n1".into(), ..file(2) }).ready(2);
}

#[test]
fn of_several_with_one_name_each_keeps_it_taken() {
    let registry = Numbers::default();
    let copy = |number| Claim { name: "n1".into(), ..file(number) };
    let mut openings = Vec::new();
    for number in 1..=3 {
        match registry.claim(copy(number), &LAX).unwrap() {
            Claimed::Opening(opening, _) => openings.push(opening),
            Claimed::Ready(value) => panic!("{value} is ready"),
        }
    }
    let third = openings.pop().unwrap();
    third.ready(3);
    for (number, opening) in (1..).zip(openings) {
        let mut opening = opening;
        opening.loaded();
        opening.failed(some_error());
        let (_, first, _) = already(refusal(&registry, copy(4), &STRICT));
        assert_eq!(first, path(number + 1));
    }
}

#[test]
fn who_wants_the_name_of_an_opening_waits_for_its_end() {
    for fails in [false, true] {
        let registry = Numbers::default();
        let first = begin(&registry, file(1));
        let copy = Claim { name: "n1".into(), ..file(2) };
        thread::scope(|scope| {
            let second = scope.spawn(|| match registry.claim(copy, &STRICT) {
                Ok(Claimed::Opening(opening, _)) => {
                    opening.ready(2);
                    true
                }
                Ok(Claimed::Ready(_)) => panic!("two files are two plugins"),
                Err(error) => already(error).2,
            });
            wait_for_a_wait(&registry);
            if fails {
                first.failed(some_error());
            } else {
                first.ready(1);
            }
            assert_eq!(second.join().unwrap(), fails);
        });
    }
}

#[test]
fn an_opening_that_opens_its_own_copy_is_refused_the_name() {
    let registry = Numbers::default();
    let opening = begin(&registry, file(1));
    let copy = Claim { name: "n1".into(), ..file(2) };
    let error = refusal(&registry, copy, &STRICT);
    assert_eq!(already(error), ("n1".to_owned(), path(1), false));
    opening.ready(1);
}

#[test]
fn a_panic_ends_the_opening() {
    let registry = Numbers::default();
    let panic_in = |loaded: bool| {
        let mut opening = begin(&registry, file(1));
        if loaded {
            opening.loaded();
        }
        let result = catch_unwind(AssertUnwindSafe(move || {
            let _opening = opening;
            std::panic::resume_unwind(Box::new("on purpose"));
        }));
        assert!(result.is_err());
    };
    panic_in(false);
    assert_eq!(find(&registry, 1).unwrap(), None);
    panic_in(true);
    let error = find(&registry, 1).unwrap_err();
    assert!(matches!(&error, OpenError::Interrupted { plugin, earlier: true } if plugin == "n1"));
    assert_eq!(stack::current(), []);
}

#[test]
fn a_stricter_host_is_told_of_laxer_settings() {
    let registry = Numbers::default();
    match registry.claim(file(1), &LAX).unwrap() {
        Claimed::Opening(opening, _) => opening.ready(1),
        Claimed::Ready(value) => panic!("{value} is ready"),
    }
    assert_eq!(registry.find(&file(1).key, &LAX).unwrap(), Some(1));
    assert!(matches!(
        find(&registry, 1),
        Err(OpenError::OpenedUnderOtherSettings { plugin, .. }) if plugin == "n1"
    ));
    begin(&registry, file(2)).ready(2);
    assert_eq!(registry.find(&file(2).key, &LAX).unwrap(), Some(2));
}

#[test]
fn a_linked_plugin_has_a_name_like_any_other() {
    let registry = Numbers::default();
    let linked = |address: usize| Claim { key: Key::Linked(address), path: None, ..file(1) };
    begin(&registry, linked(1)).ready(1);
    assert_eq!(registry.find(&Key::Linked(1), &STRICT).unwrap(), Some(1));
    for other in [linked(2), file(1)] {
        let error = refusal(&registry, other, &STRICT);
        assert_eq!(already(error), ("n1".to_owned(), None, false));
    }
}

#[test]
fn an_opening_that_has_ended_is_waited_for_by_nobody() {
    let registry = Numbers::default();
    let opening = begin(&registry, file(1));
    let token = Token::of_this_thread();
    opening.ready(1);
    thread::scope(|scope| {
        let other = begin(&registry, file(3));
        let slow = scope.spawn(|| {
            let opening = begin(&registry, file(2));
            // A thread in the middle of an opening calls a plugin that opens on its own behalf.
            let _entered = token.enter();
            let waited = find(&registry, 3).unwrap();
            opening.ready(2);
            waited
        });
        wait_for_waits(&registry, 1);
        let waiting = scope.spawn(|| {
            // On behalf of the same plugin, but not of an opening that is under way.
            let _entered = token.enter();
            find(&registry, 2).unwrap()
        });
        wait_for_waits(&registry, 2);
        other.ready(3);
        assert_eq!((slow.join().unwrap(), waiting.join().unwrap()), (Some(3), Some(2)));
    });
}

#[test]
fn what_was_loaded_and_not_started_is_taken_up_by_the_next_that_opens_it() {
    let registry = Numbers::default();
    begin(&registry, file(1)).unfit(7);
    assert!(find(&registry, 1).unwrap().is_none());
    for _ in 0..2 {
        match registry.claim(file(1), &STRICT).unwrap() {
            Claimed::Opening(opening, Some(7)) => opening.unfit(7),
            _ => panic!("it is loaded"),
        }
    }
    match registry.claim(file(1), &STRICT).unwrap() {
        Claimed::Opening(opening, Some(7)) => opening.ready(7),
        _ => panic!("it is loaded"),
    }
    assert_eq!(find(&registry, 1).unwrap(), Some(7));
    assert_eq!(registry.ready(), [7]);
}

#[test]
fn what_was_not_started_gives_way_to_another_of_its_name() {
    let registry = Numbers::default();
    begin(&registry, file(1)).unfit(7);
    let namesake = Claim { name: "n1".into(), ..file(2) };
    begin(&registry, namesake).ready(2);
    let (name, first, replaced) = already(refusal(&registry, file(1), &STRICT));
    assert_eq!((&*name, first, replaced), ("n1", Some("/p/2.so".into()), false));
    match registry.claim(file(1), &LAX).unwrap() {
        Claimed::Opening(opening, Some(7)) => opening.ready(7),
        _ => panic!("a host that allows it takes it up"),
    }
}
