import { choose, fill, join, openEmpty, place } from './building';
import { component, inspector, openReadyMade, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

test('the drawing of sagas tells where they are, and how many were taken back', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Choreography and orchestration');
  await setSpeed(page, '10×');
  await component(page, 'Orders saga').click();
  const drawing = inspector(page).getByRole('img', { name: /1 Reserve: / });
  await expect(drawing).toBeVisible();
  const count = async (state: string) => {
    const name = (await drawing.locator('title').textContent()) ?? '';
    return Number((new RegExp(`${state}: ([\\d,]+)`).exec(name)?.[1] ?? '0').replaceAll(',', ''));
  };
  await timePasses(page, 32_000);
  expect(await count('Completed')).toBeGreaterThan(100);
  expect(await count('Taken back')).toBeGreaterThan(90);
  await expect(inspector(page)).toContainText('A step fails: those before it are taken back');
});

test('by hand: a step that can be undone, and a participant that is killed', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 80, 280);
  await place(page, 'Orchestrator', 340, 280);
  await place(page, 'Service', 660, 160);
  await join(page, 'Client', 'Orchestrator');
  await join(page, 'Orchestrator', 'Service');
  await component(page, 'Orchestrator').click();
  await inspector(page).getByRole('button', { name: /^Add/ }).first().click();
  await choose(page, 'Whom it asks', 'Service');
  await fill(page, 'Undone by', 'release');
  await expect(component(page, 'Orchestrator')).toContainText('1 Service');
  await expect(inspector(page).getByRole('img', { name: /↶ .*: \d/ })).toBeVisible();
  await component(page, 'Service').click();
  await inspector(page).getByRole('button', { name: 'Kill', exact: true }).click();
  await component(page, 'Orchestrator').click();
  const drawing = inspector(page).getByRole('img', { name: /Taken back: [1-9]/ });
  await expect(drawing).toBeVisible();
});
