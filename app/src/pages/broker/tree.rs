//! Compared values as a tree of service and plans: what differs is listed, what agrees is told in one breath.

use slipway_domain::rule::Level;
use slipway_domain::view::ParityLine;

use crate::text::broker::parity as words;

/// A service or a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// `service` or `plan`.
    pub kind: String,
    pub name: String,
    pub agreeing: Vec<String>,
    pub differences: Vec<Difference>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The member, or what is there as a whole.
    pub field: String,
    pub console: Option<String>,
    pub broker: Option<String>,
    pub severity: Level,
    /// One side lacks the whole service or plan.
    pub is_whole: bool,
}

/// The nodes in the order of the lines.
pub(super) fn tree(lines: &[ParityLine]) -> Vec<Node> {
    let mut nodes: Vec<(&[String], Node)> = Vec::new();
    for line in lines {
        let depth = line.path.iter().take_while(|step| is_node(step)).count();
        let (place, field) = line.path.split_at(depth);
        let at = nodes.iter().position(|(known, _)| *known == place).unwrap_or_else(|| {
            nodes.push((place, node(place)));
            nodes.len() - 1
        });
        let node = &mut nodes[at].1;
        let whole = if node.kind == words::WHOLE_PLAN { words::WHOLE_PLAN } else { words::WHOLE_SERVICE };
        let name = field.first().map_or_else(|| whole.to_owned(), Clone::clone);
        if line.same {
            node.agreeing.push(name);
        } else {
            node.differences.push(Difference {
                field: name,
                console: line.console.clone(),
                broker: line.broker.clone(),
                severity: line.severity,
                is_whole: field.is_empty(),
            });
        }
    }
    nodes.into_iter().map(|(_, node)| node).collect()
}

/// How many differences there are of one weight.
pub(super) fn count(nodes: &[Node], level: Level) -> usize {
    nodes.iter().flat_map(|node| &node.differences).filter(|difference| difference.severity == level).count()
}

impl Difference {
    pub(super) fn lacking(&self) -> words::Lacking {
        match (&self.console, &self.broker) {
            (Some(_), None) => words::Lacking::Broker,
            (None, Some(_)) => words::Lacking::Console,
            _ => words::Lacking::Neither,
        }
    }
}

fn is_node(step: &str) -> bool {
    step.starts_with("service ") || step.starts_with("plan ")
}

fn node(place: &[String]) -> Node {
    let (kind, name) = place.last().and_then(|step| step.split_once(' ')).unwrap_or_default();
    Node { kind: kind.to_owned(), name: name.to_owned(), ..Node::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &[&str], console: Option<&str>, broker: Option<&str>) -> ParityLine {
        ParityLine {
            path: path.iter().map(|step| (*step).to_owned()).collect(),
            console: console.map(ToOwned::to_owned),
            broker: broker.map(ToOwned::to_owned),
            severity: Level::Error,
            same: console == broker,
        }
    }

    #[test]
    fn lines_gather_below_their_service_and_plan() {
        let nodes = tree(&[
            line(&["service vector", "id"], Some("1"), Some("1")),
            line(&["service vector", "bindable"], Some("false"), Some("true")),
            line(&["service vector", "plan lite", "free"], Some("true"), Some("true")),
            line(&["service vector", "plan gold"], Some("2"), None),
        ]);
        let kinds: Vec<_> = nodes.iter().map(|node| (node.kind.as_str(), node.name.as_str())).collect();
        assert_eq!(kinds, [("service", "vector"), ("plan", "lite"), ("plan", "gold")]);
        assert_eq!(nodes[0].agreeing, ["id"]);
        assert_eq!(nodes[0].differences[0].field, "bindable");
        assert!(nodes[1].differences.is_empty());
        let missing = &nodes[2].differences[0];
        assert!(missing.is_whole);
        assert_eq!((missing.field.as_str(), missing.lacking()), ("plan", words::Lacking::Broker));
        assert_eq!(count(&nodes, Level::Error), 2);
        assert_eq!(count(&nodes, Level::Info), 0);
    }
}
