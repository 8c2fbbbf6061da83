//! What was chosen on the plan's form, and the plan that it means.

use domain::{
    Issue,
    ports::{Choice, Target},
    run::{Fact, Plan, PlannedVpc, SetUp},
    setup::{Observation, VpcView, vpcs},
    values::Cidr,
};

use crate::form::Form;

/// The form's values as they were typed, or preset.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// `new_gateway`, `new_vpn_gateway`, or an existing gateway's id.
    pub target: String,
    /// VPC ids.
    pub vpcs: Vec<String>,
    /// Route tables that are left out.
    pub tables: Vec<String>,
    pub prefixes: String,
    pub mtu: String,
}

/// Which field has to be mended, and how.
pub(super) struct Wrong {
    pub field: &'static str,
    pub why: WrongPlan,
}

/// Why.
pub enum WrongPlan {
    NoVpc,
    /// With a virtual private gateway as target: one VPC, of the connection's region.
    OneVpc,
    Prefix(String, Issue),
    /// It covers no CIDR of a chosen VPC.
    Narrow(String),
    Mtu,
}

fn wrong(field: &'static str, why: WrongPlan) -> Wrong {
    Wrong { field, why }
}

impl Typed {
    /// After a refusal what was typed; else what the address says; else what is sensible.
    pub fn of(form: &Form, query: &[(String, String)], seen: &Observation) -> Self {
        let all = |name: &str| -> Vec<String> {
            // A form's list has its brackets in the address, too.
            let of = query
                .iter()
                .filter(|(key, _)| key.trim_end_matches("[]") == name);
            of.map(|(_, value)| value.clone()).collect()
        };
        let one = |name: &str| form.typed(name).or_else(|| all(name).pop());
        let list = |name: &str| {
            let typed = form.typed(name).map(|text| words(&text));
            typed.unwrap_or_else(|| all(name))
        };
        let chosen = query.iter().any(|(name, _)| name == "target");
        let mut typed = Self {
            target: one("target").unwrap_or_else(|| preset_target(seen)),
            vpcs: list("vpcs"),
            tables: list("tables"),
            prefixes: one("prefixes").unwrap_or_default(),
            mtu: one("mtu").unwrap_or_else(|| "1500".to_owned()),
        };
        if !chosen && form.errors.is_empty() {
            typed.vpcs = preset(seen);
            typed.tables = tables_of(&typed.vpcs, seen);
        }
        typed
    }

    /// The plan that this means.
    pub fn plan(&self, seen: &Observation) -> Result<Plan, Wrong> {
        let choice = self.choice(seen);
        let views = vpcs(seen);
        let chosen: Vec<&VpcView<'_>> = views
            .iter()
            .filter(|view| self.vpcs.contains(&view.vpc.id))
            .collect();
        if chosen.is_empty() {
            return Err(wrong("vpcs", WrongPlan::NoVpc));
        }
        let ends_here = !matches!(
            choice,
            Choice::NewGateway
                | Choice::Existing {
                    target: Target::DirectConnectGateway(_)
                }
        );
        let home = |view: &&VpcView<'_>| *view.region == seen.connection.region;
        if ends_here && (chosen.len() != 1 || !chosen.iter().all(home)) {
            return Err(wrong("vpcs", WrongPlan::OneVpc));
        }
        let prefixes = self.prefixes(&chosen)?;
        let mtu = match self.mtu.as_str() {
            "1500" => 1500,
            "8500" => 8500,
            _ => return Err(wrong("mtu", WrongPlan::Mtu)),
        };
        let vpcs = chosen
            .into_iter()
            .map(|view| self.planned(view, &prefixes, seen))
            .collect();
        Ok(Plan::SetUp(SetUp { choice, mtu, vpcs }))
    }

    /// A plan without VPCs where none can be made: what the connection itself depends on.
    pub fn plan_or_none(&self, seen: &Observation) -> Plan {
        self.plan(seen).unwrap_or_else(|_| {
            Plan::SetUp(SetUp {
                choice: self.choice(seen),
                mtu: 1500,
                vpcs: Vec::new(),
            })
        })
    }

    fn choice(&self, seen: &Observation) -> Choice {
        match self.target.as_str() {
            "new_gateway" => Choice::NewGateway,
            "new_vpn_gateway" => Choice::NewVpnGateway,
            id if id.starts_with("vgw-") => Choice::Existing {
                target: Target::VirtualPrivateGateway(id.to_owned()),
            },
            "" => seen.choice.clone(),
            id => Choice::Existing {
                target: Target::DirectConnectGateway(id.to_owned()),
            },
        }
    }

