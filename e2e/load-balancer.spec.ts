import type { Locator, Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place, turnOn } from './building';
import { component, inspector, link, servedPercent, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

const NAMES = ['Ada', 'Bob', 'Cy'];
const BALANCER = 'Load balancer';

async function rename(page: Page, from: string, to: string): Promise<void> {
  await component(page, from).click();
  const name = inspector(page).getByRole('textbox', { name: 'Name', exact: true });
  await name.fill(to);
  await name.press('Enter');
  await expect(component(page, to)).toBeVisible();
}

/** A client, a load balancer and services behind it, put on the canvas by hand; the load balancer is selected. */
async function balanced(page: Page, names = NAMES): Promise<void> {
  await openEmpty(page);
  await place(page, 'Client', 120, 280);
  await place(page, BALANCER, 400, 280);
  for (const [index, name] of names.entries()) {
    await place(page, 'Service', 720, 120 + 180 * index);
    await rename(page, 'Service', name);
    await join(page, BALANCER, name);
  }
  await join(page, 'Client', BALANCER);
  await setSpeed(page, '10×');
  await component(page, BALANCER).click();
}

/** What the load balancer's face says of a target: in words, and the share that it gets. */
const row = (page: Page, says: RegExp): Locator => component(page, BALANCER).getByTitle(says);

const share = async (page: Page, name: string): Promise<number> =>
  Number.parseInt(
    await row(page, new RegExp(`^${name} ·`))
      .locator('.face-figure')
      .innerText(),
    10,
  );

const near = (page: Page, name: string, percent: number) =>
  expect
    .poll(async () => Math.abs((await share(page, name)) - percent), { message: `${name} gets ${percent}%` })
    .toBeLessThan(9);

async function selectLink(page: Page, to: string): Promise<void> {
  await link(page, BALANCER, to).focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: to })).toBeVisible();
}

const kill = (page: Page, name: string) => page.getByRole('button', { name: `Kill ${name}`, exact: true }).click();

test('requests fall by the weights, and who fails is left out while the others serve', async ({ page }) => {
  await balanced(page);
  await near(page, 'Ada', 33);
  await selectLink(page, 'Ada');
  await fill(page, 'Weight', '2');
  await near(page, 'Ada', 50);
  await near(page, 'Cy', 25);
  await expect(component(page, BALANCER).getByTitle(/ · next · weight \d/)).toHaveCount(1);

  await kill(page, 'Ada');
  await expect(row(page, /^Ada · left out · weight 0$/)).toBeVisible();
  await near(page, 'Bob', 50);
  await timePasses(page, 2_000);
  expect(await servedPercent(page, 'Client')).toBe(100);
});

test('a backup waits until nobody else is left, a target taken out gets nothing', async ({ page }) => {
  await balanced(page);
  await selectLink(page, 'Cy');
  await turnOn(page, 'Backup');
  await expect(row(page, /^Cy · backup/)).toContainText('0%');
  await selectLink(page, 'Bob');
  await turnOn(page, 'Taken out');
  await expect(row(page, /^Bob · taken out/)).toContainText('0%');
  await near(page, 'Ada', 100);
  await kill(page, 'Ada');
  await near(page, 'Cy', 100);
});

test('probes find out what is down', async ({ page }) => {
  await balanced(page, ['Ada', 'Bob']);
  await turnOn(page, 'Active health checks');
  await fill(page, 'Every', '500');
  await kill(page, 'Ada');
  await expect(row(page, /^Ada · fails probes/)).toBeVisible();
  await selectLink(page, 'Ada');
  await expect(inspector(page).getByRole('tab', { name: 'Target' })).toBeVisible();
});

test('a hash of the address sends everybody from one network to one target', async ({ page }) => {
  await balanced(page);
  await choose(page, 'Policy', 'IP hash');
  await expect(component(page, BALANCER).getByText('100%')).toHaveCount(1);
  await expect(component(page, BALANCER).getByText('0%', { exact: true })).toHaveCount(2);
});

test('beyond its own connections it refuses', async ({ page }) => {
  await balanced(page, ['Ada']);
  await turnOn(page, 'Worker connections');
  await fill(page, 'Worker connections', '2');
  await expect(component(page, BALANCER)).toContainText('queue full');
  await fill(page, 'Worker connections', '1');
  await expect(inspector(page)).toContainText('from 2 to');
});
