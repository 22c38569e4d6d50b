import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { component, inspector, pause } from './stage';
import { expect, test } from './test';

const form = (page: Page) => page.getByRole('form', { name: 'Capacity' });
const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Capacity' });
const words = (page: Page) => panel(page).getByRole('status', { name: 'What came out' });
const measure = (page: Page) => form(page).getByRole('button', { name: 'Measure' });
/** The share of the work that is done. */
const progress = (page: Page) => panel(page).getByRole('progressbar', { name: 'Measuring' });

async function fill(page: Page, label: string, value: string): Promise<void> {
  const field = form(page).getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** The store, standing still, with three short points to measure. */
async function openCapacity(page: Page, { seconds = 12, runs = 2 } = {}): Promise<void> {
  await page.goto('./');
  await pause(page);
  await page.getByRole('tab', { name: 'Capacity' }).click();
  await expect(form(page).getByLabel('Parameter')).toHaveValue('nodes.shop.params.arrivals.ratePerSec');
  await fill(page, 'From', '20');
  await fill(page, 'To', '180');
  await fill(page, 'Points', '3');
  await fill(page, 'Runs a point', String(runs));
  await fill(page, 'Length of a run', String(seconds));
}

async function measured(page: Page): Promise<void> {
  await measure(page).click();
  await expect(words(page).getByRole('listitem')).not.toHaveCount(0);
  await expect(measure(page)).toBeVisible();
}

const showTable = (page: Page) => panel(page).getByRole('button', { name: 'Table' }).click();

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('[role=tabpanel]').analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))).toEqual([]);
}

test('one click draws the curve, names what saturates first, and the terminal finds the same', async ({ page }) => {
  await openCapacity(page);
  await expect(form(page)).toContainText('6 runs');
  await measured(page);
  await expect(words(page)).toContainText(/Orders saturates first: 100% busy at 180\/s/);
  await expect(words(page)).toContainText('Keeps up to 100/s; from 180/s on');
  await expect(panel(page).getByRole('figure', { name: 'Goodput' })).toBeVisible();
  await expect(panel(page).getByRole('figure', { name: 'Latency' })).toBeVisible();
  await expectAccessible(page);
  // Nobody computes any more.
  expect(page.workers()).toHaveLength(1);

  const found = await panel(page).getByRole('status', { name: 'Fingerprint of all runs' }).innerText();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox', { name: 'Link' }).inputValue();
  const sweep = ['--replications', '2', '--sweep', 'nodes.shop.params.arrivals.ratePerSec=20:180:80'];
  const args = ['run', '-s', 'simulate', '--', link, '--until', '12s', '--warmup', '2s', ...sweep];
  const { stdout } = await promisify(execFile)('npm', args, { maxBuffer: 1e8 });
  expect(JSON.parse(stdout).fingerprint).toBe(found);
});

test('a value is taken over from the table by keyboard, and from the chart by a click; both can be undone', async ({
  page,
}) => {
  await openCapacity(page);
  await measured(page);
  const rate = inspector(page).getByRole('textbox', { name: 'Rate', exact: true });
  await component(page, 'Web shop').click();
  await expect(rate).toHaveValue('40');

  await showTable(page);
  const rows = panel(page).getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(2)).toContainText(/^100\/s/);
  await expect(rows.nth(3)).toContainText(/Orders 100%/);
  await expectAccessible(page);
  await panel(page).getByRole('button', { name: 'Use 100/s' }).press('Enter');
  await expect(rate).toHaveValue('100');
  await expect(page.getByText('Web shop: Arrivals › Rate: now 100/s')).toBeVisible();
  // The swept value itself changes nothing about the curve.
  await expect(panel(page)).not.toContainText('The scenario has changed since');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(rate).toHaveValue('40');

  await showTable(page);
  const plot = panel(page).getByRole('figure', { name: 'Goodput' }).locator('.u-over');
  const box = await plot.boundingBox();
  if (!box) throw new Error('no chart');
  await plot.click({ position: { x: box.width - 8, y: 20 } });
  await expect(rate).toHaveValue('180');
  await page.keyboard.press('Control+z');
  await expect(rate).toHaveValue('40');

  await component(page, 'Orders').click();
  const workers = inspector(page).getByRole('textbox', { name: 'Workers per replica', exact: true });
  await workers.fill('30');
  await workers.press('Enter');
  await expect(panel(page)).toContainText('The scenario has changed since');
});

