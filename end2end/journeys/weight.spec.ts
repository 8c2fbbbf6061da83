// What a page weighs when nothing is in the browser's cache.
import type { CDPSession } from '@playwright/test';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prepared } from '../support/journey.js';
import { acceptBoth } from '../support/setup.js';
import { expect, test } from '../support/test.js';
import { STEPS } from '../support/wizard.js';

const PAGE = 200_000;
const WASM = 150_000;

interface Weight { bytes: number; wasm: boolean; urls: string[] }

async function weigh(cdp: CDPSession, load: () => Promise<unknown>): Promise<Weight> {
  const weight: Weight = { bytes: 0, wasm: false, urls: [] };
  const urls = (event: { request: { url: string } }) => {
    if (!event.request.url.startsWith('data:')) weight.urls.push(event.request.url);
    weight.wasm ||= event.request.url.includes('.wasm');
  };
  const bytes = (event: { encodedDataLength: number }) => (weight.bytes += event.encodedDataLength);
  cdp.on('Network.requestWillBeSent', urls);
  cdp.on('Network.loadingFinished', bytes);
  await load();
  cdp.off('Network.requestWillBeSent', urls);
  cdp.off('Network.loadingFinished', bytes);
  return weight;
}

test('every page is light, asks nobody else, and loads the islands only where there are some', async ({ page, onramp, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await page.goto(`/connections/${connection}/setup/accept`);
  await acceptBoth(page);
  const { pathname: home } = new URL(page.url());
  const network = await page.request.get(`/connections/${connection}`).then(async (answer) => (await answer.text()).match(/\/networks\/network-[\w-]+/)?.[0] ?? '');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const tasks = ['accept', 'gateway', 'interfaces', 'vpc', 'association', 'routes', 'verify'].map((task) => `/connections/${connection}/setup/${task}`);
  const steps = Object.keys(STEPS).map((step) => `${network}/connect/${step}?location=us-sea&defaults=1`);
  const pages = [
    '/sign-in', '/take-over', '/networks', '/networks/new', network, ...steps, '/connections', `/connections/${connection}`,
    `/connections/${connection}/setup`, ...tasks, `/connections/${connection}/health`, `/connections/${connection}/edit`,
    `/connections/${connection}/delete`, '/session', '/aws/sign-in', '/activity', '/onboarding', '/help', home,
  ];
  const findings: string[] = [];
  let heaviest = '';
  let most = 0;
  for (const address of pages) {
    const weight = await weigh(cdp, () => page.goto(address, { waitUntil: 'networkidle' }));
    if (weight.bytes > most) [most, heaviest] = [weight.bytes, address.replace(connection, '{}')];
    if (weight.bytes > PAGE) findings.push(`${address}: ${weight.bytes} bytes`);
    const islands = (await page.locator('leptos-island').count()) > 0;
    if (weight.wasm !== islands) findings.push(`${address}: ${islands ? 'islands without' : 'no islands, but'} wasm`);
    findings.push(...weight.urls.filter((url) => !url.startsWith(onramp.url)).map((url) => `${address}: asks ${url}`));
  }
  console.log(`  ${pages.length} pages; the heaviest is ${heaviest} with ${(most / 1000).toFixed(1)} kB`);
  expect(findings).toEqual([]);
});

test('the wasm is small enough with brotli', async ({ page, onramp, sandbox }) => {
  await prepared(page, sandbox);
  const address = await page.locator('script[data-wasm]').getAttribute('data-wasm');
  const answer = await page.request.get(`${onramp.url}${address}`, { headers: { 'accept-encoding': 'br' } });
  expect(answer.headers()['content-encoding']).toBe('br');
  const folder = process.env.ONRAMP_SITE_DIR ?? join(dirname(process.env.ONRAMP_BIN ?? ''), '../site');
  const name = (address ?? '').split('/').at(-1);
  const found = readdirSync(join(folder, 'pkg')).find((file) => file === `${name}.br`);
  const { size } = statSync(join(folder, 'pkg', found ?? ''));
  console.log(`  the wasm has ${(size / 1000).toFixed(1)} kB with brotli`);
  expect(size).toBeLessThanOrEqual(WASM);
});
