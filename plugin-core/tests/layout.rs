//! The comparison of types, on random type graphs: equal ones compare equal, and every single
//! mutation of a node that can be reached is a difference.

use std::cell::RefCell;

use plugin_core::abi::{Argument, Field, TypeFn, TypeInfo, Variant, kind, type_flags};
use plugin_core::layout::compare;
use proptest::prelude::*;

/// Most nodes of a graph.
const NODES: usize = 8;

/// A type, as a node that refers to others by number: graphs may be recursive.
#[derive(Clone, Debug)]
struct Node {
    kind: u32,
    flags: u32,
    name: usize,
    module: usize,
    package: usize,
    version: usize,
    size: usize,
    align: usize,
    len: usize,
    element: Option<usize>,
    arguments: Vec<Result<usize, i128>>,
    fields: Vec<Member>,
    variants: Vec<(usize, i128, Vec<Member>)>,
}

#[derive(Clone, Debug)]
struct Member {
    name: usize,
    offset: usize,
    ty: usize,
}

/// Texts for names; the mutation of one is the next.
const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

thread_local! {
    /// The descriptions behind the functions of [`SLOTS`]: two graphs of `NODES` each.
    static GRAPHS: RefCell<[Option<&'static TypeInfo>; 2 * NODES]> = const {
        RefCell::new([None; 2 * NODES])
    };
}

extern "C" fn slot<const N: usize>() -> &'static TypeInfo {
    GRAPHS.with_borrow(|graphs| graphs[N].expect("the graph is built"))
}

/// A description is found through a function without state, so there is one for each node.
const SLOTS: [TypeFn; 2 * NODES] = [
    slot::<0>, slot::<1>, slot::<2>, slot::<3>, slot::<4>, slot::<5>, slot::<6>, slot::<7>,
    slot::<8>, slot::<9>, slot::<10>, slot::<11>, slot::<12>, slot::<13>, slot::<14>, slot::<15>,
];

/// Builds a graph behind the functions from `base` on and returns its first type.
fn build(nodes: &[Node], base: usize) -> &'static TypeInfo {
    let members = |members: &[Member]| -> &'static [Field] {
        let field = |m: &Member| Field::new(NAMES[m.name], m.offset, SLOTS[base + m.ty]);
        members.iter().map(field).collect::<Vec<_>>().leak()
    };
    for (index, node) in nodes.iter().enumerate() {
        let argument = |argument: &Result<usize, i128>| match argument {
            Ok(ty) => Argument::ty(SLOTS[base + ty]),
            Err(value) => Argument::value(*value),
        };
        let variant = |(name, discriminant, fields): &(usize, i128, Vec<Member>)| {
            Variant::new(NAMES[*name], *discriminant, members(fields))
        };
        let mut info = TypeInfo::of::<()>(node.kind, NAMES[node.name])
            .defined_in(NAMES[node.module], NAMES[node.package], NAMES[node.version])
            .flags(node.flags)
            .arguments(node.arguments.iter().map(argument).collect::<Vec<_>>().leak())
            .fields(members(&node.fields))
            .variants(node.variants.iter().map(variant).collect::<Vec<_>>().leak())
            .len(node.len);
        info.size = node.size;
        info.align = node.align;
        info.element = node.element.map(|ty| SLOTS[base + ty]);
        let info: &'static TypeInfo = Box::leak(Box::new(info));
        GRAPHS.with_borrow_mut(|graphs| graphs[base + index] = Some(info));
    }
    slot_of(base)
}

fn slot_of(index: usize) -> &'static TypeInfo {
    SLOTS[index]()
}

/// The nodes that can be reached from the first.
fn reachable(nodes: &[Node]) -> Vec<usize> {
    let mut found = vec![0];
    let mut next = 0;
    while next < found.len() {
        let node = &nodes[found[next]];
        let members = node.fields.iter().chain(node.variants.iter().flat_map(|v| &v.2));
        let children: Vec<usize> = node
            .element
            .into_iter()
            .chain(node.arguments.iter().filter_map(|argument| argument.ok()))
            .chain(members.map(|member| member.ty))
            .collect();
        for child in children {
            if !found.contains(&child) {
                found.push(child);
            }
        }
        next += 1;
    }
    found
}

