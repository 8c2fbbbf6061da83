use app::components::{
    BusyForms, Checked, Kind, Ladder, LinkButton, Live, PageHeader, PathColumn, PathNode,
    PathPicture, Rung, StepItem, StepList, TaskItem, TaskList, WaitText,
};
use leptos::prelude::*;

pub fn progress() -> impl IntoView {
    view! {
        <PageHeader title="Set up AWS" lead="Pureport is ready. Nothing flows until each of these is done in AWS."
            trail=vec![("Connections".into(), "#".into()), ("prod – us-west-2".into(), "#".into())]>
            <LinkButton label="Health" href="#" kind=Kind::Secondary/>
        </PageHeader>
        <div class="stack">
            <PathPicture label="The path of your traffic" columns=columns()/>
            <div id="checked" data-live="on" data-announce="Checked"><Checked at="14:02:10 UTC" href="#"/></div>
            <Live every_ms=2000/>
            <BusyForms/>
            <TaskList tasks=tasks()/>
            <WaitText elapsed="2 min 10 s" usual="5–20 minutes"/>
        </div>
        <h2>"Wizard"</h2>
        <div class="wizard">
            <StepList steps=steps()/>
            <Ladder>
                <Rung title="Both connections are available" state="passed" word="Passed"><p>"dxcon-ffabc123, dxcon-ffabc124"</p></Rung>
                <Rung title="Both virtual interfaces exist" state="passed" word="Passed"/>
                <Rung title="BGP is up on both legs" state="broken" word="Broken">
                    <p>"Secondary: the peer addresses are swapped. AWS has "<code>"169.254.24.1/30"</code>", Pureport has "<code>"169.254.24.2/30"</code>"."</p>
                </Rung>
                <Rung title="The association is active" state="waiting" word="Waiting"><WaitText usual="5–20 minutes"/></Rung>
                <Rung title="Security groups and return route" state="not_checked" word="Cannot be proven from here"/>
            </Ladder>
        </div>
    }
}

fn node(label: &str, sublabel: &str, state: &str, word: &str) -> PathNode {
    PathNode {
        label: label.into(),
        sublabel: sublabel.into(),
        state: state.into(),
        word: word.into(),
    }
}

fn columns() -> Vec<PathColumn> {
    let column = |title: &str, nodes: Vec<PathNode>| PathColumn {
        title: title.into(),
        nodes,
    };
    vec![
        column("Your network", vec![node("prod", "", "active", "Active")]),
        column(
            "Pureport gateways",
            vec![
                node("Primary", "ASN 394351", "up", "BGP up"),
                node("Secondary", "ASN 394351", "up", "BGP up"),
            ],
        ),
        column(
            "Hosted connections",
            vec![
                node("Primary", "dxcon-ffabc123", "available", "Available"),
                node("Secondary", "dxcon-ffabc124", "ordering", "Accept it"),
            ],
        ),
        column(
            "Virtual interfaces",
            vec![
                node("Primary", "dxvif-fg3ed4rt", "pending", "Pending"),
                node("Secondary", "", "blocked", "Cannot start yet"),
            ],
        ),
        column(
            "Direct Connect gateway",
            vec![node("onramp-prod-gateway", "ASN 64512", "ready", "Ready")],
        ),
        column(
            "Virtual private gateways",
            vec![
                node("payments", "vgw-0a1b2c3d4e5f6a7b8", "failed", "Failed"),
                node(
                    "payments-dr",
                    "vgw-0ffff2c3d4e5f6a7b8",
                    "blocked",
                    "Cannot start yet",
                ),
            ],
        ),
        column(
            "VPC route tables",
            vec![
                node("payments, 3 tables", "", "blocked", "Cannot start yet"),
                node("payments-dr, 2 tables", "", "not_needed", "Not needed"),
            ],
        ),
    ]
}

fn task(label: &str, state: &str, word: &str, reason: &str, usual: &str) -> TaskItem {
    let href = (state != "not_needed").then(|| "#".to_owned());
    TaskItem {
        label: label.into(),
        href,
        state: state.into(),
        word: word.into(),
        reason: reason.into(),
        usual: usual.into(),
    }
}

fn tasks() -> Vec<TaskItem> {
    vec![
        task(
            "Accept the connections",
            "done",
            "Done",
            "Both connections are available.",
            "",
        ),
        task(
            "Direct Connect gateway",
            "running",
            "In progress",
            "onramp-prod is being created.",
            "Usually under a minute",
        ),
        task(
            "Virtual interfaces",
            "ready",
            "Ready",
            "Create one on each connection.",
            "Usually 1–3 minutes each",
        ),
        task(
            "Virtual private gateway",
            "failed",
            "Failed",
            "AWS refused: the VPC `payments` has a gateway already.",
            "",
        ),
        task(
            "Gateway association",
            "blocked",
            "Cannot start yet",
            "Attach a virtual private gateway first.",
            "Usually 5–20 minutes",
        ),
        task("Route propagation", "not_needed", "Not needed", "", ""),
    ]
}

fn steps() -> Vec<StepItem> {
    let labels = [
        "Type", "Location", "Service", "BGP", "Networks", "NAT", "Review",
    ];
    let item = |(at, label): (usize, &str)| StepItem {
        label: label.into(),
        href: (at < 4).then(|| "#".to_owned()),
        done: at < 3,
        current: at == 3,
    };
    labels.into_iter().enumerate().map(item).collect()
}
