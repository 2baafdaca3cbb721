//! Who waits for whom: a wait that would close a circle is an error instead.

use super::stack::OpenId;

/// The waits of all threads.
#[derive(Default)]
pub(super) struct Waits {
    waits: Vec<Wait>,
    last: u64,
}

/// A thread that waits for `target`: until that has ended, none of `holders` does, the openings
/// that the thread is in the middle of, each begun by the one before it.
struct Wait {
    ticket: Ticket,
    holders: Vec<OpenId>,
    target: OpenId,
}

/// Names one wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

impl Waits {
    /// Notes a wait.
    pub(super) fn add(&mut self, holders: Vec<OpenId>, target: OpenId) -> Ticket {
        self.last += 1;
        let ticket = Ticket(self.last);
        self.waits.push(Wait { ticket, holders, target });
        ticket
    }

    /// Forgets a wait.
    pub(super) fn remove(&mut self, ticket: Ticket) {
        self.waits.retain(|wait| wait.ticket != ticket);
    }

    /// An opening has ended: nobody waits on its behalf any more, although threads that were started in it
    /// may go on opening.
    pub(super) fn ended(&mut self, id: OpenId) {
        for wait in &mut self.waits {
            wait.holders.retain(|holder| *holder != id);
        }
    }

    /// How many threads wait.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.waits.len()
    }

    /// The circle that a thread in the middle of `holders` would close by waiting for `target`:
    /// each opening waits for the next, and the last is the first.
    pub(super) fn circle(&self, holders: &[OpenId], target: OpenId) -> Option<Vec<OpenId>> {
        let mut visited = Vec::new();
        let way = self.way(target, holders, &mut visited)?;
        let last = way.last()?;
        let start = holders.iter().position(|holder| holder == last)?;
        Some([&holders[start..], &way].concat())
    }

    /// A way along the waits from `from` to one of `goals`, both included.
    fn way(
        &self,
        from: OpenId,
        goals: &[OpenId],
        visited: &mut Vec<OpenId>,
    ) -> Option<Vec<OpenId>> {
        if goals.contains(&from) {
            return Some(vec![from]);
        }
        if visited.contains(&from) {
            return None;
        }
        visited.push(from);
        self.waits.iter().find_map(|wait| {
            let place = wait.holders.iter().position(|holder| *holder == from)?;
            // What the thread opened on behalf of `from` belongs to the way.
            let nested = &wait.holders[place..];
            if let Some(goal) = nested.iter().position(|open| goals.contains(open)) {
                return Some(nested[..=goal].to_vec());
            }
            let rest = self.way(wait.target, goals, visited)?;
            Some([nested, &rest].concat())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<const N: usize>() -> [OpenId; N] {
        std::array::from_fn(|_| OpenId::new())
    }

    #[test]
    fn an_opening_that_waits_for_itself_is_a_circle() {
        let [a] = ids();
        assert_eq!(Waits::default().circle(&[a], a), Some(vec![a, a]));
    }

    #[test]
    fn a_circle_on_one_thread_is_told_in_order() {
        let [a, b, c] = ids();
        assert_eq!(Waits::default().circle(&[a, b, c], b), Some(vec![b, c, b]));
    }

    #[test]
    fn a_circle_over_three_threads_is_told_in_order() {
        let [a, b, c, d] = ids();
        let mut waits = Waits::default();
        // One thread opens `a`, whose hook waits for `b`; another opens `b`, whose hook opens `d`,
        // whose hook waits for `c`.
        waits.add(vec![a], b);
        waits.add(vec![b, d], c);
        assert_eq!(waits.circle(&[c], a), Some(vec![c, a, b, d, c]));
    }

    #[test]
    fn waiting_for_another_thread_is_no_circle() {
        let [a, b, c] = ids();
        let mut waits = Waits::default();
        waits.add(vec![a], b);
        assert_eq!(waits.circle(&[], a), None);
        assert_eq!(waits.circle(&[c], a), None);
        assert_eq!(waits.circle(&[c], b), None);
    }

    #[test]
    fn an_ended_wait_closes_no_circle() {
        let [a, b] = ids();
        let mut waits = Waits::default();
        let ticket = waits.add(vec![a], b);
        assert_eq!(waits.circle(&[b], a), Some(vec![b, a, b]));
        waits.remove(ticket);
        assert_eq!(waits.circle(&[b], a), None);
    }

    #[test]
    fn each_of_several_threads_of_one_opening_is_looked_at() {
        let [a, b, c] = ids();
        let mut waits = Waits::default();
        // Two threads belong to `a`.
        waits.add(vec![a], b);
        waits.add(vec![a], c);
        assert_eq!(waits.circle(&[c], a), Some(vec![c, a, c]));
        assert_eq!(waits.circle(&[b], a), Some(vec![b, a, b]));
    }
}
