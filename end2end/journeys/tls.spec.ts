// Both providers behind TLS, with a certificate that only --ca-file makes trustworthy.
import { PACE, expect, test, watch } from '../support/test.js';
import { ha } from '../support/journey.js';
import { Onramp } from '../support/server.js';
import { Tls } from '../support/tls.js';


test('a journey works with both providers behind TLS', async ({ browser }) => {
  const providers = await Onramp.sandboxAlone(PACE);
  const tls = await Tls.before([providers.sandbox.pureport, providers.sandbox.aws]);
  const [pureport, aws] = tls.urls;
  const site = await Onramp.serve(['--pureport-url', pureport, '--aws-url', aws, '--ca-file', tls.caFile]);
  const context = await browser.newContext({ baseURL: site.url });
  const complaints = watch(context);
  await ha(await context.newPage(), providers.sandbox);
  expect(complaints).toEqual([]);
  expect(tls.connections.every((count) => count > 0), 'both providers were called through TLS').toBe(true);
  await context.close();
  await site.stop();
  tls.stop();
  await providers.stop();
});

test('a provider whose certificate is not trusted is refused, and the page says so', async ({ browser }) => {
  const providers = await Onramp.sandboxAlone();
  const tls = await Tls.before([providers.sandbox.pureport, providers.sandbox.aws]);
  const site = await Onramp.serve(['--pureport-url', tls.urls[0], '--aws-url', tls.urls[1]]);
  const page = await browser.newPage({ baseURL: site.url });
  await page.goto('/sign-in');
  await page.getByLabel('Pureport API key').fill('sandbox');
  await page.getByLabel('Pureport API secret').fill('sandbox');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('could not be reached');
  expect((await providers.sandbox.requests('login')).length, 'nothing was sent').toBe(0);
  await page.close();
  await site.stop();
  tls.stop();
  await providers.stop();
});
