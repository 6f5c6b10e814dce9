//! What two people made of the same draft, put together field by field: what only one of them changed is taken over,
//! and what both changed differently is for somebody to decide. A draft is a document here: that its fields are called
//! after the members of the document is all that is known of them.

use core::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::field::Field;

/// Whose value counts where both changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is saved.
    Theirs,
    /// What was typed.
    Mine,
}

impl Side {
    /// How a form sends the choice.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Theirs => "theirs",
            Self::Mine => "mine",
        }
    }

    /// The choice for a conflict of that name, as a form sends it: `mine:display_name`.
    pub fn value(self, member: &str) -> String {
        format!("{}:{member}", self.name())
    }

    /// What was chosen for a conflict of that name; `None`: nothing.
    pub fn chosen(choices: &[String], member: &str) -> Option<Self> {
        [Self::Theirs, Self::Mine].into_iter().find(|side| choices.contains(&side.value(member)))
    }
}

/// Both versions in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged<T> {
    pub draft: T,
    /// The members of the document that both changed differently, by name (`tags`, `extras.api_docs_url`); there the
    /// chosen side counts.
    pub conflicts: Vec<String>,
}

/// Puts `theirs` and `mine` together, which were both made of `base`. Without it nobody knows who changed what, and
/// everything that differs is a conflict. `choose` tells whose value counts in a conflict of that name; of a list that
/// is only about the rows that both changed.
///
/// # Errors
///
/// For a draft that is no document with members, which none of ours is.
pub fn merge<T: Serialize + DeserializeOwned>(
    base: Option<&T>,
    theirs: &T,
    mine: &T,
    choose: impl Fn(&str) -> Side,
) -> serde_json::Result<Merged<T>> {
    let base = base.map(document).transpose()?;
    let (theirs, mine) = (document(theirs)?, document(mine)?);
    let mut joining = Joining { choose: &choose, conflicts: Vec::new() };
    let draft = joining.members("", base.as_ref(), &theirs, &mine);
    let conflicts = joining.conflicts;
    Ok(Merged { draft: serde_json::from_value(Value::Object(draft))?, conflicts })
}

/// The field of a form, by the name of the form and that of the member: `listing`, `display_name`. The metrics of a
/// plan stand beside its form.
pub fn field(form: &str, member: &str) -> Option<Field> {
    Field::parse(&format!("{form}[{}]", member.replace('.', "]["))).or_else(|| Field::parse(member))
}

type Members = Map<String, Value>;

fn document<T: Serialize>(draft: &T) -> serde_json::Result<Members> {
    match serde_json::to_value(draft)? {
        Value::Object(members) => Ok(members),
        other => Err(serde::de::Error::custom(format_args!("a draft is {other}"))),
    }
}

/// Both changed it, and differently.
pub(crate) struct Disputed;

/// What becomes of a value that is alone.
pub(crate) fn settled<T: PartialEq + Copy>(base: T, theirs: T, mine: T) -> Result<T, Disputed> {
    if theirs == mine || mine == base {
        Ok(theirs)
    } else if theirs == base {
        Ok(mine)
    } else {
        Err(Disputed)
    }
}

pub(crate) fn chosen<T>(side: Side, theirs: T, mine: T) -> T {
    match side {
        Side::Theirs => theirs,
        Side::Mine => mine,
    }
}

struct Joining<'c> {
    choose: &'c dyn Fn(&str) -> Side,
    conflicts: Vec<String>,
}

