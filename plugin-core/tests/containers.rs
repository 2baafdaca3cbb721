//! The containers that wrap those of `abi_stable`: what a `Vec` or a `HashMap` does, they do.

use std::rc::Rc;

use plugin_core::{RHashMap, RString, RVec};

#[test]
fn a_list_does_what_a_vec_does() {
    let mut list: RVec<u32> = RVec::with_capacity(2);
    list.extend([1, 2, 3, 4]);
    list.insert(4, 5);
    assert_eq!((list.remove(0), list.swap_remove(0), list.pop()), (1, 2, Some(4)));
    assert_eq!(list, vec![5, 3]);
    list.retain(|value| *value > 3);
    list.as_mut_slice()[0] += 1;
    assert_eq!(format!("{list:?}"), "[6]");
    list.truncate(0);
    list.shrink_to_fit();
    assert!(list.is_empty() && list.pop().is_none());
}

#[test]
#[should_panic(expected = "index 3 is past the end of 2 elements")]
fn an_insertion_past_the_end_panics() {
    RVec::from(vec![1, 2]).insert(3, 0);
}

#[test]
fn zero_sized_and_owned_elements_are_dropped_once() {
    let mut units = RVec::from(vec![(); 3]);
    units.push(());
    assert_eq!(units.into_iter().count(), 4);
    let counted = Rc::new(());
    let mut list: RVec<Rc<()>> = std::iter::repeat_n(Rc::clone(&counted), 10).collect();
    list.retain({
        let mut index = 0;
        move |_| {
            index += 1;
            index % 2 == 0
        }
    });
    assert_eq!(Rc::strong_count(&counted), 6);
    drop(list.into_iter().take(2).collect::<Vec<_>>());
    assert_eq!(Rc::strong_count(&counted), 1);
}

#[test]
fn a_map_does_what_a_hash_map_does() {
    let mut map: RHashMap<RString, u32> = RHashMap::default();
    assert_eq!(map.insert("a".into(), 1), None);
    assert_eq!(map.insert("a".into(), 2), Some(1));
    map.extend([("b".into(), 3)]);
    *map.get_mut(&"b".into()).unwrap() += 1;
    let mut entries: Vec<_> = map.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    entries.sort_unstable();
    assert_eq!(entries, [("a", 2), ("b", 4)]);
    assert!(map.contains_key(&"a".into()) && map.len() == 2);
    assert_eq!((map.remove(&"a".into()), map.get(&"a".into())), (Some(2), None));
    assert_eq!(map.into_entries().collect::<Vec<_>>(), [("b".into(), 4)]);
}
