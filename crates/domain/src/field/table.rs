//! What is made of the list of fields: the type, the names of the controls, and the way back from a name.

macro_rules! fields {
    (
        plain { $($plain:ident $plain_form:ident $plain_name:literal,)* }
        rows { $($row:ident $row_form:ident $row_head:literal $row_tail:literal,)* }
        nested { $($nested:ident $nested_form:ident $nested_head:literal $nested_middle:literal $nested_tail:literal,)* }
        cells { $($cell:ident $cell_form:ident $cell_head:literal $cell_middle:literal,)* }
    ) => {
        /// One input. Variants with numbers are rows of a list, counted from 0; of several numbers the first one is the
        /// row of the outer list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($plain,)*
            $($row(u8),)*
            $($nested(u8, u8),)*
            $($cell(u8, u8, u8),)*
        }

        impl Field {
            /// Every field without a row number.
            pub const PLAIN: &'static [Self] = &[$(Self::$plain,)*];
            /// Every field of a list row, as a function of the row.
            pub const ROWS: &'static [fn(u8) -> Self] = &[$(Self::$row,)*];
            /// Every field of a row within a row.
            pub const NESTED: &'static [fn(u8, u8) -> Self] = &[$(Self::$nested,)*];
            /// Every field of a table within a row.
            pub const CELLS: &'static [fn(u8, u8, u8) -> Self] = &[$(Self::$cell,)*];

            pub const fn form(self) -> Form {
                match self {
                    $(Self::$plain => Form::$plain_form,)*
                    $(Self::$row(_) => Form::$row_form,)*
                    $(Self::$nested(..) => Form::$nested_form,)*
                    $(Self::$cell(..) => Form::$cell_form,)*
                }
            }

            /// The row of the innermost list, counted from 0.
            pub const fn row(self) -> Option<u8> {
                match self {
                    $(Self::$plain => None,)*
                    $(Self::$row(row) => Some(row),)*
                    $(Self::$nested(_, row) => Some(row),)*
                    $(Self::$cell(_, _, row) => Some(row),)*
                }
            }

            /// The row of the outermost list, counted from 0.
            pub const fn outer_row(self) -> Option<u8> {
                match self {
                    $(Self::$plain => None,)*
                    $(Self::$row(row) => Some(row),)*
                    $(Self::$nested(outer, _) => Some(outer),)*
                    $(Self::$cell(outer, ..) => Some(outer),)*
                }
            }

            /// The same input of the first row of every list that it is in.
            #[must_use]
            pub const fn in_first_row(self) -> Self {
                match self {
                    $(Self::$plain => Self::$plain,)*
                    $(Self::$row(_) => Self::$row(0),)*
                    $(Self::$nested(..) => Self::$nested(0, 0),)*
                    $(Self::$cell(..) => Self::$cell(0, 0, 0),)*
                }
            }

            /// The `name` of the control: `listing[display_name]`, `plan[amounts][1][price]`.
            pub fn input_name(self) -> String {
                match self {
                    $(Self::$plain => $plain_name.to_owned(),)*
                    $(Self::$row(row) => format!(concat!($row_head, "[{}]", $row_tail), row),)*
                    $(Self::$nested(outer, row) => {
                        format!(concat!($nested_head, "[{}]", $nested_middle, "[{}]", $nested_tail), outer, row)
                    })*
                    $(Self::$cell(outer, row, column) => {
                        format!(concat!($cell_head, "[{}]", $cell_middle, "[{}][{}]"), outer, row, column)
                    })*
                }
            }

            /// The field whose control posts under `name`.
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($plain_name => return Some(Self::$plain),)*
                    _ => {}
                }
                $(if let Some([row]) = rows_of(name, [$row_head], $row_tail) {
                    return Some(Self::$row(row));
                })*
                $(if let Some([outer, row]) = rows_of(name, [$nested_head, $nested_middle], $nested_tail) {
                    return Some(Self::$nested(outer, row));
                })*
                $(if let Some([outer, row, column]) = rows_of(name, [$cell_head, $cell_middle, ""], "") {
                    return Some(Self::$cell(outer, row, column));
                })*
                None
            }
        }
    };
}

pub(super) use fields;
