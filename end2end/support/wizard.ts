// The seven steps, and what comes before them.
import { expect, type Page } from '@playwright/test';
import { button, heading, link, until } from './find.js';
import { check, click, fill, select } from './hands.js';

export interface Order {
  name: string;
  single?: boolean;
  // Only needed while AWS isn't connected.
  account?: string;
  target?: 'new' | 'existing' | 'vgw' | 'asn';
  asn?: string;
}

export const TARGETS = {
  new: 'A new Direct Connect gateway',
  existing: 'An existing Direct Connect gateway',
  vgw: 'A virtual private gateway',
  asn: 'I will enter the ASN',
};

export const STEPS = {
  type: 'Connection type',
  location: 'Location and region',
  service: 'Peering, speed and availability',
  bgp: 'AWS target and BGP',
  networks: 'Customer networks',
  nat: 'Cloud Grade NAT',
  review: 'Name and review',
};
export type Step = keyof typeof STEPS;

export async function createNetwork(page: Page, name: string): Promise<void> {
  await click(link(page, 'Networks').first());
  await click(link(page, 'Create network'));
  await expect(heading(page, 'Create a network')).toBeVisible();
  await fill(page.getByLabel('Name', { exact: true }), name);
  await click(button(page, 'Create network'));
  await expect(heading(page, name)).toBeVisible();
  await until(page, link(page, 'Add connection…'));
}

// Through all seven steps, from a network's page to the connection's; gives the connection's id.
export async function order(page: Page, wanted: Order): Promise<string> {
  await click(link(page, 'Add connection…'));
  await goTo(page, 'review', wanted);
  await fill(page.getByLabel('Name', { exact: true }), wanted.name);
  await click(button(page, 'Add connection'));
  await expect(heading(page, wanted.name)).toBeVisible();
  return connectionId(page);
}

// Answers each step as wanted, up to the page of `last`. Starts on the first step's page.
export async function goTo(page: Page, last: Step, wanted: Order): Promise<void> {
  for (const [index, step] of (Object.keys(STEPS) as Step[]).entries()) {
    await expect(heading(page, STEPS[step])).toBeVisible();
    await expect(page).toHaveTitle(`${STEPS[step]} – step ${index + 1} of 7 – Onramp`);
    if (step === last) return;
    await ANSWERS[step](page, wanted);
    await click(button(page, 'Next'));
  }
}

const ANSWERS: Record<Step, (page: Page, wanted: Order) => Promise<unknown>> = {
  type: (page) => select(page.getByLabel('Type', { exact: true }), 'AWS Direct Connect'),
  location: (page) => check(page.getByRole('group', { name: /Seattle/ }).getByRole('radio', { name: /Oregon/ })),
  service,
  bgp: async (page, wanted) => {
    await check(page.getByRole('radio', { name: TARGETS[wanted.target ?? 'new'], exact: true }));
    if (wanted.asn) await fill(page.getByLabel('Amazon side ASN'), wanted.asn);
  },
  networks: async () => {},
  nat: async () => {},
  review: async () => {},
};

async function service(page: Page, wanted: Order): Promise<void> {
  await check(page.getByRole('radio', { name: 'Private', exact: true }));
  await select(page.getByLabel('Speed'));
  const availability = wanted.single ? 'Single connection' : 'High availability (two connections)';
  await check(page.getByRole('radio', { name: availability, exact: true }));
  if (wanted.account) await fill(page.getByLabel('AWS account ID'), wanted.account);
}

export async function untilActive(page: Page): Promise<void> {
  await until(page, link(page, 'Next: accept the connections'));
}

// From the address of one of the connection's pages.
export function connectionId(page: Page): string {
  const [, connections, id] = new URL(page.url()).pathname.split('/');
  if (connections !== 'connections' || !id) throw new Error(`${page.url()} is no page of a connection`);
  return id;
}
