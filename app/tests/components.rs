//! What the components promise to those who hear a page, and to programs.
#![cfg(feature = "ssr")]

use std::sync::Arc;

use app::components::*;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())))
        .with(|| view().into_view().to_html())
}

fn assert_has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
}

#[test]
fn typed_text_is_escaped_in_values_and_messages() {
    let page = html(
        || view! { <TextInput name="name" label="Name" value="\"><script>" error="No <script> here"/> },
    );
    assert!(!page.contains("<script>"), "{page}");
    assert_has(
        &page,
        &["&quot;&gt;&lt;script&gt;", "No &lt;script&gt; here"],
    );
}

#[test]
fn a_wrong_field_points_at_its_error_first_and_then_at_its_hint() {
    let page =
        html(|| view! { <TextInput name="asn" label="ASN" hint="A number" error="Enter an ASN"/> });
    assert_has(
        &page,
        &[
            r#"aria-describedby="asn-error asn-hint""#,
            r#"aria-invalid="true""#,
            r#"<label for="asn" class="field__label">ASN</label>"#,
            r#"<span class="hidden">Error: </span>Enter an ASN"#,
        ],
    );
    let (error, input) = (page.find("id=\"asn-error\""), page.find("<input"));
    assert!(
        error.is_some() && error < input,
        "the error stands before the control: {page}"
    );
}

#[test]
fn a_field_without_hint_and_error_describes_nothing() {
    let page = html(|| view! { <TextInput name="asn" label="ASN"/> });
    assert!(
        !page.contains("aria-describedby") && !page.contains("aria-invalid"),
        "{page}"
    );
}

