import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place, reveal } from './building';
import { component, componentThatIs, inspector, interventions, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

// An edit starts the run anew and lets it go on: nobody has to press Run.

/** The requests that ended, as the trace lists them. */
const requests = (page: Page) => page.getByRole('region', { name: 'Requests', exact: true }).getByRole('button');

async function listRequests(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Trace' }).click();
  await page.getByRole('combobox', { name: 'Which requests come first' }).selectOption('Newest');
}

/** What a client sends just now, per second, as its face says. */
async function sentPerSec(page: Page): Promise<number> {
  const figure = component(page, 'Client').locator('.client-lines .face-figure').first();
  return Number(/[\d.]+/.exec((await figure.textContent()) ?? '')?.[0]);
}

async function clientAndService(page: Page): Promise<void> {
  await openEmpty(page);
  await place(page, 'Client', 160, 200);
  await place(page, 'Service', 560, 200);
  await join(page, 'Client', 'Service');
  await component(page, 'Client').click();
}

test('a client sends only by hand: a key, a button, and each is recorded', async ({ page }) => {
  await clientAndService(page);
  await choose(page, 'Arrivals', 'By hand');
  await listRequests(page);
  await timePasses(page, 300);
  await expect(page.getByText('No request has ended yet.')).toBeVisible();

  await page.keyboard.press('n');
  await expect(requests(page)).toHaveCount(1);
  await inspector(page).getByRole('button', { name: 'Send one request' }).click();
  await expect(requests(page)).toHaveCount(2);
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
  await expect(interventions(page).filter({ hasText: 'Request sent by hand' })).toHaveCount(2);
});

test('a traffic spike multiplies what a client sends, and ends by itself', async ({ page }) => {
  await clientAndService(page);
  await choose(page, 'Arrivals', 'Constant: evenly spaced');
  await setSpeed(page, '2×');
  await expect.poll(() => sentPerSec(page)).toBe(20);
  await inspector(page).getByRole('button', { name: 'Traffic spike' }).click();
  await expect.poll(() => sentPerSec(page)).toBeGreaterThan(90);
  await expect.poll(() => sentPerSec(page)).toBe(20);
});

test('the times of a log are replayed from a file', async ({ page }) => {
  await clientAndService(page);
  await choose(page, 'Arrivals', 'Replay of a log');
  await fill(page, 'Moments, ms', 'yesterday');
  await expect(inspector(page).getByRole('alert')).toContainText('Expected: numbers from 0');
  const log = '2024-05-01T12:00:00.000Z GET /a\n2024-05-01T12:00:00.250Z GET /b\n2024-05-01T12:00:01.500Z GET /c\n';
  await inspector(page)
    .getByLabel('From a file…')
    .last()
    .setInputFiles({ name: 'access.log', mimeType: 'text/plain', buffer: Buffer.from(log) });
  await expect(inspector(page).getByRole('textbox', { name: 'Moments, ms' })).toHaveValue('0 250 1500');
  await listRequests(page);
  await timePasses(page, 2_000);
  await expect(requests(page)).toHaveCount(3);
});

test('keys by Zipf’s law are set by hand and go through a share link', async ({ page, newVisitor }) => {
  await clientAndService(page);
  await choose(page, 'Keys', 'A few popular ones (Zipf)');
  await fill(page, 'Skew', '1.2');
  await fill(page, 'How many', '500');
  await page.getByRole('button', { name: 'Share' }).click();
  const address = await page.getByRole('dialog').getByRole('textbox', { name: 'Link' }).inputValue();

  const visitor = await newVisitor();
  await visitor.goto(address);
  await component(visitor, 'Client').click();
  const keys = inspector(visitor).getByRole('combobox', { name: 'Keys', exact: true });
  await reveal(visitor, keys);
  await expect(keys).toHaveValue('zipf');
  await expect(inspector(visitor).getByRole('textbox', { name: 'Skew', exact: true })).toHaveValue('1.2');
  await expect(inspector(visitor).getByRole('textbox', { name: 'How many', exact: true })).toHaveValue('500');
});

test('a scheduler runs at its times, tells the next one, and misses runs while it is down', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Scheduler', 160, 200);
  await place(page, 'Service', 560, 200);
  await join(page, 'Scheduler', 'Service');
  await component(page, 'Scheduler').click();
  const next = component(page, 'Scheduler').locator('[data-figure="next"]');
  await expect(next).toHaveText('00:10');

  await choose(page, 'Schedule', 'By the calendar (cron)');
  await fill(page, 'Cron expression', 'now and then');
  await expect(inspector(page).getByRole('alert')).toContainText('as in */5 * * * *');
  await fill(page, 'Cron expression', '*/2 * * * *');
  await expect(next).toHaveText('02:00');

  await choose(page, 'Schedule', 'At an interval');
  await fill(page, 'Every', '500');
  await expect(next).toHaveText(/00:0\d\.[05]00/);
  await listRequests(page);
  await expect(requests(page)).not.toHaveCount(0);

  await component(page, 'Scheduler').click();
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Scheduler', 'crashed')).toBeVisible();
  await timePasses(page, 1_200);
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Scheduler', 'up')).toBeVisible();
  await expect(requests(page).filter({ hasText: 'expired' }).first()).toBeVisible();
});
