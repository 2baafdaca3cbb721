//! Why a peer has no figure in a row: the notes below a table.

use super::Name;
use crate::work::Work;

/// The reason, for work that the peer's worker says it does not have.
pub(crate) fn lacking(name: Name, work: Work) -> &'static str {
    use Name as N;
    use Work as W;
    match (name, work) {
        (N::Pointer | N::Dyn, W::Hit | W::Miss | W::HitOnTwo | W::Reopen) => {
            "part of the program: nothing is opened or looked up"
        }
        (N::AbiStable | N::Savefile | N::Cglue, W::Hit | W::Miss | W::HitOnTwo) => {
            "functions are fields of a struct or methods of a trait: none is looked up by name"
        }
        (N::Savefile, W::OwnBytes) => "no container of its own: what is owned is serialized",
        (N::Wasmtime, W::OwnBytes) => "bytes are copied into the guest's memory and out of it",
        (N::Savefile | N::Cglue, W::AddOnTwo) => "its objects belong to one thread",
        (N::Wasmtime, W::Reopen) => "a host keeps its modules itself",
        (N::Wasmtime, W::Method) => "a guest has functions, no objects",
        (N::AbiStable, W::Ready) => "no futures (a crate of its own has them)",
        (N::Libloading | N::Dlopen2, W::Ready) => "no futures: a C interface",
        (N::Cglue, W::Ready) => "futures are objects of traits: no async function crosses",
        (N::Go, W::Ready) => "no async functions: a function that waits blocks its goroutine",
        (N::Wasmtime, W::Ready) => "a guest has no async functions",
        (N::AbiStable | N::Stabby | N::Cglue, W::Fail) => {
            "a panic that reaches the boundary ends the process"
        }
        _ => "not written",
    }
}
