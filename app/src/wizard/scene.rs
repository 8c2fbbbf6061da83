use domain::{
    ports::{Catalog, CloudRegion, Network},
    values::AwsAccountId,
    wizard::{Answers, Draft, Fields, Service, Step},
};
use futures_util::join;

use super::Entry;
use crate::{answer::Stop, context::UserCx, words};

/// What a step is made from: the draft, what the partner offers, and who asks.
pub struct Scene {
    pub ux: UserCx,
    pub network: Network,
    pub catalog: Catalog,
    /// With the defaults filled in, when it was entered like that.
    pub draft: Draft,
    pub answers: Answers,
    pub step: Step,
    pub entry: Entry,
    /// Id of the stored draft, also of one that was ordered; empty without one.
    pub base: String,
    /// The connection that the stored draft became.
    pub ordered: Option<String>,
    /// The user has posted this step before, so its errors are news to nobody.
    pub posted: bool,
    /// Errors of this step, as (field, sentence); empty until it was posted.
    pub errors: Vec<(String, String)>,
}

impl Scene {
    /// Reads everything; writes nothing.
    pub async fn load(ux: UserCx, network: &str, step: Step, entry: Entry) -> Result<Self, Stop> {
        let (network, catalog, stored) = join!(
            ux.own_network(network),
            ux.fabric.catalog(&ux.fabric_key, ux.account()),
            ux.cx.services.drafts.load(ux.user_id(), network),
        );
        let (network, catalog, stored) = (network?, catalog?, stored?);
        let base = stored
            .as_ref()
            .map(|draft| draft.id.clone())
            .unwrap_or_default();
        let ordered = stored.as_ref().and_then(|draft| draft.ordered.clone());
        let mut draft = stored
            .filter(|draft| draft.ordered.is_none())
            .unwrap_or_else(|| Draft::new((ux.cx.services.token)()));
        let posted = draft.answers.contains_key(&step) && !draft.is_default(step);
        overlay(&mut draft, &entry, &catalog, &network.name, account(&ux));
        let answers = draft.answers(&catalog);
        let adding = !ux.cx.query("rows").is_empty();
        let mut scene = Self {
            ux,
            network,
            catalog,
            draft,
            answers,
            step,
            entry,
            base,
            ordered,
            posted,
            errors: Vec::new(),
        };
        if posted && !adding {
            scene.errors = scene.found();
        }
        Ok(scene)
    }

    /// The errors of this step as the draft stands now.
    pub fn found(&self) -> Vec<(String, String)> {
        let of = |step: Step| {
            self.answers
                .issues
                .get(&step)
                .map(|issues| words::field_errors(issues))
        };
        let mut errors = of(self.step).unwrap_or_default();
        if self.step == Step::Review && self.draft.asks_account(&self.answers) {
            errors.extend(of(Step::Service).unwrap_or_default());
        }
        errors
    }

    /// The error at a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|(at, _)| at == field)
            .map(|(_, text)| text.clone())
    }

    /// This step's form as it was typed.
    pub fn fields(&self) -> Fields {
        self.draft.fields(self.step)
    }

    /// The chosen AWS region.
    pub fn region(&self) -> Option<&CloudRegion> {
        self.answers
            .location
            .as_ref()
            .map(|location| &location.region)
    }

    /// The account of the connected AWS identity.
    pub fn account(&self) -> Option<&AwsAccountId> {
        account(&self.ux)
    }

    /// What is to be ordered, also while nothing but its AWS account ID is missing.
    pub fn service(&self) -> Option<Service> {
        let location = self.answers.location.as_ref()?;
        let mut fields = self.draft.fields(Step::Service);
        if self.draft.asks_account(&self.answers) {
            fields.set("account", "000000000000");
        }
        Service::parse(&fields, location, &self.catalog).ok()
    }

    /// Where "Connect AWS" leads and comes back from.
    pub fn connect_aws(&self) -> String {
        crate::paths::aws_sign_in(&self.entry.address(&self.network.id, self.step))
    }
}

fn account(ux: &UserCx) -> Option<&AwsAccountId> {
    ux.user.cloud.as_ref().map(|cloud| &cloud.identity.account)
}

/// Fills in what "Use defaults and review" promises; the location first, as everything else hangs on it.
pub fn overlay(
    draft: &mut Draft,
    entry: &Entry,
    catalog: &Catalog,
    network: &str,
    account: Option<&AwsAccountId>,
) {
    if !entry.defaults {
        return;
    }
    let there =
        draft.fields(Step::Location).get("place").split('/').next() == Some(&entry.location);
    if !entry.location.is_empty() && !there {
        draft.put(
            Step::Location,
            [("place", entry.location.clone())].into_iter().collect(),
        );
    }
    draft.fill_defaults(catalog, network, account);
    if let Some(chosen) = draft
        .answers
        .get_mut(&Step::Location)
        .filter(|_| !entry.location.is_empty())
    {
        chosen.by_default = false; // it was chosen on the network's page
    }
}
