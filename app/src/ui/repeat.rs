//! One row of a list of fields, with the bin that takes it away, and the arrows that move it where its order counts.

use leptos::prelude::*;

use super::button::{IconButton, Size};
use super::icon::Glyph;

/// How many fields stand side by side, where there is room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowWidth {
    One,
    Three,
    /// Two short ones, such as country and currency.
    TwoShort,
    /// Two, and two more below them.
    TwoLines,
}

impl RowWidth {
    /// Of the row, also where nothing takes it away.
    pub fn class(self) -> &'static str {
        match self {
            Self::One => "repeat__row repeat__row--one",
            Self::Three => "repeat__row repeat__row--three",
            Self::TwoShort => "repeat__row repeat__row--place",
            Self::TwoLines => "repeat__row repeat__row--lines",
        }
    }
}

/// The arrows of a row: what each says to whoever cannot see it, and what it submits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    up: Option<(String, String)>,
    down: Option<(String, String)>,
}

impl Moves {
    /// Of row `at` of `count`: the first one cannot go up, the last one cannot go down. `list` is what the intents of its
    /// list begin with.
    pub fn of(list: &str, at: usize, count: usize, up: String, down: String) -> Self {
        Self {
            up: (at > 0).then(|| (up, format!("{list}up:{at}"))),
            down: (at + 1 < count).then(|| (down, format!("{list}down:{at}"))),
        }
    }
}

/// The fields go into its children; the bin submits their form as `intent`, and says `remove` to whoever cannot see it.
#[component]
pub fn RepeatRow(
    width: RowWidth,
    #[prop(into)] remove: String,
    #[prop(into)] intent: String,
    /// Left out: the row is alone, or its order counts for nothing.
    #[prop(optional)]
    moves: Moves,
    children: Children,
) -> impl IntoView {
    let acts = if moves == Moves::default() {
        view! { <IconButton icon=Glyph::TrashCan label=remove name="intent" value=intent /> }.into_any()
    } else {
        let arrow = |icon: Glyph, (label, value): (String, String)| {
            view! { <IconButton size=Size::Small icon label name="intent" value /> }
        };
        let up = moves.up.map(|up| arrow(Glyph::ArrowUp, up));
        let down = moves.down.map(|down| arrow(Glyph::ArrowDown, down));
        view! {
            <div class="repeat__acts">
                {up}
                {down}
                <IconButton size=Size::Small icon=Glyph::TrashCan label=remove name="intent" value=intent />
            </div>
        }
        .into_any()
    };
    view! { <div class=width.class()>{children()} {acts}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_cannot_go_up_and_the_last_one_cannot_go_down() {
        let of = |at: usize| {
            let moves = Moves::of("role:", at, 3, "up".to_owned(), "down".to_owned());
            let row = view! {
                <RepeatRow width=RowWidth::One remove="remove" intent=format!("role:remove:{at}") moves>
                    "field"
                </RepeatRow>
            };
            row.to_html()
        };
        for (at, up, down) in [(0, false, true), (1, true, true), (2, true, false)] {
            let html = of(at);
            assert_eq!(html.contains(&format!("value=\"role:up:{at}\"")), up, "{html}");
            assert_eq!(html.contains(&format!("value=\"role:down:{at}\"")), down, "{html}");
            assert!(html.contains(&format!("value=\"role:remove:{at}\"")), "{html}");
        }
        assert_eq!(Moves::of("", 0, 1, String::new(), String::new()), Moves::default());
    }
}
