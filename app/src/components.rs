//! The design system: components on native elements, rendered on the server. The style sheet is
//! `style/main.css`; `style/README.md` says how its classes are named, and
//! `cargo run -p app --features ssr --example gallery` shows everything on one page.
//!
//! Optional texts are [`MaybeText`]: give `"…"`, a `String` or an `Option<String>`. In hints, leads
//! and reasons `` `backticks` `` become code. All texts are escaped.
//!
//! ```ignore
//! <Frame mode="Sandbox" pureport=account aws=identity connect_aws=paths::aws_sign_in() session=paths::session()
//!        sign_out="/api/sign_out" nav=vec![NavItem::new("Networks", paths::networks(), true)]> … </Frame>
//! <PageHeader title="Networks" lead="…" trail=vec![("Networks".into(), paths::networks())]>
//!     <LinkButton label="Create network" href=paths::new_network() kind=Kind::Primary/>
//! </PageHeader>
//!
//! // Forms. `error` is the message for this field; each control's id is its name unless `id` is given.
//! <ErrorSummary errors=vec![("name".into(), "Enter a name".into())]/>       // renders nothing without errors
//! <form class="form" method="post" action="/api/…" novalidate>
//!     <TextInput name="name" label="Name" value=form.name hint="Up to 64 characters" error=errors.get("name")/>
//!     <TextInput name="asn" label="Amazon side ASN" value="64512" width=Width::Medium code=true numeric=true/>
//!     <SecretInput name="secret" label="Secret access key"/>
//!     <Select name="speed" label="Speed" value="500" choices=vec![Choice::new("50", "50 Mbps")]/>
//!     <RadioGroup name="peering" legend="Peering type" value="private" choices=vec![
//!         Choice::new("private", "Private").description("VPCs by private addresses").aside("$0.03/h"),
//!         Choice::new("public", "Public").unavailable("Not available at this location"),
//!     ]/>
//!     <Checkbox name="nat" label="Enable Cloud Grade NAT" checked=form.nat hint="…"/>
//!     <CidrRows rows=vec![CidrRow { name, cidr, ..Default::default() }]/>     // "Add another", "Remove"
//!     <Rows>{rows.map(|(at, value)| view! { <Row at noun="Native CIDR">… </Row> })}</Rows>   // other fields
//!     <div class="actions">
//!         <Button label="Next" name="go" value="next"/>
//!         <Button label="Back" name="go" value="back" kind=Kind::Secondary/>
//!         <a href="…">"Cancel"</a>
//!     </div>
//! </form>
//! <Button label="Create primary virtual interface" unavailable="The connection is pending. This usually takes 2 minutes."/>
//!
//! // Content
//! <Notice tone=Tone::Warning title="AWS starts to bill now"><p>"…"</p></Notice>    // Tone::Bad is an alert
//! <StateBadge state="running" word="In progress"/>                           // data-state="running"
//! <Card title="Primary gateway" aside=view! { <StateBadge state="up" word="Up"/> }.into_any()>
//!     <DescriptionList>
//!         <ValueRow label="Pureport ASN" value="394351" copy="Copy Pureport ASN, primary gateway"/>
//!         <DetailRow label="BGP password"><RevealKey url leg="primary" show_label="Show BGP password, primary gateway"
//!             copy_label="Copy BGP password, primary gateway"/></DetailRow>
//!     </DescriptionList>
//! </Card>
//! <Table caption="Connections"><thead>…</thead><tbody>…</tbody></Table>      // numbers: <td class="num">
//! <Disclosure summary="Via the AWS CLI"><CodeLine command copy="Copy command, primary"/></Disclosure>
//! <EmptyState title="No networks yet" text="A network is …"><LinkButton …/></EmptyState>
//! <Checked at="14:02:10 UTC" href=here/> <WaitText elapsed="2 min 10 s" usual="5–20 minutes"/>
//!
//! // Progress
//! <StepList steps=vec![StepItem { label: "Type".into(), href: Some("…".into()), done: true, current: false }]/>
//! <TaskList tasks=vec![TaskItem { label, href, state: "ready".into(), word: "Ready".into(), reason, usual }]/>
//! <Ladder><Rung title="BGP is up" state="passed" word="Passed"><p>"…"</p></Rung></Ladder>
//! <PathPicture label="Path of your traffic" columns=vec![PathColumn { title, nodes: vec![PathNode { … }] }]/>
//!
//! // Live: wrap what changes, and put the island at the end of the page while something still moves.
//! <div id="legs" data-live="on" data-announce="Primary connection: in progress"> … </div>
//! <Live every_ms=2000/>
//! <BusyForms/>        // once, on pages whose post takes long: a second press does nothing
//! ```
//!
//! Layout classes for pages: `stack` (children one below the other), `cards` (cards side by side where
//! there is room), `split` (main part and `aside`), `form`, `actions`, `prose`, `hidden` (heard, not seen),
//! `muted`, `num`.

mod button;
mod choice;
mod field;
mod frame;
mod notice;
mod page_header;
mod path_picture;
mod rows;
mod status;
mod steps;
mod table;
mod text;
mod values;
mod wait;

pub use button::{Button, Kind, LinkButton};
pub use choice::{Checkbox, Choice, RadioGroup, Select};
pub use field::{Field, SecretInput, TextInput, Width};
pub use frame::{Frame, NavItem};
pub use notice::{EmptyState, ErrorSummary, Notice};
pub use page_header::PageHeader;
pub use path_picture::{PathColumn, PathNode, PathPicture};
pub use rows::{CidrRow, CidrRows, Row, Rows};
pub use status::{Icon, StateBadge, Tone};
pub use steps::{Ladder, Rung, StepItem, StepList, TaskItem, TaskList};
pub use table::Table;
pub use text::{MaybeText, rich, slug};
pub use values::{Card, CodeLine, Copyable, DescriptionList, DetailRow, Disclosure, ValueRow};
pub use wait::{Checked, WaitText};

pub use crate::islands::{BusyForms, CopyButton, Live, NotifyMe, RevealKey};
