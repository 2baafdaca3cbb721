//! Hooks: what they return, and the order in which they run.

use core::fmt::Display;

use crate::abi::{ContextRecord, HookEntry, HookFn, HookOutcome};
use crate::context::HostContext;
use crate::guard;

/// What a hook may return: `()`, or a `Result<(), E>` whose error can be displayed.
#[diagnostic::on_unimplemented(
    message = "a hook cannot return `{Self}`",
    label = "return `()` or `Result<(), E>` with an `E` that implements `Display`"
)]
pub trait HookResult {
    /// The error's text.
    fn error(self) -> Option<String>;
}

impl HookResult for () {
    fn error(self) -> Option<String> {
        None
    }
}

impl<E: Display> HookResult for Result<(), E> {
    fn error(self) -> Option<String> {
        // `{:#}`: an error that keeps its causes tells them.
        self.err().map(|error| format!("{error:#}"))
    }
}

/// A hook as generated code names it.
pub trait Hook: 'static {
    /// Runs the author's function, which may take what the host offers.
    fn run(host: &HostContext) -> impl HookResult;

    /// The shim that contains its panics.
    #[doc(hidden)]
    const SHIM: HookFn = {
        unsafe extern "C" fn shim<H: Hook + ?Sized>(context: *const ContextRecord) -> HookOutcome {
            guard::install();
            guard::guard::<Option<String>>(|| {
                // SAFETY: by the contract of `HookFn`, null or a host's context.
                H::run(&unsafe { HostContext::from_record(context) }).error()
            })
        }
        shim::<Self>
    };
}

/// Puts hooks into the order of file and line, each after those that it names.
///
/// # Errors
///
/// The problem, in words, if hooks wait for each other, or if a path in `after` means none of them or
/// several.
pub(super) fn sort(mut hooks: Vec<HookEntry>) -> Result<Vec<HookEntry>, String> {
    if hooks.is_empty() {
        return Ok(hooks);
    }
    hooks.sort_by_key(|hook| (hook.package.as_str(), hook.file.as_str(), hook.line));
    let waits_for = hooks
        .iter()
        .map(|hook| hook.after.iter().map(|path| find(path.as_str(), hook, &hooks)).collect())
        .collect::<Result<Vec<Vec<usize>>, String>>()?;
    let mut done = vec![false; hooks.len()];
    let mut sorted = Vec::with_capacity(hooks.len());
    while sorted.len() < hooks.len() {
        let is_ready =
            |index: &usize| !done[*index] && waits_for[*index].iter().all(|earlier| done[*earlier]);
        let Some(next) = (0..hooks.len()).find(is_ready) else {
            let waiting = (0..hooks.len()).filter(|index| !done[*index]);
            return Err(format!(
                "these hooks wait for each other: {}",
                waiting.map(|index| place(&hooks[index])).collect::<Vec<_>>().join(", ")
            ));
        };
        done[next] = true;
        sorted.push(hooks[next]);
    }
    Ok(sorted)
}

/// The hook that `path` means where it is written, in the attribute of `from`.
fn find(path: &str, from: &HookEntry, hooks: &[HookEntry]) -> Result<usize, String> {
    let written = absolute(path, from.path.as_str());
    if let Some(index) = hooks.iter().position(|hook| hook.path.as_str() == written) {
        return Ok(index);
    }
    // A name that was imported: the hook that ends with it, if there is one.
    let name = path.rsplit("::").next().unwrap_or(path);
    let named: Vec<usize> =
        (0..hooks.len()).filter(|index| hooks[*index].name.as_str() == name).collect();
    match named[..] {
        [index] => Ok(index),
        [] => {
            Err(format!("hook {} runs after `{path}`, which is no hook of its kind", place(from)))
        }
        [first, second, ..] => Err(format!(
            "hook {} runs after `{path}`, which may be `{}` or `{}`: write the whole path",
            place(from),
            hooks[first].path.as_str(),
            hooks[second].path.as_str(),
        )),
    }
}

