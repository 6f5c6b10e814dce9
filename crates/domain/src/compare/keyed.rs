//! Joins two versions of a list by what its members are.

/// Every member of `now` in its order with what it was before, then those that are gone. A key that occurs several times
/// is joined as often as it occurs in both.
pub(super) fn keyed<K: PartialEq, T>(before: Vec<(K, T)>, now: Vec<(K, T)>) -> Vec<(K, Option<T>, Option<T>)> {
    let mut before: Vec<Option<(K, T)>> = before.into_iter().map(Some).collect();
    let mut joined = Vec::with_capacity(now.len().max(before.len()));
    for (key, value) in now {
        let same = before.iter_mut().find(|old| old.as_ref().is_some_and(|(old, _)| *old == key));
        let old = same.and_then(Option::take).map(|(_, old)| old);
        joined.push((key, old, Some(value)));
    }
    joined.extend(before.into_iter().flatten().map(|(key, old)| (key, Some(old), None)));
    joined
}

#[cfg(test)]
mod tests {
    use super::keyed;

    #[test]
    fn members_are_joined_wherever_they_stand_and_the_rest_is_new_or_gone() {
        let joined = keyed(vec![("a", 1), ("b", 2), ("c", 3)], vec![("c", 30), ("d", 40), ("a", 1)]);
        assert_eq!(
            joined,
            [("c", Some(3), Some(30)), ("d", None, Some(40)), ("a", Some(1), Some(1)), ("b", Some(2), None),]
        );
    }

    #[test]
    fn a_key_that_occurs_twice_is_joined_twice() {
        assert_eq!(keyed(vec![("a", 1)], vec![("a", 2), ("a", 3)]), [("a", Some(1), Some(2)), ("a", None, Some(3))]);
    }
}
