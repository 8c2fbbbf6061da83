use app::components::{
    Button, Checkbox, Choice, CidrRow, CidrRows, ErrorSummary, Kind, Notice, RadioGroup,
    SecretInput, Select, TextInput, Tone, Width,
};
use leptos::prelude::*;

pub fn forms() -> impl IntoView {
    let errors = vec![(
        "asn".to_owned(),
        "Enter an ASN between 64512 and 65534, or between 4200000000 and 4294967294".to_owned(),
    )];
    view! {
        <h2>"Forms"</h2>
        <ErrorSummary errors/>
        <div class="split">
            <form class="form" method="post" novalidate>
                <TextInput name="name" label="Name" value="<prod> & co" hint="Up to 64 characters"/>
                <TextInput name="asn" label="Amazon side ASN" value="394351" width=Width::Medium code=true numeric=true
                    hint="The ASN of the gateway. `64512` unless you know better." suffix="64512–65534"
                    error="Enter an ASN between 64512 and 65534, or between 4200000000 and 4294967294"/>
                <TextInput name="vlan" label="VLAN" value="1024" width=Width::Short code=true readonly=true suffix="Chosen by Pureport"/>
                <SecretInput name="secret" label="Secret access key" hint="Kept in memory until you sign out"/>
                <Select name="speed" label="Speed" value="500" choices=vec![
                    Choice::new("50", "50 Mbps"), Choice::new("500", "500 Mbps"),
                    Choice::new("1000", "1 Gbps").unavailable("not at this location"),
                ]/>
                <RadioGroup name="peering" legend="Peering type" value="private" hint="What you reach" choices=vec![
                    Choice::new("private", "Private").description("VPCs, by their private addresses").aside("$0.30/h"),
                    Choice::new("transit", "Transit").description("VPCs behind transit gateways").aside("$0.30/h"),
                    Choice::new("public", "Public").description("AWS services by public addresses")
                        .unavailable("Not available at Seattle, WA"),
                ]/>
                <RadioGroup name="target" legend="What will this connect to in AWS?" error="Choose what this connects to"
                    choices=vec![Choice::new("new", "A new Direct Connect gateway"), Choice::new("vgw", "A virtual private gateway")]/>
                <Checkbox name="nat" label="Enable Cloud Grade NAT" checked=true hint="The provider assigns one public network"/>
                <CidrRows rows=vec![
                    CidrRow { name: "head office".into(), cidr: "10.0.0.0/16".into(), ..Default::default() },
                    CidrRow { cidr: "10.0.0.1/16".into(), cidr_error: "Enter 10.0.0.0/16: the address has host bits".into(), ..Default::default() },
                ]/>
                <div class="actions">
                    <Button label="Next"/>
                    <Button label="Back" kind=Kind::Secondary/>
                    <a href="#">"Cancel"</a>
                </div>
                <div class="actions">
                    <Button label="Delete connection" kind=Kind::Danger/>
                    <Button label="Create secondary virtual interface"
                        unavailable="The secondary connection is pending. It usually takes 2 minutes after you accept it."/>
                </div>
            </form>
            <aside class="stack">
                <Notice><p>"Pureport's SLA applies to high availability only."</p></Notice>
                <Notice tone=Tone::Quiet><p>"Not checked: AWS isn't connected."</p></Notice>
            </aside>
        </div>
    }
}
