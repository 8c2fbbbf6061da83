//! What the islands ask of the browser. Nothing here fails: what the browser refuses is as if it
//! weren't there.

use leptos::prelude::{document, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, Event, EventTarget, Headers, RequestCache, RequestCredentials,
    RequestInit, Response, Selection, SupportedType, UrlSearchParams,
};

/// Says it to those who hear the page.
pub(super) fn announce(text: &str) {
    if let Some(region) = document().get_element_by_id("announce") {
        // The same text again counts as news only after a change.
        region.set_text_content(Some(""));
        region.set_text_content(Some(text));
    }
}

pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    root.query_selector_all(selector)
        .map(elements)
        .unwrap_or_default()
}

pub(super) fn all_in_page(selector: &str) -> Vec<Element> {
    document()
        .query_selector_all(selector)
        .map(elements)
        .unwrap_or_default()
}

fn elements(list: web_sys::NodeList) -> Vec<Element> {
    (0..list.length())
        .filter_map(|at| list.get(at)?.dyn_into().ok())
        .collect()
}

pub(super) fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

pub(super) fn find_in_page(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

pub(super) fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// Where the event happened.
pub(super) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The button that was pressed.
pub(super) fn pressed(event: &Event) -> Option<Element> {
    closest(&target(event)?, "button")
}

/// Listens as long as the page lives.
pub(super) fn listen(name: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler);
    let _ = window().add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
    handler.forget();
}

/// Follows a stream of events for as long as the page lives; the browser takes a broken one up
/// again by itself. `None`: there are no streams here.
pub(super) fn follow(url: &str, told: impl FnMut() + 'static) -> Option<Stream> {
    let make = js_sys::Reflect::get(&window(), &"EventSource".into()).ok()?;
    let make: js_sys::Function = make.dyn_into().ok()?;
    let stream = js_sys::Reflect::construct(&make, &js_sys::Array::of1(&url.into())).ok()?;
    let told = Closure::<dyn FnMut()>::new(told);
    let _ = stream
        .unchecked_ref::<EventTarget>()
        .add_event_listener_with_callback("message", told.as_ref().unchecked_ref());
    told.forget();
    Some(Stream(stream))
}

/// An `EventSource`.
pub(super) struct Stream(JsValue);

impl Stream {
    /// Whether it would tell now.
    pub(super) fn is_open(&self) -> bool {
        const OPEN: f64 = 1.0;
        js_sys::Reflect::get(&self.0, &"readyState".into())
            .is_ok_and(|state| state.as_f64() == Some(OPEN))
    }

    pub(super) fn close(&self) {
        let close = js_sys::Reflect::get(&self.0, &"close".into());
        let close = close.and_then(JsCast::dyn_into::<js_sys::Function>);
        let _ = close.and_then(|close| close.call0(&self.0));
    }
}

pub(super) fn selection() -> Option<Selection> {
    window().get_selection().ok().flatten()
}

/// Whether the clipboard took it.
pub(super) async fn copy(text: &str) -> bool {
    // Without a secure context there is no clipboard at all.
    let navigator = window().navigator();
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| clipboard.is_object());
    present
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}

/// Selects the value beside the button, for copying by hand.
pub(super) fn select_value(button: Option<&Element>) {
    let code = button
        .and_then(|button| closest(button, ".copyable"))
        .and_then(|around| find(&around, "code"));
    let selected = code
        .zip(selection())
        .is_some_and(|(code, selection)| selection.select_all_children(&code).is_ok());
    announce(if selected {
        "Not copied. The value is selected: copy it by keyboard."
    } else {
        "Not copied"
    });
}

/// Posts `leg` and gives the plain text of the answer.
pub(super) async fn post_leg(url: &str, leg: &str) -> Option<String> {
    let form = UrlSearchParams::new().ok()?;
    form.append("leg", leg);
    let request = request("POST", "text/plain")?;
    request.set_body(&form);
    let response = send(url, &request).await?;
    JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()
}

/// What came of asking for this page again.
pub(super) enum Fetched {
    Page(Document),
    /// The server asks to sign in.
    SessionEnded,
    Lost,
}

/// This page as the server would send it now.
pub(super) async fn fetch_this_page() -> Fetched {
    let Some(response) = ask_for_this_page().await else {
        return Fetched::Lost;
    };
    if is_sign_in(&response) {
        return Fetched::SessionEnded;
    }
    match own_answer(response) {
        Some(response) => parse(response).await.map_or(Fetched::Lost, Fetched::Page),
        None => Fetched::Lost,
    }
}

