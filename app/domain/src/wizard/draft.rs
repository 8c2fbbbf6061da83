use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Bgp, Fields, Kind, Location, NatAnswer, Networks, Review, Service, Step, location, offers_at,
};
use crate::{
    FieldIssue,
    ports::{Catalog, Peering},
    values::{Asn, AwsAccountId, Name},
};

/// What a user has entered so far for one network. Raw, so that nothing typed is lost; no
/// secret is ever part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The idempotency key of "Add connection".
    pub id: String,
    pub answers: BTreeMap<Step, Answer>,
    /// The connection that this draft became: the row stays as a mark, so that a second press of
    /// "Add connection" finds what the first one made.
    #[serde(default)]
    pub ordered: Option<String>,
}

/// One step's form as it was last posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub fields: Fields,
    /// Filled by "Use defaults and review".
    pub by_default: bool,
}

/// The typed answers, as far as they go: `None` from the first open step on is possible.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub kind: Option<Kind>,
    pub location: Option<Location>,
    pub service: Option<Service>,
    pub bgp: Option<Bgp>,
    pub networks: Option<Networks>,
    pub nat: Option<NatAnswer>,
    pub review: Option<Review>,
    /// Of every step that was posted and is refused.
    pub issues: BTreeMap<Step, Vec<FieldIssue>>,
}

impl Draft {
    /// An empty draft.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            answers: BTreeMap::new(),
            ordered: None,
        }
    }

    /// Takes a posted form. Another region takes back what only the old one could say.
    pub fn put(&mut self, step: Step, fields: Fields) {
        let moved = step == Step::Location && self.fields(step).get("place") != fields.get("place");
        if moved {
            self.forget_region();
        }
        self.answers.insert(
            step,
            Answer {
                fields,
                by_default: false,
            },
        );
    }

    /// A virtual private gateway belongs to one region, and the default name names it.
    fn forget_region(&mut self) {
        if let Some(bgp) = self.answers.get_mut(&Step::Bgp)
            && bgp.fields.get("target") == "vgw"
            && !bgp.fields.get("vpn_gateway").is_empty()
        {
            bgp.fields.unset("vpn_gateway");
            bgp.fields.unset("gateway_asn");
        }
        if self.is_default(Step::Review) {
            self.answers.remove(&Step::Review);
        }
    }

    /// The AWS account ID, asked in place on the review where it is all that is missing.
    pub fn set_account(&mut self, raw: &str) {
        if let Some(service) = self.answers.get_mut(&Step::Service) {
            service.fields.set("account", raw);
        }
    }

    /// The step was filled by "Use defaults and review".
    pub fn is_default(&self, step: Step) -> bool {
        self.answers
            .get(&step)
            .is_some_and(|answer| answer.by_default)
    }

    /// The raw form of a step; empty when it was not posted yet.
    pub fn fields(&self, step: Step) -> Fields {
        self.answers
            .get(&step)
            .map(|answer| answer.fields.clone())
            .unwrap_or_default()
    }

    /// Applies the rules to every posted step. A changed answer may turn a later one into a
    /// refused one, which is then open again: that is how dependents are asked again.
    pub fn answers(&self, catalog: &Catalog) -> Answers {
        let mut answers = Answers::default();
        let form = |step: Step| self.answers.get(&step).map(|answer| &answer.fields);
        let mut issues = BTreeMap::new();
        let mut keep = Keeper(&mut issues);
        answers.kind = keep.of(Step::Type, form(Step::Type).map(Kind::parse));
        answers.location = keep.of(
            Step::Location,
            form(Step::Location).map(|form| Location::parse(form, catalog)),
        );
        if let Some(location) = &answers.location {
            let parsed = form(Step::Service).map(|form| Service::parse(form, location, catalog));
            answers.service = keep.of(Step::Service, parsed);
        }
        answers.bgp = keep.of(Step::Bgp, form(Step::Bgp).map(Bgp::parse));
        answers.networks = keep.of(Step::Networks, form(Step::Networks).map(Networks::parse));
        answers.nat = keep.of(Step::Nat, form(Step::Nat).map(NatAnswer::parse));
        answers.review = keep.of(Step::Review, form(Step::Review).map(Review::parse));
        answers.issues = issues;
        answers
    }

    /// The one decider: the first step that is not answered. Everything before it is a link;
    /// an address behind it redirects to it.
    pub fn next_step(&self, catalog: &Catalog) -> Step {
        self.answers(catalog).first_open()
    }

    /// All that is open before the review is the AWS account ID of a default `service`: it has no
    /// default, and is asked on the review itself.
    pub fn asks_account(&self, answers: &Answers) -> bool {
        let open = |step: &Step| *step < Step::Review && !answers.is_answered(*step);
        let account_alone = answers
            .issues
            .get(&Step::Service)
            .is_some_and(|issues| issues.iter().all(|found| found.field == "account"));
        self.is_default(Step::Service)
            && account_alone
            && Step::ALL.into_iter().filter(open).eq([Step::Service])
    }

    /// The step whose page answers to this step's address: itself once it is reached, otherwise
    /// the first open one.
    pub fn page_for(&self, step: Step, answers: &Answers) -> Step {
        if answers.is_reached(step) || self.asks_account(answers) {
            step
        } else {
            answers.first_open()
        }
    }

    /// "Use defaults and review": fills what is still open. Without `account` the account stays
    /// open, because it has no default.
    pub fn fill_defaults(
        &mut self,
        catalog: &Catalog,
        network: &str,
        account: Option<&AwsAccountId>,
    ) {
        for step in Step::ALL {
            let answers = self.answers(catalog);
            if answers.is_answered(step) {
                continue;
            }
            if let Some(fields) = default_of(
                step,
                &self.fields(step),
                &answers,
                catalog,
                network,
                account,
            ) {
                self.answers.insert(
                    step,
                    Answer {
                        fields,
                        by_default: true,
                    },
                );
            }
        }
    }
}

