//! The preflight: one press that looks at both providers and says what would go wrong, before
//! anything is ordered or changed.

use domain::{
    ports::Choice,
    preflight::{Finding, Severity, Subject, judge, look},
    run::PlannedVpc,
    setup::{Observation, Ports},
};
use leptos::prelude::*;

use crate::{
    components::{Ladder, Notice, Rung, Tone},
    context::UserCx,
    words::preflight as words,
};

/// What is about to be done.
pub enum Scope<'a> {
    /// The order that the wizard has put together.
    Order(Box<Subject>),
    /// The set-up of an ordered connection.
    Plan {
        seen: &'a Observation,
        choice: &'a Choice,
        vpcs: &'a [PlannedVpc],
    },
}

/// Looks at both providers and judges; changes nothing. The worst findings come first;
/// [`domain::preflight::is_blocking`] says whether what was asked for may begin.
pub async fn check(ux: &UserCx, scope: Scope<'_>) -> Vec<Finding> {
    let subject = match scope {
        Scope::Order(subject) => *subject,
        Scope::Plan { seen, choice, vpcs } => Subject::of_plan(seen, choice, vpcs),
    };
    let ports = Ports {
        fabric: ux.fabric.as_ref(),
        cloud: ux.cx.services.cloud.as_ref(),
        fabric_key: &ux.fabric_key,
        cloud_key: ux.cloud_key.as_ref(),
    };
    // On the heap: many reads at once are large.
    let facts = Box::pin(look(ports, ux.account(), &subject)).await;
    judge(&subject, &facts)
}

/// The findings, those of one weight together, the worst first.
#[component]
pub fn PreflightFindings(findings: Vec<Finding>) -> impl IntoView {
    let groups = [
        Severity::Blocking,
        Severity::Warning,
        Severity::NotChecked,
        Severity::Passed,
    ];
    let groups = groups.map(|severity| {
        let of = findings.iter().filter(|found| found.severity == severity);
        group(severity, &of.collect::<Vec<_>>())
    });
    view! {
        {summary(&findings)}
        {groups.into_iter().collect_view()}
        <p class="muted small">"Nothing was changed or ordered."</p>
    }
}

/// The worst in one line, with the first thing to mend.
fn summary(findings: &[Finding]) -> AnyView {
    let count = |severity| {
        findings
            .iter()
            .filter(|found| found.severity == severity)
            .count()
    };
    let (blocking, warnings) = (count(Severity::Blocking), count(Severity::Warning));
    let tone = match (blocking, warnings, count(Severity::NotChecked)) {
        (0, 0, 0) => Tone::Good,
        (0, 0, _) => Tone::Ready,
        (0, ..) => Tone::Warning,
        _ => Tone::Bad,
    };
    let title = words::summary(blocking, warnings, count(Severity::NotChecked));
    let worst = findings.first().filter(|_| blocking + warnings > 0);
    let text = worst.map(|found| {
        let title = words::check_title(found.check);
        view! { <p>{format!("{title}: {}", words::finding(found))}</p> }
    });
    view! { <Notice tone title>{text}</Notice> }.into_any()
}

fn group(severity: Severity, findings: &[&Finding]) -> Option<AnyView> {
    if findings.is_empty() {
        return None;
    }
    let id = format!("findings-{}", severity.word());
    let rungs: Vec<_> = findings.iter().map(|found| rung(found)).collect();
    let heading = format!("{}: {}", words::group_title(severity), findings.len());
    let (of, to) = (id.clone(), id);
    Some(
        view! {
            <section class="stack" aria-labelledby=of data-findings=severity.word()>
                <h3 id=to>{heading}</h3>
                <Ladder>{rungs}</Ladder>
            </section>
        }
        .into_any(),
    )
}

fn rung(found: &Finding) -> AnyView {
    let (title, text) = (words::check_title(found.check), words::finding(found));
    let (state, word) = (found.severity.word(), words::severity(found.severity));
    view! { <Rung title state word><p>{text}</p></Rung> }.into_any()
}