async fn ask_for_this_page() -> Option<Response> {
    let here = window().location().href().ok()?;
    fetch(&here, &request("GET", "text/html")?).await
}

/// It was redirected to the page that asks who is there.
fn is_sign_in(response: &Response) -> bool {
    let origin = window().location().origin().unwrap_or_default();
    let url = response.url();
    let path = url.strip_prefix(&origin).unwrap_or_default();
    response.redirected() && (path == "/sign-in" || path.starts_with("/sign-in?"))
}

async fn parse(response: Response) -> Option<Document> {
    let html = JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    DomParser::new()
        .ok()?
        .parse_from_string(&html, SupportedType::TextHtml)
        .ok()
}

fn request(method: &str, accept: &str) -> Option<RequestInit> {
    let headers = Headers::new().ok()?;
    headers.append("Accept", accept).ok()?;
    let request = RequestInit::new();
    request.set_method(method);
    request.set_headers(&headers);
    request.set_credentials(RequestCredentials::SameOrigin);
    request.set_cache(RequestCache::NoStore);
    Some(request)
}

async fn fetch(url: &str, request: &RequestInit) -> Option<Response> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(url, request))
        .await
        .ok()?;
    answer.dyn_into().ok()
}

/// An answer of 200 from the address itself.
fn own_answer(response: Response) -> Option<Response> {
    Some(response).filter(|response| response.ok() && !response.redirected())
}

async fn send(url: &str, request: &RequestInit) -> Option<Response> {
    own_answer(fetch(url, request).await?)
}

/// Shows or hides that the page can't be brought up to date.
pub(super) fn mark_lost(lost: bool) {
    mark("data-lost", lost);
}

/// Shows that nobody is signed in any more, with the way back.
pub(super) fn mark_ended() {
    mark_lost(false);
    mark("data-ended", true);
    announce("Your session has ended");
}

fn mark(name: &str, set: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force(name, set);
    }
}

/// Another title is news: it is told to those who look elsewhere, if they wanted that.
pub(super) fn keep_title(fresh: &Document) {
    if fresh.title() != document().title() {
        document().set_title(&fresh.title());
        if document().hidden() {
            // What is new has left `fresh` for this page by now.
            let about = find_in_page("[data-notify]");
            let about = about.and_then(|about| about.get_attribute("data-notify"));
            notify(&fresh.title(), &about.unwrap_or_default());
        }
    }
}

/// The browser's `Notification`, where it has one.
fn notification() -> Option<js_sys::Function> {
    let found = js_sys::Reflect::get(&window(), &"Notification".into()).ok()?;
    found.dyn_into().ok()
}

fn permission() -> Option<String> {
    let notification = notification()?;
    let permission = js_sys::Reflect::get(&notification, &"permission".into());
    permission.ok()?.as_string()
}

/// The reader was not asked yet.
pub(super) fn may_ask_to_notify() -> bool {
    permission().as_deref() == Some("default")
}

/// Asks the reader, and returns with the answer given.
pub(super) async fn ask_to_notify() {
    let Some(notification) = notification() else {
        return;
    };
    let ask = js_sys::Reflect::get(&notification, &"requestPermission".into());
    let ask = ask
        .ok()
        .and_then(|ask| ask.dyn_into::<js_sys::Function>().ok());
    if let Some(answer) = ask.and_then(|ask| ask.call0(&notification).ok()) {
        let _ = JsFuture::from(js_sys::Promise::resolve(&answer)).await;
    }
}

/// The reader wants to be told.
pub(super) fn may_notify() -> bool {
    permission().as_deref() == Some("granted")
}

fn notify(title: &str, body: &str) {
    let Some(notification) = notification().filter(|_| may_notify()) else {
        return;
    };
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"body".into(), &body.into());
    let arguments = js_sys::Array::of2(&title.into(), &options);
    let _ = js_sys::Reflect::construct(&notification, &arguments);
}

/// Brings the islands in new HTML to life, through the start script.
pub(super) async fn hydrate(root: &Element) {
    let start = js_sys::Reflect::get(&js_sys::global(), &"__hydrateIslands".into()).ok();
    let Some(start) = start.and_then(|start| start.dyn_into::<js_sys::Function>().ok()) else {
        return;
    };
    if let Ok(done) = start.call1(&JsValue::NULL, root) {
        let _ = JsFuture::from(js_sys::Promise::resolve(&done)).await;
    }
}
