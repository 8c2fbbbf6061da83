use app::components::{
    Card, CodeLine, DescriptionList, DetailRow, Disclosure, EmptyState, LinkButton, Notice,
    RevealKey, StateBadge, Table, Tone, ValueRow,
};
use leptos::prelude::*;

pub fn content() -> impl IntoView {
    view! {
        <h2>"Content"</h2>
        <Notice tone=Tone::Good title="Connected to AWS"><p>"Account 123456789012 as arn:aws:iam::123456789012:user/network-engineer"</p></Notice>
        <Notice tone=Tone::Warning title="AWS starts to bill port-hours when you accept">
            <p>"2 connections × $0.30/h = $432/month from acceptance until deleted."</p>
        </Notice>
        <Notice tone=Tone::Bad title="AWS did not accept the connection"><p>"Nothing was created. Try again in a minute."</p></Notice>
        <div class="cards">
            {gateway("Primary gateway", "primary", "up", "Up")}
            {gateway("Secondary gateway", "secondary", "down", "Down")}
        </div>
        <Table caption="Connections">
            <thead><tr><th scope="col">"Name"</th><th scope="col">"Network"</th><th scope="col">"State"</th><th scope="col">"BGP"</th><th scope="col" class="num">"Speed"</th></tr></thead>
            <tbody>
                <tr><th scope="row"><a href="#">"prod – us-west-2"</a></th><td>"prod"</td><td><StateBadge state="active" word="Active"/></td><td>"2 of 2 up"</td><td class="num">"500 Mbps"</td></tr>
                <tr><th scope="row"><a href="#">"lab – eu-west-1"</a></th><td>"lab"</td><td><StateBadge state="provisioning" word="In progress"/></td><td>"secondary only, since 02:07 UTC"</td><td class="num">"50 Mbps"</td></tr>
            </tbody>
        </Table>
        <Disclosure summary="Via the AWS CLI" open=true>
            <p>"One command a leg; the key is taken from "<code>"$BGP_KEY"</code>"."</p>
            <CodeLine copy="Copy command, primary" command="aws directconnect confirm-connection --connection-id dxcon-ffabc123 --region us-west-2 --endpoint-url http://127.0.0.1:4020"/>
        </Disclosure>
        <Disclosure summary="Via the AWS Console"><p>"Sign in first."</p></Disclosure>
        <EmptyState title="No networks yet" text="A network joins your sites with the clouds. Start with one."><LinkButton label="Create network" href="#"/></EmptyState>
    }
}

fn gateway(
    title: &'static str,
    leg: &'static str,
    state: &'static str,
    word: &'static str,
) -> impl IntoView {
    let copy = move |what: &str| format!("Copy {what}, {leg} gateway");
    view! {
        <Card title=title aside=view! { <StateBadge state=state word=word/> }.into_any()>
            <DescriptionList>
                <ValueRow label="Pureport ASN" value="394351" copy=copy("Pureport ASN")/>
                <ValueRow label="Pureport IP" value="169.254.24.1/30" copy=copy("Pureport IP") note="AWS calls it your router peer IP"/>
                <DetailRow label="BGP password">
                    <RevealKey url="/connections/c-1/bgp-key" leg=leg show_label=format!("Show BGP password, {leg} gateway") copy_label=copy("BGP password")/>
                </DetailRow>
                <ValueRow label="AWS connection ID" value="dxcon-ffabc123" copy=copy("AWS connection ID")/>
                <ValueRow label="Peering subnet"/>
                <DetailRow label="BGP state"><StateBadge state=state word=word/></DetailRow>
            </DescriptionList>
        </Card>
    }
}
