//! The texts. True to what this release does.

/// One page of help.
pub struct Topic {
    pub slug: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    /// Heading and text.
    pub parts: &'static [(&'static str, &'static str)],
}

impl Topic {
    /// The lower-case `word` stands somewhere in it.
    pub fn mentions(&self, word: &str) -> bool {
        let texts = self
            .parts
            .iter()
            .flat_map(|(heading, text)| [*heading, *text]);
        [self.title, self.lead]
            .into_iter()
            .chain(texts)
            .any(|text| text.to_lowercase().contains(word))
    }
}

pub const TOPICS: &[Topic] = &[
    Topic {
        slug: "overview",
        title: "How a private connection is built",
        lead: "Your network reaches Pureport; Pureport hands hosted connections to your AWS account; you join them to your VPCs.",
        parts: &[
            (
                "The parts, from your side to AWS’s",
                "Your network, the Pureport gateways (one, or two for high availability), the hosted connections that AWS lists after the order, a virtual interface on each, a Direct Connect gateway on which the interfaces end, a virtual private gateway at each VPC, and the VPC’s route tables.",
            ),
            (
                "The order of work",
                "Order the connection; accept the hosted connections; create or choose the Direct Connect gateway; create the virtual interfaces; create and attach the virtual private gateways; associate the gateways; switch on route propagation; verify.",
            ),
            (
                "What Onramp does by itself",
                "It carries every value from Pureport to AWS, and looks before it creates anything: what is there is not created again. When AWS gives no clear answer, it looks first, and sends a creation once more only if nothing has appeared after a while. It changes nothing that you did not press a button for.",
            ),
            (
                "Checking ahead",
                "“Check before ordering” and “Check before starting” look at both sides and change nothing: account, rights, regions, quotas, ASNs, transit gateways, overlapping VPCs, customer prefixes. What blocks would not succeed. A warning is worth a look. What could not be seen is called “not checked”.",
            ),
        ],
    },
    Topic {
        slug: "asn",
        title: "The Amazon side ASN",
        lead: "The number ordered at Pureport must be the number of the gateway in AWS, and a gateway’s number can’t be changed.",
        parts: &[
            (
                "Usual values",
                "64512 is Amazon’s default. Any number from 64512 to 65534 or from 4200000000 to 4294967294 works for a gateway of yours. 7224, 9059, 10124 and 17493 are Amazon’s legacy numbers: only virtual private gateways can have them.",
            ),
            (
                "What goes wrong",
                "If the ordered number and the gateway’s differ, BGP never comes up. Onramp refuses such a gateway and offers to change the order.",
            ),
        ],
    },
    Topic {
        slug: "values",
        title: "Which value goes where",
        lead: "Pureport and AWS name the same things differently, and two of the names look as if they were swapped.",
        parts: &[
            (
                "The names side by side",
                "Pureport ASN is AWS’s “BGP ASN”. Pureport IP is AWS’s “Your router peer IP”. Remote IP is AWS’s “Amazon router peer IP”. BGP password is AWS’s “BGP authentication key”. The VLAN is the hosted connection’s own and can’t be chosen.",
            ),
            (
                "The two addresses",
                "In Pureport’s API the field customerIP holds Amazon’s address, while in AWS’s API customerAddress holds Pureport’s. Swapped addresses keep BGP down; Verify says so.",
            ),
        ],
    },
    Topic {
        slug: "costs",
        title: "What starts to cost, and when",
        lead: "Pureport by the term that you order, AWS from acceptance.",
        parts: &[
            (
                "Pureport",
                "The price per term is shown before you order. It ends when the connection is deleted.",
            ),
            (
                "AWS",
                "Port-hours run for each accepted hosted connection until it is deleted, whether or not traffic flows. Data out is charged by region; data in and the Direct Connect gateway are free. The port-hour prices shown here were noted in 2026; AWS’s Direct Connect pricing page has today’s.",
            ),
        ],
    },
    Topic {
        slug: "waits",
        title: "Is it stuck, or slow?",
        lead: "Most waits are minutes, the gateway association is the longest.",
        parts: &[
            (
                "Usual waits",
                "Pureport builds a connection in 1–3 minutes. AWS takes an accepted connection up in 1–10 minutes. A virtual interface and its BGP session take about a minute each. A gateway association takes 5–20 minutes. These are documented ranges.",
            ),
            (
                "“Down” that is right",
                "A hosted connection may show “down” before an interface exists: it is ready, and the interface can be created. An interface shows “down” until BGP is up.",
            ),
            (
                "Closing the page",
                "Onramp finishes what a button has started, such as attaching a new gateway, with the page closed. Signing out ends that.",
            ),
        ],
    },
    Topic {
        slug: "bgp-down",
        title: "BGP is down",
        lead: "Both sides must agree on VLAN, ASNs, addresses and key.",
        parts: &[
            (
                "Look here first",
                "Verify compares both sides’ values and names the one that differs. A blank at the end of a pasted key is a frequent cause.",
            ),
            (
                "When all values agree",
                "Wait two minutes after creating the interface. After that the cause is on the way between Pureport and AWS or at one of their routers: the health page has every id ready to copy for a support ticket.",
            ),
        ],
    },
    Topic {
        slug: "take-over",
        title: "Taking over a hosted connection",
        lead: "A connection that was ordered elsewhere, from any partner, is set up in AWS with your AWS credentials alone.",
        parts: &[
            (
                "What you need",
                "The hosted connection in your AWS account, accepted or not, and what the partner told you: its ASN, both BGP addresses with /30 or /31, the ASN it expects at Amazon’s end, and the BGP key. VLAN and ID come from AWS.",
            ),
            (
                "Where to begin",
                "On the sign-in page press “Continue with AWS only”, or open Connections and press “Take over a hosted connection”. Everything from “Accept the connections” on is the same as for a connection that was ordered here.",
            ),
            (
                "What is kept",
                "The values stay; everybody with credentials of the same AWS account sees the connection. The BGP key is kept for your session only, and asked for again as long as there is no interface that has it.",
            ),
            (
                "What Onramp can’t do there",
                "It can’t order, change or delete anything at that partner, and it does not see the partner’s side of BGP: AWS’s word is all there is.",
            ),
        ],
    },
    Topic {
        slug: "nat",
        title: "Cloud Grade NAT",
        lead: "Translates your networks to addresses that can’t collide with those in the cloud.",
        parts: &[
            (
                "When you need it",
                "Only when your networks and a VPC use the same addresses. Otherwise leave it off.",
            ),
            (
                "What Pureport assigns",
                "For each native CIDR of /16 or longer you get a CIDR of the same size out of 100.64.0.0/10. The connection’s page shows it.",
            ),
        ],
    },
    Topic {
        slug: "credentials",
        title: "Your credentials",
        lead: "They are used for your actions only, kept in this server’s memory, and forgotten when you sign out.",
        parts: &[
            (
                "AWS",
                "Temporary keys are best: they end by themselves. Onramp asks AWS whose they are before anything else, and refuses to change a connection that was ordered for another account.",
            ),
            (
                "Rights, ahead of time",
                "AWS tells what an identity may do only to those who may ask: iam:SimulatePrincipalPolicy and, for a role, iam:GetRole. Without them Onramp tries EC2’s calls without doing them, and calls the others “not checked”.",
            ),
            (
                "The BGP password",
                "It is on no page until you ask for it, and asking is written to the activity list. Command lines name it $BGP_KEY so that it does not end up in your shell’s history.",
            ),
        ],
    },
];