test('measuring is stopped at any time, keeps what is finished and goes on from there', async ({ page }) => {
  await openCapacity(page, { seconds: 600, runs: 20 });
  await fill(page, 'Points', '10');
  await measure(page).click();
  await expect.poll(async () => Number(await progress(page).getAttribute('aria-valuenow'))).toBeGreaterThan(2);
  await form(page).getByRole('button', { name: 'Stop' }).click();
  await expect(panel(page)).toContainText('Stopped. What is finished stays.');
  await expect.poll(() => page.workers().length, { message: 'the workers are ended' }).toBe(1);
  await showTable(page);
  const kept = await panel(page).getByRole('table').getByRole('row').count();
  expect(kept).toBeGreaterThan(1);
  await form(page).getByRole('button', { name: 'Go on' }).click();
  await expect(progress(page)).toHaveAttribute('aria-valuenow', /^[1-9]/);
  // What is shown outlives the panel.
  await page.getByRole('tab', { name: 'Metrics' }).click();
  await page.getByRole('tab', { name: 'Capacity' }).click();
  await expect(progress(page)).toBeVisible();
  await form(page).getByRole('button', { name: 'Stop' }).click();
});

test('a run that meets a limit is told with its component, and the others go on', async ({ page }) => {
  await page.goto('./');
  await pause(page);
  const scenario = {
    version: 1,
    title: 'In circles',
    nodes: [
      {
        id: 'users',
        kind: 'client',
        label: 'Users',
        params: { arrivals: { process: 'closed', users: 2, thinkTime: { dist: 'constant', valueMs: 0 } } },
      },
      { id: 'echo', kind: 'service', label: 'Echo', params: { serviceTime: { dist: 'constant', valueMs: 0 } } },
    ],
    links: [{ id: 'l', from: 'users', to: 'echo', params: { latency: { dist: 'constant', valueMs: 0 } } }],
  };
  const chooser = page.waitForEvent('filechooser');
  // The keys come with the top bar.
  await expect(page.getByRole('button', { name: 'Scenarios' })).toBeVisible();
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles({
    name: 'circles.spillway.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(scenario)),
  });
  await expect(component(page, 'Echo')).toBeVisible();
  await page.getByRole('tab', { name: 'Capacity' }).click();
  const parameter = form(page).getByLabel('Parameter');
  await expect(parameter).toHaveValue('nodes.users.params.arrivals.users');
  await parameter.selectOption('nodes.echo.params.serviceTime.valueMs');
  await fill(page, 'From', '0');
  await fill(page, 'To', '10');
  await fill(page, 'Points', '2');
  await fill(page, 'Runs a point', '2');
  await fill(page, 'Length of a run', '6');
  await measure(page).click();
  await expect(words(page)).toContainText(/At 0\sms a run was stopped after 0\sms at (Users|Echo): More than/);
  await showTable(page);
  await expect(panel(page).getByRole('table').getByRole('row')).toHaveCount(2);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('it fits into the sheet', async ({ page }) => {
    await page.goto('./');
    await page.getByRole('button', { name: 'Metrics', exact: true }).click();
    await page.getByRole('tab', { name: 'Capacity' }).click();
    await fill(page, 'Runs a point', '2');
    await fill(page, 'Length of a run', '6');
    await measure(page).tap();
    await expect(panel(page).getByRole('figure', { name: 'Latency' })).toBeVisible();
    await expect(words(page)).toContainText('saturates first');
    expect(await panel(page).evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });
});
