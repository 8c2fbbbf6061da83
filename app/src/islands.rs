//! What moves in the browser. Each island is also complete HTML that works without it.

mod add_rows;
mod busy_forms;
mod copy_button;
mod live;
mod notify_me;
mod page;
mod reveal_key;

pub use add_rows::AddRows;
pub use busy_forms::BusyForms;
pub use copy_button::CopyButton;
pub use live::Live;
pub use notify_me::NotifyMe;
pub use reveal_key::RevealKey;
