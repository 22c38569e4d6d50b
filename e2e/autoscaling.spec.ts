import { fill, join, openEmpty, place, turnOn } from './building';
import { component, inspector, setSpeed } from './stage';
import { expect, test } from './test';

test('autoscaling, switched on by hand, follows the load', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 160, 200);
  await place(page, 'Service', 560, 200);
  await join(page, 'Client', 'Service');
  await component(page, 'Client').click();
  await fill(page, 'Rate', '300');
  await component(page, 'Service').click();
  await turnOn(page, 'Autoscaling');
  await setSpeed(page, '20×');
  // 300 requests a second of 20 ms keep six of eight workers busy: at half of that each, there must be twice as many.
  await expect(component(page, 'Service')).toContainText('/16');
  const chart = inspector(page).getByRole('tabpanel', { name: 'Replicas' });
  await expect(chart).toContainText('Draining');
});
