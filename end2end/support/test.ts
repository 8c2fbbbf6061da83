// The test object of every journey: a server per worker, a fresh world per test, and pages that
// fail the test on any console error, hydration warning or report of the content policy.
import { test as base, expect, type BrowserContext } from '@playwright/test';
import type { Sandbox } from './sandbox.js';
import { Onramp } from './server.js';

// The pace that was asked for; the journeys keep to it, everything else is about single moments.
export const PACE = process.env.ONRAMP_PACE ?? 'instant';

// Never the same world twice: what the server keeps of an earlier one must not show up.
let seed = 0;

interface Fixtures { pace: string; sandbox: Sandbox; fresh: void; watched: void }

export const test = base.extend<Fixtures, { onramp: Onramp }>({
  pace: ['instant', { option: true }],

  onramp: [async ({}, use) => {
    const onramp = await Onramp.serve();
    await use(onramp);
    await onramp.stop();
  }, { scope: 'worker' }],

  baseURL: async ({ onramp }, use) => use(onramp.url),

  sandbox: async ({ onramp }, use) => use(onramp.sandbox),

  fresh: [async ({ sandbox, pace }, use, info) => {
    seed += 1;
    await sandbox.freeze(false);
    await sandbox.reset({ seed: info.workerIndex * 1000 + seed, pace });
    await use();
  }, { auto: true }],

  watched: [async ({ context, onramp }, use) => {
    const complaints = watch(context);
    const before = onramp.log.length;
    await use();
    expect.soft(complaints, 'the browser complained').toEqual([]);
    const said = onramp.log.slice(before).split('\n');
    const bad = said.filter((line) => /panicked|content security policy|\bERROR\b/.test(line));
    expect.soft(bad, 'the server complained').toEqual([]);
  }, { auto: true }],
});

// Collects what no page of ours may cause.
export function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' || /hydration|panicked|content security policy/i.test(text)) {
      complaints.push(`${message.type()}: ${text} (${message.page()?.url()})`);
    }
  });
  context.on('weberror', (error) => complaints.push(`page error: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(url.hostname)) {
      complaints.push(`request to another origin: ${url.origin}`);
    }
  });
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
  });
  return complaints;
}

export { expect };
