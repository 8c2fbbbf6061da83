
// Only in a site that `cargo xtask watch` built: loads the page again when another is ready.
let built;
setInterval(async () => {
  const answer = await fetch("/pkg/built.js", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const now = await answer.text();
  if (built !== undefined && built !== now) location.reload();
  built = now;
}, 700);
