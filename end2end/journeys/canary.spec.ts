// Unique secrets are typed in everywhere; afterwards they are nowhere to be found.
import type { BrowserContext, Page, Response } from '@playwright/test';
import { button, link, region } from '../support/find.js';
import { ha } from '../support/journey.js';
import { TEMPORARY, giveAwsKeys } from '../support/people.js';
import { forms, hits, type Place } from '../support/secrets.js';
import { Onramp } from '../support/server.js';
import { expect, test, watch } from '../support/test.js';

const CANARIES = {
  'a refused Pureport secret': 'canary/pureport+secret=5f0c9a7e41',
  'a refused AWS secret': 'canary/aws+secret/key=91b7d2c3e8a64f',
  'a refused session token': 'canary//session+token==ab12cd34ef56aa77',
};

// Everything that came over the wire, and every address that was asked for.
function collect(context: BrowserContext): { places: Place[]; settled: () => Promise<unknown> } {
  const places: Place[] = [];
  const reading: Promise<unknown>[] = [];
  context.on('request', (request) => {
    const text = request.url() + JSON.stringify(request.headers());
    places.push({ name: `the request for ${request.url()}`, bytes: Buffer.from(text) });
  });
  const read = async (response: Response) => {
    const at = `the answer of ${response.request().method()} ${response.url()}`;
    places.push({ name: `headers of ${at}`, bytes: Buffer.from(JSON.stringify(await response.allHeaders())) });
    if (response.status() >= 300 && response.status() < 400) return;
    places.push({ name: at, bytes: await response.body().catch(() => Buffer.alloc(0)) });
  };
  context.on('response', (response) => reading.push(read(response).catch(() => undefined)));
  return { places, settled: () => Promise.all(reading) };
}

test('no secret that was typed in or received is anywhere but in the one answer that reveals a key', async ({ browser }) => {
  const onramp = await Onramp.serve(['--log', 'text'], 'instant', { RUST_LOG: 'trace', RUST_BACKTRACE: '1' });
  const context = await browser.newContext({ baseURL: onramp.url });
  const complaints = watch(context);
  const { places, settled } = collect(context);
  const page = await context.newPage();

  await page.goto('/sign-in');
  await page.getByLabel('Pureport API key').fill('canary-key');
  await page.getByLabel('Pureport API secret').fill(CANARIES['a refused Pureport secret']);
  await button(page, 'Sign in').click();
  await expect(page.getByRole('alert')).toBeVisible();
  const journey = await ha(page, onramp.sandbox);
  await page.goto('/aws/sign-in');
  const refused = { secret: CANARIES['a refused AWS secret'], token: CANARIES['a refused session token'] };
  await giveAwsKeys(page, { id: 'ASIACANARYCANARY0000', ...refused });
  await expect(page.getByRole('alert')).toBeVisible();
  // In the wrong field, where it would be kept.
  await page.getByLabel('Region (optional)').fill('nowhere');
  await page.getByLabel('Secret access key').fill(refused.secret);
  await button(page, 'Connect AWS').click();
  await expect(page.getByRole('alert')).toBeVisible();

  await crawl(page, onramp.url);
  const { primaryGateway, secondaryGateway } = await onramp.sandbox.connection(journey.connection);
  const keys = { 'the primary BGP key': primaryGateway.bgpConfig.password, 'the secondary BGP key': secondaryGateway.bgpConfig.password };
  await page.goto(`/connections/${journey.connection}`);
  const card = region(page, 'Primary gateway').first();
  await button(card, 'Show BGP password, primary gateway').click();
  await expect(card.getByText(keys['the primary BGP key'], { exact: true })).toBeVisible();
  await settled();

  const cookie = (await context.cookies()).map((one) => one.value).join();
  const secrets = { ...CANARIES, ...keys, 'the AWS secret': TEMPORARY.secret, 'the session token': TEMPORARY.token ?? '' };
  const revealed = places.filter(({ name, bytes }) => name.endsWith('/bgp-key') && name.startsWith('the answer of POST') && bytes.includes(keys['the primary BGP key']));
  expect(revealed, 'the key is revealed once').toHaveLength(1);
  const others = places.filter((place) => !revealed.includes(place));
  const kept = onramp.files().filter(({ name }) => !name.endsWith('world.json'));
  const log = { name: "the server's log", bytes: Buffer.from(onramp.log) };
  const found = hits(secrets, [...others, ...kept, log, { name: 'cookies', bytes: Buffer.from(cookie) }]);
  expect(onramp.log, 'the log was at its most talkative').toMatch(/DEBUG|TRACE/);
  console.log(`  ${Object.keys(secrets).length} secrets, ${Object.values(secrets).flatMap(forms).length} forms, ${others.length} messages, ${kept.length} files, ${onramp.log.length} bytes of log: ${found.length} hits`);
  expect(found).toEqual([]);
  expect(hits(keys, revealed), 'the search itself works').toHaveLength(1);
  expect(complaints).toEqual([]);
  await context.close();
  await onramp.stop();
});

// Follows every link of the site once.
async function crawl(page: Page, url: string): Promise<void> {
  const waiting = ['/networks'];
  const seen = new Set(waiting);
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    await page.goto(address);
    const links = await link(page, /./).evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
    for (const href of links.map((one) => one.split('#')[0])) {
      const path = href.slice(url.length);
      if (!href.startsWith(`${url}/`) || seen.has(path)) continue;
      seen.add(path);
      waiting.push(path);
    }
  }
  console.log(`  ${seen.size} addresses were visited`);
}