/// Every single mutation of a node, with its name.
fn mutations(node: &Node) -> Vec<(&'static str, Node)> {
    let mut all: Vec<(&'static str, Node)> = Vec::new();
    let mut mutate = |what, change: &dyn Fn(&mut Node)| {
        let mut mutant = node.clone();
        change(&mut mutant);
        all.push((what, mutant));
    };
    let next = |name: usize| (name + 1) % NAMES.len();
    mutate("kind", &|n| n.kind = if n.kind == kind::STRUCT { kind::TUPLE } else { kind::STRUCT });
    mutate("unknown kind", &|n| n.kind = 99);
    let other_mutability = match node.kind {
        kind::REFERENCE => kind::REFERENCE_MUT,
        kind::REFERENCE_MUT => kind::REFERENCE,
        kind::SLICE => kind::SLICE_MUT,
        kind::SLICE_MUT => kind::SLICE,
        kind => kind + 1,
    };
    mutate("mutability, or the next kind", &|n| n.kind = other_mutability);
    mutate("drop glue", &|n| n.flags ^= type_flags::NEEDS_DROP);
    mutate("lifetime", &|n| n.flags ^= type_flags::STATIC);
    mutate("unsafety", &|n| n.flags ^= type_flags::UNSAFE);
    mutate("growability", &|n| n.flags ^= type_flags::NON_EXHAUSTIVE);
    mutate("unknown flag", &|n| n.flags ^= 1 << 20);
    mutate("name", &|n| n.name = next(n.name));
    mutate("module", &|n| n.module = next(n.module));
    mutate("package", &|n| n.package = next(n.package));
    mutate("version", &|n| n.version = next(n.version));
    mutate("size", &|n| n.size += 8);
    mutate("alignment", &|n| n.align *= 2);
    mutate("length", &|n| n.len += 1);
    mutate("one element more or less", &|n| n.element = n.element.map_or(Some(0), |_| None));
    mutate("one argument more", &|n| n.arguments.push(Err(7)));
    mutate("one field more", &|n| n.fields.push(Member { name: 7, offset: 64, ty: 0 }));
    mutate("one variant more", &|n| n.variants.push((7, 77, Vec::new())));
    for index in 0..node.arguments.len() {
        mutate("one argument less", &|n| {
            let _ = n.arguments.remove(index);
        });
        if node.arguments[index].is_err() {
            mutate("const argument", &|n| {
                n.arguments[index] = n.arguments[index].map_err(|value| value ^ (1 << 100));
            });
        }
        mutate("argument's kind", &|n| {
            n.arguments[index] = match n.arguments[index] {
                Ok(_) => Err(1),
                Err(_) => Ok(0),
            };
        });
    }
    for index in 0..node.fields.len() {
        mutate("one field less", &|n| {
            n.fields.remove(index);
        });
        mutate("field's name", &|n| n.fields[index].name = next(n.fields[index].name + 3));
        if !is_function(node) {
            mutate("field's offset", &|n| n.fields[index].offset += 1);
        }
        if index > 0 && !is_function(node) {
            mutate("order of fields", &|n| n.fields.swap(index - 1, index));
        }
    }
    for index in 0..node.variants.len() {
        mutate("one variant less", &|n| drop(n.variants.remove(index)));
        mutate("variant's name", &|n| n.variants[index].0 = next(n.variants[index].0));
        mutate("discriminant", &|n| n.variants[index].1 -= 1);
        mutate("one field of a variant more", &|n| {
            n.variants[index].2.push(Member { name: 7, offset: 64, ty: 0 });
        });
        if !node.variants[index].2.is_empty() {
            mutate("one field of a variant less", &|n| {
                n.variants[index].2.pop();
            });
            mutate("offset in a variant", &|n| n.variants[index].2[0].offset += 1);
        }
        if index > 0 {
            mutate("order of variants", &|n| n.variants.swap(index - 1, index));
        }
    }
    if is_function(node) {
        // Parameters have no names and no offsets.
        all.retain(|(what, _)| *what != "field's name");
    }
    all
}

fn is_function(node: &Node) -> bool {
    matches!(node.kind, kind::FUNCTION | kind::RAW_FUNCTION | kind::CALLBACK)
}

fn member(nodes: usize) -> impl Strategy<Value = Member> {
    (0..64_usize, 0..nodes).prop_map(|(offset, ty)| Member { name: 0, offset, ty })
}

fn node(nodes: usize) -> impl Strategy<Value = Node> {
    let members = || prop::collection::vec(member(nodes), 0..4);
    let argument = prop_oneof![(0..nodes).prop_map(Ok), any::<i64>().prop_map(|v| Err(v.into()))];
    (
        (kind::PRIMITIVE..=kind::FUTURE, 0..256_u32, 0..6_usize, 0..6_usize, 0..6_usize),
        (0..6_usize, 1..64_usize, 0..4_u32, 0..3_usize),
        prop::option::of(0..nodes),
        prop::collection::vec(argument, 0..3),
        members(),
        prop::collection::vec((any::<i64>(), members()), 0..3),
    )
        .prop_map(
            |((kind, flags, name, module, package), numbers, element, arguments, fields, v)| {
                let (version, size, align, len) = numbers;
                // Names in one list are distinct, as the compiler makes sure.
                let named = |mut members: Vec<Member>| {
                    for (index, member) in members.iter_mut().enumerate() {
                        member.name = index;
                    }
                    members
                };
                let variants = v
                    .into_iter()
                    .enumerate()
                    .map(|(index, (discriminant, fields))| {
                        (index, discriminant.into(), named(fields))
                    })
                    .collect();
                Node {
                    kind,
                    flags,
                    name,
                    module,
                    package,
                    version,
                    size,
                    len,
                    element,
                    arguments,
                    variants,
                    align: 1 << align,
                    fields: named(fields),
                }
            },
        )
}

fn graph() -> impl Strategy<Value = Vec<Node>> {
    (1..=NODES).prop_flat_map(|nodes| prop::collection::vec(node(nodes), nodes))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_graphs_compare_equal(nodes in graph()) {
        let (expected, found) = (build(&nodes, 0), build(&nodes, NODES));
        prop_assert_eq!(compare(expected, found), []);
    }

    #[test]
    fn every_single_mutation_is_a_difference(nodes in graph(), which in any::<prop::sample::Index>()) {
        let reachable = reachable(&nodes);
        let target = reachable[which.index(reachable.len())];
        let expected = build(&nodes, 0);
        for (what, mutant) in mutations(&nodes[target]) {
            let mut mutated = nodes.clone();
            mutated[target] = mutant;
            let found = build(&mutated, NODES);
            prop_assert!(!compare(expected, found).is_empty(), "{what} of node {target}");
            prop_assert!(!compare(found, expected).is_empty(), "{what} of node {target}, reversed");
        }
    }
}

#[test]
fn a_prefix_of_the_fields_is_a_difference() {
    // The classic bug: a comparison that stops at the shorter list.
    static LONG: [Field; 2] = [Field::new("a", 0, slot::<0>), Field::new("b", 8, slot::<0>)];
    let info = |fields| TypeInfo::of::<u64>(kind::STRUCT, "S").fields(fields);
    assert!(!compare(&info(&LONG), &info(&LONG[..1])).is_empty());
    assert!(!compare(&info(&LONG[..1]), &info(&LONG)).is_empty());
    assert!(!compare(&info(&LONG), &info(&[])).is_empty());
}

#[test]
fn a_description_that_is_too_short_is_refused() {
    let mut short = TypeInfo::of::<u64>(kind::STRUCT, "S");
    short.record_size -= 8;
    assert_eq!(
        compare(&TypeInfo::of::<u64>(kind::STRUCT, "S"), &short)[0].to_string(),
        "expected a type that can be checked, found a description that this version cannot read"
    );
}

#[test]
fn a_list_of_units_is_not_a_list_of_what_crosses_for_a_unit() {
    use plugin_core::{Portable, RVec, Transfer};
    // `Vec<()>` crosses with a byte for each unit, `RVec<()>` as it is, with none.
    let (converted, itself) = (<Vec<()> as Transfer>::TYPE, <RVec<()> as Portable>::TYPE);
    assert!(!compare(&converted, &itself).is_empty());
}
