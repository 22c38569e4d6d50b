/**
 * How long it takes, with nothing stored, until the components of the first scenario are seen on the built page: at this
 * machine's pace and at a quarter of it. Prints one measurement a line.
 */
import { print, withPage } from './page.js';

const ROUNDS = 5;

await withPage(async (browser, url) => {
  /** @param {number} slower */
  const firstNodesMs = async (slower) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await page.addInitScript(() => {
      const look = () => {
        if (document.querySelector('.react-flow__node') === null) requestAnimationFrame(look);
        // What is in the document now is on the screen with the next frame.
        else requestAnimationFrame(() => performance.mark('nodes'));
      };
      requestAnimationFrame(look);
    });
    await page.goto(url);
    await page.waitForFunction(() => performance.getEntriesByName('nodes').length > 0);
    const ms = await page.evaluate(() => performance.getEntriesByName('nodes')[0].startTime);
    await context.close();
    return ms;
  };
  for (const [slower, name, target] of /** @type {const} */ ([
    [1, 'until the first components are seen', { atMost: 600, aim: 400 }],
    [4, 'the same, with a processor four times slower', { atMost: 1_400, aim: 1_000 }],
  ])) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await firstNodesMs(slower));
    print(name, times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)], 'ms', target);
  }
});
