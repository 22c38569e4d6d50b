import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  clockMs,
  component,
  components,
  componentThatIs,
  fingerprint,
  inspector,
  interventions,
  links,
  pause,
  picture,
  selectNothing,
  timePasses,
} from './stage';
import { expect, test } from './test';

/** `npm run simulate` on a link: the fingerprint in the report that it prints. */
async function fingerprintInTheTerminal(link: string, untilMs: number): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'simulate', '--', link, '--until', `${untilMs}`]);
  return JSON.parse(stdout).fingerprint;
}

const END_MS = 60_000;
const runToTheEnd = 'Run to the end';
const finished = { name: 'Run again' };

test('a link brings the same system, the same interventions and the same run', async ({
  page,
  context,
  newVisitor,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await inspector(page)
    .getByLabel('After')
    .fill(`${END_MS / 1_000}`);
  await page.keyboard.press('Enter');
  await timePasses(page, 200);
  await component(page, 'Payments').click();
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
  await component(page, 'Users').click();
  await inspector(page).getByRole('button', { name: 'Slow' }).click();
  await timePasses(page, 200);
  await pause(page);
  await selectNothing(page);

  await expect(interventions(page)).toHaveText([/Payments · Killed/, /Users · Slowed ×10/]);
  const deeds = await interventions(page).allTextContents();
  const pausedAtMs = Math.round(await clockMs(page));
  const whenPaused = await fingerprint(page);
  const drawn = await picture(page);
  expect(await components(page).count()).toBe(7);
  expect(await links(page).count()).toBe(6);

  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this scenario' });
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(await dialog.getByRole('textbox', { name: 'Link' }).inputValue());
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.getByRole('button', { name: runToTheEnd }).click();
  await expect(page.getByRole('button', finished)).toBeVisible();
  expect(await clockMs(page)).toBe(END_MS);
  const atTheEnd = await fingerprint(page);
  expect(atTheEnd).not.toBe(whenPaused);

  const visitor = await newVisitor();
  await visitor.goto(link);
  await expect(visitor.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(() => picture(visitor)).toEqual(drawn);
  await expect(interventions(visitor)).toHaveText(deeds);
  await visitor.getByRole('button', { name: runToTheEnd }).click();
  await expect(visitor.getByRole('button', finished)).toBeVisible();
  expect(await clockMs(visitor)).toBe(END_MS);
  expect(await fingerprint(visitor)).toBe(atTheEnd);

  expect(await fingerprintInTheTerminal(link, pausedAtMs)).toBe(whenPaused);
  expect(await fingerprintInTheTerminal(link, END_MS)).toBe(atTheEnd);
});
