//! Pieces that know the domain and stand on several pages.

pub mod account_nav;
pub mod charges;
pub mod chart;
pub mod enter_saves;
pub mod estimate;
pub mod evidence;
pub mod findings_list;
pub mod frame;
pub mod gate_panel;
pub mod last_saved;
pub mod load;
pub mod member;
pub mod moment;
pub mod offering_frame;
pub mod offering_icon;
pub mod operation;
pub mod permission;
pub mod person_line;
pub mod problem;
pub mod prose;
pub mod registration_facts;
pub mod session_table;
pub mod stage_badge;
pub mod text_line;
pub mod title;
pub mod written;
