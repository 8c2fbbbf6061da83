use app::components::NavItem;

pub fn navigation() -> Vec<NavItem> {
    let labels = ["Networks", "Connections", "Onboarding", "Activity", "Help"];
    labels
        .into_iter()
        .map(|label| NavItem::new(label, "#", label == "Connections"))
        .collect()
}