    fn prefixes(&self, chosen: &[&VpcView<'_>]) -> Result<Vec<Cidr>, Wrong> {
        let mut prefixes = Vec::new();
        for raw in words(&self.prefixes) {
            let prefix = Cidr::parse(&raw)
                .map_err(|issue| wrong("prefixes", WrongPlan::Prefix(raw.clone(), issue)))?;
            let mut cidrs = chosen.iter().flat_map(|view| &view.vpc.cidrs);
            if !cidrs.any(|cidr| prefix.contains(*cidr)) {
                return Err(wrong("prefixes", WrongPlan::Narrow(raw)));
            }
            prefixes.push(prefix);
        }
        Ok(prefixes)
    }

    /// Each VPC is allowed those of the prefixes that are about it. A gateway that is at the VPC
    /// and not Onramp's own is used because the person chose the VPC with it.
    fn planned(&self, view: &VpcView<'_>, prefixes: &[Cidr], seen: &Observation) -> PlannedVpc {
        let about = |prefix: &&Cidr| view.vpc.cidrs.iter().any(|cidr| prefix.contains(*cidr));
        let step = domain::tags::vpc_step(&view.vpc.id);
        let others = view
            .gateway
            .filter(|found| !domain::tags::is_ours(&found.tags, &seen.connection.id, &step));
        let mut tables = tables_of(std::slice::from_ref(&view.vpc.id), seen);
        if !self.tables.is_empty() {
            tables.retain(|table| self.tables.contains(table));
        }
        PlannedVpc {
            region: view.region.clone(),
            id: view.vpc.id.clone(),
            name: view.vpc.name.clone(),
            gateway: others.map(|found| found.id.clone()),
            prefixes: prefixes.iter().filter(about).copied().collect(),
            tables,
        }
    }
}

/// Parts between commas, blanks and line ends.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The radio of a choice.
pub(in crate::setup) fn target_word(choice: &Choice) -> String {
    match choice {
        Choice::NewGateway => "new_gateway".to_owned(),
        Choice::NewVpnGateway => "new_vpn_gateway".to_owned(),
        Choice::Existing {
            target: Target::DirectConnectGateway(id) | Target::VirtualPrivateGateway(id),
        } => id.clone(),
    }
}

/// Where interfaces end already, which fixes it; else the choice.
pub(super) fn preset_target(seen: &Observation) -> String {
    fixed_target(seen).unwrap_or_else(|| target_word(&seen.choice))
}

/// The gateway on which an interface of this connection ends.
pub(super) fn fixed_target(seen: &Observation) -> Option<String> {
    let mut made = seen.cloud.iter().flat_map(|cloud| &cloud.interfaces);
    let target = made.find_map(|found| found.target.as_ref())?;
    Some(target.id().to_owned())
}

/// What belongs to the set-up already; else the only VPC, if there is exactly one.
fn preset(seen: &Observation) -> Vec<String> {
    let views = vpcs(seen);
    let part = views.iter().filter(|view| view.is_part(seen));
    let part: Vec<String> = part.map(|view| view.vpc.id.clone()).collect();
    match (part.is_empty(), views.as_slice()) {
        (true, [only]) => vec![only.vpc.id.clone()],
        _ => part,
    }
}

/// All route tables of the VPCs.
fn tables_of(vpcs: &[String], seen: &Observation) -> Vec<String> {
    let regions = seen.cloud.iter().flat_map(|cloud| &cloud.regions);
    regions
        .flat_map(|region| &region.tables)
        .filter(|table| vpcs.contains(&table.vpc))
        .map(|table| table.id.clone())
        .collect()
}

/// Facts as a hidden field carries them: one a line.
pub(super) fn written(facts: &[Fact]) -> String {
    let lines = facts
        .iter()
        .map(|fact| format!("{}={}", fact.name, fact.value));
    lines.collect::<Vec<_>>().join("\n")
}

/// What is not so any more, before and now. Facts that the form did not know are new choices.
pub(super) fn changed(written: &str, now: &[Fact]) -> Vec<(Fact, Fact)> {
    let before = written.lines().filter_map(|line| {
        let (name, value) = line.trim_end_matches('\r').split_once('=')?;
        Some(Fact {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    });
    before
        .filter_map(|before| {
            let now = now.iter().find(|fact| fact.name == before.name)?;
            (now.value != before.value).then(|| (before, now.clone()))
        })
        .collect()
}
