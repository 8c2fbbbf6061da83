// The tasks of "Set up AWS", each as a person does it: open its page, press, wait for what is next.
import { expect, type Page } from '@playwright/test';
import { heading, link, press, region, until } from './find.js';
import { click } from './hands.js';

export const TASKS = {
  accept: 'Accept the connections',
  gateway: 'Direct Connect gateway',
  interfaces: 'Virtual interfaces',
  vpc: 'Virtual private gateway',
  association: 'Gateway association',
  routes: 'Route propagation',
  verify: 'Verify',
};
export type Task = keyof typeof TASKS;

export async function openTask(page: Page, connection: string, task: Task): Promise<void> {
  await page.goto(`/connections/${connection}/setup/${task}`);
  await expect(heading(page, TASKS[task])).toBeVisible();
}

// Each finished task ends with "Next: {task}".
export async function next(page: Page, task: Task): Promise<void> {
  const onward = link(page, `Next: ${TASKS[task]}`);
  await until(page, onward);
  await click(onward);
  await expect(heading(page, TASKS[task])).toBeVisible();
}

export async function acceptBoth(page: Page): Promise<void> {
  await press(page, 'Accept both');
}

export async function createGateway(page: Page): Promise<void> {
  await press(region(page, 'Create a new one'), 'Create Direct Connect gateway');
}

export async function createInterfaces(page: Page, legs: ('primary' | 'secondary')[] = ['primary', 'secondary']) {
  for (const leg of legs) await press(page, `Create ${leg} virtual interface`);
}

export async function attach(page: Page, vpc: string): Promise<void> {
  await press(page, `Create and attach, ${vpc}`);
  await until(page, region(page, vpcCard(vpc)).getByText('Attached', { exact: true }));
}

// Only where it stands several times does a control's name end in its object.
function ofMany(name: string, object: string): RegExp {
  return new RegExp(`^${name}(, ${object})?$`);
}

export async function associate(page: Page, vpc: string): Promise<void> {
  await press(page, ofMany('Associate gateway', vpc));
}

export async function untilAssociated(page: Page, vpc: string): Promise<void> {
  await until(page, region(page, vpcCard(vpc)).getByText('Associated', { exact: true }));
}

// "Main and those with subnets" are preselected; every table of the seeded VPCs is one of these.
export async function enableAll(page: Page, vpc: string): Promise<void> {
  await press(page, ofMany('Enable on all', vpc));
}

export async function untilVerified(page: Page): Promise<void> {
  await until(page, page.getByText('All checks passed'));
  await expect(page.locator('main [data-state="broken"], main [data-state="waiting"]')).toHaveCount(0);
}

export function vpcCard(vpc: string): RegExp {
  return new RegExp(`^${vpc}\\b(?!-)`);
}

// Tasks 2 to 7 of a set-up on a new Direct Connect gateway, from the first page on.
export async function setUp(page: Page, vpcs: string[]): Promise<void> {
  await acceptBoth(page);
  await next(page, 'gateway');
  await createGateway(page);
  await next(page, 'interfaces');
  await createInterfaces(page);
  await next(page, 'vpc');
  for (const vpc of vpcs) await attach(page, vpc);
  await next(page, 'association');
  for (const vpc of vpcs) await associate(page, vpc);
  for (const vpc of vpcs) await untilAssociated(page, vpc);
  await next(page, 'routes');
  for (const vpc of vpcs) await enableAll(page, vpc);
  await next(page, 'verify');
  await untilVerified(page);
}