struct Keeper<'a>(&'a mut BTreeMap<Step, Vec<FieldIssue>>);

impl Keeper<'_> {
    fn of<T>(&mut self, step: Step, parsed: Option<Result<T, Vec<FieldIssue>>>) -> Option<T> {
        match parsed? {
            Ok(answer) => Some(answer),
            Err(issues) => {
                self.0.insert(step, issues);
                None
            }
        }
    }
}

impl Answers {
    /// The step was posted and stands.
    pub fn is_answered(&self, step: Step) -> bool {
        match step {
            Step::Type => self.kind.is_some(),
            Step::Location => self.location.is_some(),
            Step::Service => self.service.is_some(),
            Step::Bgp => self.bgp.is_some(),
            Step::Networks => self.networks.is_some(),
            Step::Nat => self.nat.is_some(),
            Step::Review => self.review.is_some(),
        }
    }

    /// The first step that is not answered; `review` when all are.
    pub fn first_open(&self) -> Step {
        Step::ALL
            .into_iter()
            .find(|step| !self.is_answered(*step))
            .unwrap_or(Step::Review)
    }

    /// The address of this step may be shown.
    pub fn is_reached(&self, step: Step) -> bool {
        step <= self.first_open()
    }
}

/// The default of one step (screens.md, the wizard), over what was typed there already.
fn default_of(
    step: Step,
    typed: &Fields,
    answers: &Answers,
    catalog: &Catalog,
    network: &str,
    account: Option<&AwsAccountId>,
) -> Option<Fields> {
    let fields: Vec<(&str, String)> = match step {
        Step::Type => vec![("type", Kind::WORD.to_owned())],
        Step::Location => vec![("place", only_place(catalog, typed)?)],
        Step::Service => {
            let lowest = offers_at(catalog, answers.location.as_ref()?)
                .into_iter()
                .find(|offer| offer.peering == Peering::Private && offer.high_availability)?;
            let or_typed = |name, default: String| match typed.get(name) {
                "" => (name, default),
                typed => (name, typed.to_owned()),
            };
            vec![
                or_typed("peering", "private".to_owned()),
                or_typed("speed", lowest.speed.mbps().to_string()),
                or_typed("availability", "ha".to_owned()),
                or_typed(
                    "account",
                    account.map(ToString::to_string).unwrap_or_default(),
                ),
            ]
        }
        Step::Bgp => vec![
            ("target", "new".to_owned()),
            ("asn", Asn::AMAZON_DEFAULT.to_string()),
        ],
        Step::Networks | Step::Nat => vec![],
        Step::Review => vec![("name", default_name(network, answers)?)],
    };
    Some(fields.into_iter().collect())
}

/// `{network} – {region}`.
pub fn default_name(network: &str, answers: &Answers) -> Option<String> {
    let region = &answers.location.as_ref()?.region.name;
    let kept: String = network
        .chars()
        .take(64 - 3 - region.as_str().len().min(40))
        .collect();
    Some(Name::from_words(&format!("{kept} – {region}")).to_string())
}

/// The region of a location that was chosen but reaches only one.
fn only_place(catalog: &Catalog, typed: &Fields) -> Option<String> {
    let site = typed
        .get("place")
        .split('/')
        .next()
        .filter(|site| !site.is_empty())?;
    match location::reached(catalog, site).as_slice() {
        [only] => Some(format!("{site}/{}", only.id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