#[test]
fn a_secret_is_a_password_that_nothing_fills_in() {
    let page = html(|| view! { <SecretInput name="key" label="Key"/> });
    assert_has(&page, &[r#"type="password""#, r#"autocomplete="off""#]);
    assert!(!page.contains("value="), "{page}");
}

#[test]
fn the_error_summary_takes_the_focus_and_links_to_its_fields() {
    let page =
        html(|| view! { <ErrorSummary errors=vec![("cidr.0".into(), "Enter a CIDR".into())]/> });
    assert_has(
        &page,
        &[
            r#"role="alert""#,
            r#"tabindex="-1""#,
            "autofocus",
            r##"<a href="#cidr.0">Enter a CIDR</a>"##,
        ],
    );
}

#[test]
fn without_errors_there_is_no_summary() {
    assert!(!html(|| view! { <ErrorSummary errors=Vec::new()/> }).contains("problem"));
}

#[test]
fn an_option_that_cannot_be_chosen_says_why() {
    let choices = vec![
        Choice::new("a", "Private"),
        Choice::new("b", "Public").unavailable("Not here"),
    ];
    let page = html(|| view! { <RadioGroup name="kind" legend="Kind" value="b" choices/> });
    assert_has(
        &page,
        &[
            "disabled",
            r#"aria-describedby="kind-1-reason""#,
            r#"id="kind-1-reason""#,
            "Not here",
        ],
    );
    assert!(!page.contains("checked"), "{page}");
}

#[test]
fn a_chosen_option_comes_back_chosen() {
    let choices = || vec![Choice::new("a", "Private"), Choice::new("b", "Public")];
    let radios =
        html(|| view! { <RadioGroup name="kind" legend="Kind" value="b" choices=choices()/> });
    assert_eq!(radios.matches("checked").count(), 1, "{radios}");
    let select = html(|| view! { <Select name="kind" label="Kind" value="b" choices=choices()/> });
    assert_has(&select, &[r#"<option value="b" selected>Public"#]);
}

#[test]
fn an_unavailable_button_keeps_its_focus_and_says_why() {
    let page =
        html(|| view! { <Button label="Create it" unavailable="The connection is `pending`."/> });
    assert_has(
        &page,
        &[
            r#"aria-disabled="true""#,
            r#"aria-describedby="create-it-why""#,
            r#"id="create-it-why""#,
            "<code>pending</code>",
        ],
    );
    assert!(!page.contains(" disabled"), "{page}");
}

#[test]
fn a_state_is_a_word_with_an_icon() {
    let page = html(|| view! { <StateBadge state="running" word="In progress"/> });
    assert_has(
        &page,
        &[
            r#"data-state="running""#,
            r#"data-tone="running""#,
            "In progress</span>",
            r#"aria-hidden="true""#,
        ],
    );
}

#[test]
fn only_the_current_step_is_marked_and_only_reached_steps_are_links() {
    let step = |label: &str, href: Option<&str>, current: bool| StepItem {
        label: label.into(),
        href: href.map(str::to_owned),
        done: href.is_some() && !current,
        current,
    };
    let steps = vec![
        step("Type", Some("/type"), false),
        step("Location", Some("/location"), true),
        step("Review", None, false),
    ];
    let page = html(|| view! { <StepList steps/> });
    assert_eq!(page.matches(r#"aria-current="step""#).count(), 1);
    assert_has(&page, &["Step 2 of 3", r#"href="/type""#]);
    assert!(!page.contains(r#"href="/location""#), "{page}");
}

#[test]
fn the_path_is_a_picture_for_the_eye_and_a_list_for_the_ear() {
    let nodes = vec![PathNode {
        label: "A <b> gateway".into(),
        state: "done".into(),
        word: "Done".into(),
        ..PathNode::default()
    }];
    let columns = vec![
        PathColumn {
            title: "Gateways".into(),
            nodes: nodes.clone(),
        },
        PathColumn {
            title: "VPCs".into(),
            nodes,
        },
    ];
    let page = html(|| view! { <PathPicture label="Path" columns/> });
    assert_has(
        &page,
        &[
            "<svg",
            r#"aria-hidden="true""#,
            "<ol",
            r#"data-state="done""#,
            "A &lt;b&gt; gateway",
        ],
    );
}

#[test]
fn a_path_without_anything_still_draws() {
    assert_has(
        &html(|| view! { <PathPicture label="Path" columns=Vec::new()/> }),
        &["<svg"],
    );
}

#[test]
fn a_hidden_key_is_in_no_prop_and_shows_without_a_script_by_a_form() {
    let page = html(|| {
        view! { <RevealKey url="/connections/c-1/bgp-key" leg="primary" show_label="Show BGP password, primary gateway" copy_label="Copy it"/> }
    });
    assert_has(
        &page,
        &[
            r#"action="/connections/c-1/bgp-key""#,
            r#"method="post""#,
            r#"name="leg" value="primary""#,
            r#"aria-label="Show BGP password, primary gateway""#,
            r#"aria-pressed="false""#,
        ],
    );
}

#[test]
fn rows_post_by_number_and_can_be_added_without_a_script() {
    let page = html(|| view! { <CidrRows rows=vec![CidrRow::default(), CidrRow::default()]/> });
    assert_has(
        &page,
        &[
            r#"name="cidr.1""#,
            r#"name="name.0""#,
            r#"name="add""#,
            r#"name="remove" value="1""#,
            r#"aria-label="Remove, network 2""#,
        ],
    );
}

#[test]
fn nothing_is_styled_or_scripted_inline() {
    let page = html(|| {
        view! {
            <Frame mode="Live" sign_out="/out" nav=vec![NavItem::new("Networks", "/networks", true)]>
                <CidrRows rows=vec![CidrRow::default()]/>
                <CodeLine command="aws" copy="Copy command"/>
                <Live every_ms=1000/>
                <BusyForms/>
            </Frame>
        }
    });
    for inline in [" style=", "<script", "<style", " onclick="] {
        assert!(!page.contains(inline), "{inline} in {page}");
    }
    assert_has(
        &page,
        &[
            r#"role="status""#,
            r#"aria-current="page""#,
            r##"href="#main""##,
            r#"data-mode="live""#,
        ],
    );
}

#[test]
fn a_refusal_is_an_alert_and_no_notice_is_a_second_status_region() {
    let notice = |tone: Tone, alert: bool| {
        html(move || view! { <Notice tone title="Said" alert><p>"…"</p></Notice> })
    };
    for (tone, alert) in [(Tone::Bad, false), (Tone::Warning, true)] {
        assert_has(&notice(tone, alert), &[r#"role="alert""#]);
    }
    for tone in [Tone::Good, Tone::Warning, Tone::Ready, Tone::Running] {
        assert_has(&notice(tone, false), &[r#"role="note""#]);
    }
}

#[test]
fn a_page_that_is_followed_has_the_way_back_for_an_ended_session() {
    let page = html(|| view! { <Checked at="14:02:10 UTC" href="/connections/c-1/setup"/> });
    assert_has(
        &page,
        &[
            "Your session has ended",
            r#"href="/sign-in?next=%2Fconnections%2Fc-1%2Fsetup""#,
        ],
    );
}

#[test]
fn a_buttons_reason_is_named_by_its_object_where_the_label_ends_in_a_name() {
    let page =
        html(|| view! { <Button label="Create, 決済" id="create-vpc-1" unavailable="Wait"/> });
    assert_has(
        &page,
        &[
            r#"aria-describedby="create-vpc-1-why""#,
            r#"id="create-vpc-1-why""#,
        ],
    );
}
