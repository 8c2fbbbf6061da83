//! What happens to a run, as it happens (design/reliability.md, faults 18 and 19).

use std::time::Duration;

use axum::body::Body;
use domain::{
    ports::{FabricKey, Happened, Lease, RunStore, Timestamp},
    run::{Run, RunState},
};
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use server::store::Database;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::{
    store_suite,
    support::{Browser, TestSite, site},
};

/// A run of connection "conn-1" whose events are written by the test.
struct Written {
    run: Run,
    lease: Lease,
    database: Database,
}

impl Written {
    async fn begin(database: &Database, account: &str) -> Self {
        let run = Run {
            account: account.to_owned(),
            ..store_suite::run("r", "conn-1")
        };
        database.begin(&run).await.unwrap();
        let (now, until) = (Timestamp(0), Timestamp(i64::MAX));
        let lease = database.claim("r", "me", now, until, true).await;
        Self {
            run,
            lease: lease.unwrap().unwrap(),
            database: database.clone(),
        }
    }

    async fn happen(&self, events: usize) {
        for _ in 0..events {
            let happened = [Happened::Run {
                state: RunState::Running,
            }];
            let until = Timestamp(i64::MAX);
            let saved = self.database.save(&self.lease, until, &self.run, &happened);
            assert!(saved.await.unwrap());
        }
    }
}

async fn account(site: &TestSite) -> String {
    let key = FabricKey {
        key: "sandbox".to_owned(),
        secret: "sandbox".into(),
    };
    let fabric = site.site.services.fabric.clone().unwrap();
    fabric.sign_in(&key).await.unwrap().id
}

async fn begun() -> (TestSite, Written, Browser) {
    let site = site().await;
    let account = account(&site).await;
    let written = Written::begin(site.site.database(), &account).await;
    let browser = site.signed_in().await;
    (site, written, browser)
}

async fn open(browser: &Browser, last: Option<u64>) -> Response<Body> {
    let mut request = browser
        .request("GET", "/connections/conn-1/events")
        .header("sec-fetch-dest", "empty");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let request = request.body(Body::empty()).unwrap();
    browser.router.clone().oneshot(request).await.unwrap()
}

/// The numbers of the next events; stops early at the end of the stream.
async fn numbers(stream: &mut Response<Body>, count: usize) -> Vec<u64> {
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let frame = timeout(Duration::from_secs(5), stream.body_mut().frame());
        let Some(frame) = frame.await.expect("nothing came in five seconds") else {
            break;
        };
        let text = frame.unwrap().into_data().unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        let id = text
            .strip_prefix("id: ")
            .and_then(|text| text.lines().next());
        numbers.extend(id.map(|id| id.parse::<u64>().unwrap()));
    }
    numbers
}

async fn ends_within_two_seconds(stream: &mut Response<Body>) {
    let end = timeout(Duration::from_secs(2), numbers(stream, 1000));
    end.await.expect("the stream goes on");
}

#[tokio::test]
async fn a_reader_that_comes_back_gets_what_it_missed_once_and_in_order() {
    let (_site, written, browser) = begun().await;
    let mut stream = open(&browser, Some(0)).await;
    assert_eq!(stream.status(), StatusCode::OK);
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert_eq!(stream.headers()["cache-control"], "no-store");
    written.happen(5).await;
    assert_eq!(numbers(&mut stream, 5).await, [1, 2, 3, 4, 5]);
    drop(stream);
    written.happen(4).await;
    let mut stream = open(&browser, Some(5)).await;
    written.happen(2).await;
    assert_eq!(numbers(&mut stream, 6).await, [6, 7, 8, 9, 10, 11]);
}

#[tokio::test]
async fn a_new_reader_gets_the_newest_event_and_what_follows() {
    let (_site, written, browser) = begun().await;
    written.happen(3).await;
    let mut stream = open(&browser, None).await;
    written.happen(1).await;
    assert_eq!(numbers(&mut stream, 2).await, [3, 4]);
}

#[tokio::test]
async fn a_reader_that_falls_behind_is_closed_and_comes_back_for_the_rest() {
    let (_site, written, browser) = begun().await;
    let mut slow = open(&browser, Some(0)).await;
    let mut quick = open(&browser, Some(0)).await;
    for number in 1..=100 {
        written.happen(1).await;
        assert_eq!(numbers(&mut quick, 1).await, [number]);
    }
    let read = numbers(&mut slow, 1000).await;
    let last = read.last().copied().unwrap_or_default();
    assert!(last < 100, "it was not closed");
    let mut again = open(&browser, Some(last)).await;
    let rest: Vec<u64> = (last + 1..=100).collect();
    assert_eq!(numbers(&mut again, rest.len()).await, rest);
}

#[tokio::test]
async fn who_may_not_see_the_run_gets_no_stream() {
    let (site, _written, browser) = begun().await;
    let stranger = site.browser();
    let refused = open(&stranger, None).await.status();
    assert!(refused.is_redirection() || refused == StatusCode::UNAUTHORIZED);
    let elsewhere = browser.request("GET", "/connections/conn-2/events");
    let elsewhere = elsewhere.body(Body::empty()).unwrap();
    let answer = browser.router.clone().oneshot(elsewhere).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let theirs = Run {
        account: "ac-of-somebody-else".to_owned(),
        ..store_suite::run("s", "conn-3")
    };
    site.site.database().begin(&theirs).await.unwrap();
    let theirs = browser.request("GET", "/connections/conn-3/events");
    let theirs = theirs.body(Body::empty()).unwrap();
    let answer = browser.router.clone().oneshot(theirs).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_keeps_none_alive() {
    let (site, written, mut browser) = begun().await;
    let mut stream = open(&browser, None).await;
    numbers(&mut stream, 0).await;
    browser.post("/api/sign_out", &[("runs", "keep")]).await;
    ends_within_two_seconds(&mut stream).await;
    let browser = site.signed_in().await;
    site.clock.advance_seconds(29 * 60);
    let mut stream = open(&browser, None).await;
    site.clock.advance_seconds(2 * 60);
    written.happen(1).await;
    ends_within_two_seconds(&mut stream).await;
    assert_ne!(open(&browser, None).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let (site, _written, browser) = begun().await;
    let mut stream = open(&browser, None).await;
    let stopped = tokio::spawn(site.site.stop());
    ends_within_two_seconds(&mut stream).await;
    stopped.await.unwrap();
}

#[tokio::test]
async fn a_session_has_so_many_streams_and_no_more() {
    let (_site, _written, browser) = begun().await;
    let mut streams = Vec::new();
    for _ in 0..12 {
        let stream = open(&browser, None).await;
        assert_eq!(stream.status(), StatusCode::OK);
        streams.push(stream);
    }
    let refused = open(&browser, None).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    streams.pop();
    assert_eq!(open(&browser, None).await.status(), StatusCode::OK);
}