impl Joining<'_> {
    /// The members below `path`; a member within a member is called `extras.api_docs_url`.
    fn members(&mut self, path: &str, base: Option<&Members>, theirs: &Members, mine: &Members) -> Members {
        let names: BTreeSet<&String> = theirs.keys().chain(mine.keys()).collect();
        let joined = names.into_iter().filter_map(|name| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let (other, own) = (theirs.get(name), mine.get(name));
            let value = match base {
                Some(base) => self.of_three(&path, base.get(name), other, own),
                None => self.of_two(&path, other, own),
            };
            Some((name.clone(), value?))
        });
        joined.collect()
    }

    fn of_three(
        &mut self,
        path: &str,
        before: Option<&Value>,
        theirs: Option<&Value>,
        mine: Option<&Value>,
    ) -> Option<Value> {
        if let Ok(value) = settled(filled(before), filled(theirs), filled(mine)) {
            return value.or_else(|| blank(theirs, mine)).cloned();
        }
        if let (Some(before), Some(theirs), Some(mine)) = (within(before), within(theirs), within(mine)) {
            return Some(Value::Object(self.members(path, Some(&before), &theirs, &mine)));
        }
        if let (Some(before), Some(theirs), Some(mine)) = (rows(before), rows(theirs), rows(mine)) {
            let name = path.rsplit('.').next().unwrap_or(path);
            let side = (self.choose)(path);
            let (rows, is_conflict) = list(&before, &theirs, &mine, &|row: &Value| key(name, row), side);
            if is_conflict {
                self.conflicts.push(path.to_owned());
            }
            return Some(Value::Array(rows));
        }
        self.disputed(path, theirs, mine)
    }

    fn of_two(&mut self, path: &str, theirs: Option<&Value>, mine: Option<&Value>) -> Option<Value> {
        if filled(theirs) == filled(mine) {
            return theirs.or(mine).cloned();
        }
        if let (Some(theirs), Some(mine)) = (within(theirs), within(mine)) {
            return Some(Value::Object(self.members(path, None, &theirs, &mine)));
        }
        self.disputed(path, theirs, mine)
    }

    fn disputed(&mut self, path: &str, theirs: Option<&Value>, mine: Option<&Value>) -> Option<Value> {
        self.conflicts.push(path.to_owned());
        chosen((self.choose)(path), theirs, mine).cloned()
    }
}

/// A value that says something. What is empty may stand in a document or be left out of it, and means the same.
fn filled(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(rows) => !rows.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(true) | Value::Number(_) => true,
    })
}

/// An empty value as one of both wrote it: not every draft can do without a member.
fn blank<'v>(theirs: Option<&'v Value>, mine: Option<&'v Value>) -> Option<&'v Value> {
    [theirs, mine].into_iter().flatten().find(|value| filled(Some(value)).is_none())
}

/// What a member consists of; what is left out of the document is empty. `None`: it has no members.
fn within(value: Option<&Value>) -> Option<Members> {
    match value {
        None => Some(Members::new()),
        Some(Value::Object(members)) => Some(members.clone()),
        Some(_) => None,
    }
}

/// A list; what is left out of the document is an empty one. `None`: it is no list.
fn rows(value: Option<&Value>) -> Option<Vec<&Value>> {
    match value {
        None => Some(Vec::new()),
        Some(Value::Array(rows)) => Some(rows.iter().collect()),
        Some(_) => None,
    }
}

/// What tells a row of a list from the others (as `compare` does): what people call it, or else all of it. A row whose
/// key was edited is another one.
fn key(list: &str, row: &Value) -> String {
    let text = |member: &str| row.get(member).and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let pair = |one: &str, other: &str| format!("{} {}", text(one), text(other)).trim().to_owned();
    let first = |one: &str, other: &str| if text(one).is_empty() { text(other) } else { text(one) }.to_owned();
    let key = match list {
        "bullets" => first("title", "key"),
        "amounts" => pair("country", "currency"),
        "subjects" => pair("service_name", "resource_type"),
        "media" => text("url").to_owned(),
        "lite_caps" => text("measure").to_owned(),
        "metrics" => first("charge_unit_id", "charge_unit"),
        _ => first("id", "key"),
    };
    if key.is_empty() { row.to_string() } else { key }
}

/// A row by its key; of several with the same key also by their order.
type Key = (String, usize);

/// The rows of one version in their order.
struct Rows<'a> {
    order: Vec<Key>,
    by_key: BTreeMap<Key, &'a Value>,
}

