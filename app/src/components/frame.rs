//! What surrounds every page: skip link, top bar, navigation, announcements, main landmark, footer.

use leptos::prelude::*;

use super::text::MaybeText;

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    /// The page shown belongs to this entry.
    pub current: bool,
}

impl NavItem {
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            current,
        }
    }
}

/// The page's frame. Signed out (`sign_out` missing) it has neither identities nor navigation.
#[component]
pub fn Frame(
    /// "Sandbox" or "Live".
    #[prop(into)]
    mode: String,
    /// Name of the Pureport account.
    #[prop(default = MaybeText::default(), into)]
    pureport: MaybeText,
    /// The AWS identity with the time left; missing when AWS isn't connected.
    #[prop(default = MaybeText::default(), into)]
    aws: MaybeText,
    /// Where "Connect AWS" leads while AWS isn't connected.
    #[prop(default = MaybeText::default(), into)]
    connect_aws: MaybeText,
    #[prop(default = Vec::new())] nav: Vec<NavItem>,
    /// Address of the "Session" link.
    #[prop(default = MaybeText::default(), into)]
    session: MaybeText,
    /// Where the "Sign out" form posts.
    #[prop(default = MaybeText::default(), into)]
    sign_out: MaybeText,
    children: Children,
) -> impl IntoView {
    let data_mode = mode.to_ascii_lowercase();
    let navigation = (!nav.is_empty()).then(|| navigation(nav));
    let identities = sign_out
        .is_some()
        .then(|| identities(pureport, aws, connect_aws, session, sign_out));
    view! {
        <a class="skip" href="#main">"Skip to main content"</a>
        <header class="bar">
            <div class="bar__inner">
                <a class="bar__brand" href="/"><Mark/>"Onramp"</a>
                <span class="mode" data-mode=data_mode>{mode}</span>
                {identities}
            </div>
        </header>
        {navigation}
        <div id="announce" class="hidden" role="status"></div>
        <main id="main" class="main" tabindex="-1">{children()}</main>
        <footer class="foot"><p class="foot__inner">"Onramp sets up private connections between your network and AWS."</p></footer>
    }
}

/// The product's mark: two legs that become one road.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path d="M2 7h6c4 0 4 5 8 5h6M2 17h6c4 0 4-5 8-5"></path>
        </svg>
    }
}

fn navigation(items: Vec<NavItem>) -> impl IntoView {
    let item = |item: NavItem| {
        view! { <li><a href=item.href aria-current=item.current.then_some("page")>{item.label}</a></li> }
    };
    view! {
        <nav class="nav" aria-label="Main"><ul class="nav__list">{items.into_iter().map(item).collect_view()}</ul></nav>
    }
}

fn identities(
    pureport: MaybeText,
    aws: MaybeText,
    connect_aws: MaybeText,
    session: MaybeText,
    sign_out: MaybeText,
) -> impl IntoView {
    let pureport = pureport
        .into_option()
        .map(|name| view! { <li><span class="who__of">"Pureport"</span>{name}</li> });
    let aws = match aws.into_option() {
        Some(identity) => view! { <li><span class="who__of">"AWS"</span>{identity}</li> }.into_any(),
        None => connect_aws
            .into_option()
            .map(|href| view! { <li><span class="who__of">"AWS"</span><a href=href>"Connect AWS"</a></li> })
            .into_any(),
    };
    view! {
        <ul class="who" id="who" data-live="off" aria-label="Signed in as">{pureport}{aws}</ul>
        <div class="bar__acts">
            {session.into_option().map(|href| view! { <a href=href>"Session"</a> })}
            {sign_out.into_option().map(|action| view! {
                <form method="post" action=action><button class="button button--bare">"Sign out"</button></form>
            })}
        </div>
    }
}