/// A path as the crate's root would write it, with the crate's name; `from` is the path of the hook in
/// whose module it is written.
fn absolute(path: &str, from: &str) -> String {
    let (mut module, _) = from.rsplit_once("::").unwrap_or((from, ""));
    if let Some(rest) = path.strip_prefix("crate::") {
        let root = from.split("::").next().unwrap_or(from);
        return format!("{root}::{rest}");
    }
    let mut rest = path.strip_prefix("self::").unwrap_or(path);
    while let Some(outer) = rest.strip_prefix("super::") {
        (module, _) = module.rsplit_once("::").unwrap_or((module, ""));
        rest = outer;
    }
    format!("{module}::{rest}")
}

fn place(hook: &HookEntry) -> String {
    format!("`{}` ({}:{})", hook.name.as_str(), hook.file.as_str(), hook.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{Records, Text};
    use crate::plugin::{Item, RootCell};

    struct Nothing;
    impl Hook for Nothing {
        fn run(_: &HostContext) -> impl HookResult {}
    }

    fn hook(path: &'static str, line: u32, after: &'static [Text]) -> HookEntry {
        let name = path.rsplit("::").next().unwrap();
        static PLUGIN: RootCell = RootCell::new();
        let item = Item {
            plugin: &PLUGIN,
            name: Text::new(name),
            hash: 0,
            package: Text::new("p"),
            file: Text::new("src/lib.rs"),
            line,
            declaration: Text::EMPTY,
            docs: Text::EMPTY,
            meta: Records::EMPTY,
        };
        item.hook::<Nothing>(path, after)
    }

    fn order(hooks: Vec<HookEntry>) -> Result<Vec<&'static str>, String> {
        Ok(sort(hooks)?.iter().map(|hook| hook.name.as_str()).collect())
    }

    #[test]
    fn hooks_run_in_the_order_of_lines() {
        assert_eq!(order(vec![hook("p::b", 9, &[]), hook("p::a", 3, &[])]).unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_hook_runs_after_those_that_it_names() {
        static AFTER: [Text; 1] = [Text::new("last")];
        let hooks = vec![hook("p::first", 1, &AFTER), hook("p::m::last", 2, &[])];
        assert_eq!(order(hooks).unwrap(), ["last", "first"]);
    }

    #[test]
    fn hooks_that_wait_for_each_other_are_a_problem_that_names_them() {
        static A: [Text; 1] = [Text::new("b")];
        static B: [Text; 1] = [Text::new("crate::a")];
        let problem = order(vec![hook("p::a", 1, &A), hook("p::b", 2, &B)]).unwrap_err();
        assert_eq!(
            problem,
            "these hooks wait for each other: `a` (src/lib.rs:1), `b` (src/lib.rs:2)"
        );
    }

    #[test]
    fn a_hook_that_waits_for_none_is_a_problem_that_names_it() {
        static AFTER: [Text; 1] = [Text::new("gone")];
        assert_eq!(
            order(vec![hook("p::a", 1, &AFTER)]).unwrap_err(),
            "hook `a` (src/lib.rs:1) runs after `gone`, which is no hook of its kind"
        );
    }

    #[test]
    fn a_path_means_what_it_means_where_it_is_written() {
        static CRATE: [Text; 1] = [Text::new("crate::a")];
        static SUPER: [Text; 1] = [Text::new("super::a")];
        static BARE: [Text; 1] = [Text::new("a")];
        for (after, first) in [(&CRATE, "p::a"), (&SUPER, "p::a"), (&BARE, "p::m::a")] {
            // `waits` stands first in the file, so that only `after` can put another before it.
            let hooks =
                vec![hook("p::m::waits", 1, after), hook("p::m::a", 2, &[]), hook("p::a", 3, &[])];
            let sorted = sort(hooks).unwrap();
            let position = |path| sorted.iter().position(|hook| hook.path.as_str() == path);
            assert!(position(first) < position("p::m::waits"), "{after:?}");
        }
    }

    #[test]
    fn an_imported_name_means_the_only_hook_of_that_name() {
        static AFTER: [Text; 1] = [Text::new("a")];
        let waits = || hook("p::m::waits", 1, &AFTER);
        assert_eq!(order(vec![waits(), hook("p::x::a", 2, &[])]).unwrap(), ["a", "waits"]);
        let several = vec![waits(), hook("p::x::a", 2, &[]), hook("p::y::a", 3, &[])];
        assert_eq!(
            order(several).unwrap_err(),
            "hook `waits` (src/lib.rs:1) runs after `a`, which may be `p::x::a` or `p::y::a`: write \
             the whole path"
        );
    }
}