impl<'a> Rows<'a> {
    fn of(rows: &[&'a Value], key: &impl Fn(&Value) -> String) -> Self {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut all = Self { order: Vec::new(), by_key: BTreeMap::new() };
        for row in rows {
            let key = key(row);
            let times = seen.entry(key.clone()).or_default();
            let key = (key, *times);
            *times += 1;
            all.order.push(key.clone());
            all.by_key.insert(key, row);
        }
        all
    }

    /// Those of its rows that are in `among`, in their order here.
    fn ordered(&self, among: &BTreeSet<&Key>) -> Vec<&Key> {
        self.order.iter().filter(|key| among.contains(key)).collect()
    }

    /// The rows that are not in `skeleton`, by how many of the skeleton stand before them.
    fn beside<'k>(&'k self, skeleton: &[&Key], kept: &BTreeMap<&Key, &Value>) -> Vec<VecDeque<&'k Key>> {
        let mut slots = vec![VecDeque::new(); skeleton.len() + 1];
        let mut slot = 0;
        for key in &self.order {
            if let Some(at) = skeleton.iter().position(|known| *known == key) {
                slot = at + 1;
            } else if kept.contains_key(key) {
                slots[slot].push_back(key);
            }
        }
        slots
    }
}

/// Two versions of a list: rows are joined by their key, and each new row stays behind the one that it was put behind.
fn list(
    base: &[&Value],
    theirs: &[&Value],
    mine: &[&Value],
    key: &impl Fn(&Value) -> String,
    side: Side,
) -> (Vec<Value>, bool) {
    let [base, theirs, mine] = [base, theirs, mine].map(|rows| Rows::of(rows, key));
    let mut is_conflict = false;
    let mut kept: BTreeMap<&Key, &Value> = BTreeMap::new();
    let keys: BTreeSet<&Key> = base.order.iter().chain(&theirs.order).chain(&mine.order).collect();
    for key in keys {
        let [before, other, own] = [&base, &theirs, &mine].map(|rows| rows.by_key.get(key).copied());
        let row = settled(before, other, own).unwrap_or_else(|Disputed| {
            is_conflict = true;
            chosen(side, other, own)
        });
        if let Some(row) = row {
            kept.insert(key, row);
        }
    }
    let in_all = |key: &&Key| theirs.by_key.contains_key(*key) && mine.by_key.contains_key(*key);
    let everywhere: BTreeSet<&Key> = base.order.iter().filter(in_all).collect();
    let [before, other, own] = [&base, &theirs, &mine].map(|rows| rows.ordered(&everywhere));
    let skeleton = settled(&before, &other, &own).unwrap_or_else(|Disputed| {
        is_conflict = true;
        chosen(side, &other, &own)
    });
    let (other, own) = (theirs.beside(skeleton, &kept), mine.beside(skeleton, &kept));
    let mut order: Vec<&Key> = Vec::with_capacity(kept.len());
    for (slot, (other, own)) in other.into_iter().zip(own).enumerate() {
        if let Some(before) = slot.checked_sub(1) {
            order.push(skeleton[before]);
        }
        for key in both(other, own) {
            if !order.contains(&key) {
                order.push(key);
            }
        }
    }
    let rows = order.into_iter().filter_map(|key| kept.get(key).copied().cloned()).collect();
    (rows, is_conflict)
}

/// New rows of both at one place, each version's in its order. Whose come first follows from the rows and not from who
/// saved first, so that it is the same whichever way they are put together.
fn both<'k>(mut theirs: VecDeque<&'k Key>, mut mine: VecDeque<&'k Key>) -> Vec<&'k Key> {
    let mut order = Vec::with_capacity(theirs.len() + mine.len());
    while let (Some(other), Some(own)) = (theirs.front().copied(), mine.front().copied()) {
        let next = other.cmp(own);
        if next != Ordering::Greater {
            theirs.pop_front();
        }
        if next != Ordering::Less {
            mine.pop_front();
        }
        order.push(if next == Ordering::Greater { own } else { other });
    }
    order.extend(theirs);
    order.extend(mine);
    order
}

#[cfg(test)]
mod tests;
