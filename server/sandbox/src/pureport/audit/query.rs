//! `GET /accounts/{accountId}/auditLog`

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::Value;

use crate::{clock::Millis, pureport::call::Call};

use super::{
    entry::{AuditResult, Entry},
    subject::SubjectType,
};
use crate::pureport::{
    call::{Answer, Reply},
    error::{code, refuse},
    fields::{flag, instant, parameter, read_word, word},
    page::Page,
    state::{Action, Resource},
};

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Direction {
    Asc,
    Desc,
}

/// What an entry must be like.
struct Filter {
    account: String,
    children: bool,
    from: Millis,
    to: Millis,
    events: Vec<String>,
    result: Option<AuditResult>,
    subject: Option<SubjectType>,
    below_subject: bool,
}

/// A page of the entries that the query asks for; the latest first, unless it says otherwise.
pub(in crate::pureport) fn list(call: &mut Call) -> Answer {
    let account = call.account()?.id.clone();
    call.need(Resource::Audit, Action::Read)?;
    let filter = Filter::read(call, account)?;
    let page = Page::asked(call)?;
    let property = parameter(call, "sort").unwrap_or("timestamp").to_owned();
    let order = order(&property)?;
    let direction = word(call, "sortDirection")?.unwrap_or(Direction::Desc);
    let state = &call.world.pureport;
    let mut found: Vec<&Entry> = state
        .audit
        .iter()
        .filter(|entry| filter.takes(call, entry))
        .collect();
    // Stable, and the log is in order of time: equal ones stay so.
    found.sort_by(|one, other| order(one, other));
    if direction == Direction::Desc {
        found.reverse();
    }
    let sort = (property.as_str(), direction.name());
    Ok(Reply::ok(page.of(&found, sort, |entry| entry.json(state))))
}

impl Direction {
    fn name(self) -> &'static str {
        match self {
            Self::Asc => "ASC",
            Self::Desc => "DESC",
        }
    }
}

/// How entries are compared by a property.
fn order(property: &str) -> Answer<fn(&Entry, &Entry) -> Ordering> {
    Ok(match property {
        "timestamp" => |one, other| one.timestamp.cmp(&other.timestamp),
        "eventType" => |one, other| one.event_type.cmp(&other.event_type),
        "subjectType" => |one, other| one.subject_type.cmp(&other.subject_type),
        "ipAddress" => |one, other| one.ip_address.cmp(&other.ip_address),
        "userAgent" => |one, other| one.user_agent.cmp(&other.user_agent),
        "source" => |one, other| one.source.cmp(&other.source),
        "result" => |one, other| one.result.cmp(&other.result),
        _ => return refuse(code::INVALID_SORT, "The entries cannot be sorted by this"),
    })
}

impl Filter {
    fn read(call: &Call, account: String) -> Answer<Self> {
        let events = call.query("eventTypes");
        let events = events.iter().flat_map(|events| events.split(','));
        let events: Vec<String> = events.map(str::to_owned).collect();
        for event in &events {
            read_word::<EventType>("eventTypes", event)?;
        }
        Ok(Self {
            account,
            children: flag(call, "includeChildAccounts")?,
            from: instant(call, "startTime")?.unwrap_or(Millis::MIN),
            to: instant(call, "endTime")?.unwrap_or(Millis::MAX),
            events,
            result: word(call, "result")?,
            subject: word(call, "subjectType")?,
            below_subject: flag(call, "includeChildSubjects")?,
        })
    }

    fn takes(&self, call: &Call, entry: &Entry) -> bool {
        let state = &call.world.pureport;
        let own = entry.account == self.account
            || self.children && state.is_within(&entry.account, &self.account);
        let text = |name: &str, value: Option<&str>| {
            parameter(call, name).is_none_or(|wanted| value == Some(wanted))
        };
        own && (self.from..=self.to).contains(&entry.timestamp)
            && (self.events.is_empty() || self.events.contains(&entry.event_type))
            && self.result.is_none_or(|result| result == entry.result)
            && self.subject.is_none_or(|kind| self.is_of(entry, kind))
            && parameter(call, "subjectId").is_none_or(|id| self.is_about(entry, id))
            && parameter(call, "principalId").is_none_or(|id| is_by(entry, id))
            && text("ipAddress", entry.ip_address.as_deref())
            && text("correlationId", Some(&entry.correlation))
    }

    /// With child subjects the type is that of the subject above them.
    fn is_of(&self, entry: &Entry, kind: SubjectType) -> bool {
        entry.subject_type == kind || self.below_subject && !entry.above.is_empty()
    }

    fn is_about(&self, entry: &Entry, id: &str) -> bool {
        id_of(entry.subject.as_ref()) == Some(id)
            || self.below_subject && entry.above.iter().any(|above| above == id)
    }
}

/// By an API key, or by the user behind it.
fn is_by(entry: &Entry, id: &str) -> bool {
    id_of(entry.principal.as_ref()) == Some(id) || entry.user_id.as_deref() == Some(id)
}

fn id_of(link: Option<&Value>) -> Option<&str> {
    link?.get("id")?.as_str()
}

/// Every type of event in the specification, whether it happens here or not.
#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum EventType {
    UserLogin,
    UserForgotPassword,
    ApiLogin,
    AccountCreate,
    AccountUpdate,
    AccountDelete,
    AccountBillingCreate,
    AccountBillingUpdate,
    AccountBillingDelete,
    NetworkCreate,
    NetworkUpdate,
    NetworkDelete,
    ConnectionCreate,
    ConnectionUpdate,
    ConnectionDelete,
    GatewayCreate,
    GatewayUpdate,
    GatewayDelete,
    ApiKeyCreate,
    ApiKeyUpdate,
    ApiKeyDelete,
    RoleCreate,
    RoleUpdate,
    RoleDelete,
    UserCreate,
    UserUpdate,
    UserDelete,
    UserDomainCreate,
    UserDomainUpdate,
    UserDomainDelete,
    PortCreate,
    PortUpdate,
    PortDelete,
    MemberInviteCreate,
    MemberInviteAccept,
    MemberInviteUpdate,
    MemberInviteDelete,
    AccountMemberCreate,
    AccountMemberUpdate,
    AccountMemberDelete,
    ConnectionStateChange,
    GatewayStateChange,
    GatewayBgpStatusChange,
    GatewayBgpPrefixAlertChange,
    GatewayIpsecStatusChange,
    NotificationCreate,
    NotificationUpdate,
    NotificationDelete,
    TaskCreate,
    TaskUpdate,
    TaskDelete,
}
