/**
 * What drawing costs in a real browser, on the built page: 100 nodes with about 20,000 requests and answers under way,
 * at rest and while the view is dragged, on a screen of 1920 × 1080 pixels. Prints one measurement a line. Figures vary from
 * machine to machine; a busy one spoils them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { FULL_AFTER_MS, hundredNodes } from './hundred-nodes.js';
import { longestOfMost, openScenario, print, rateOf, watchFrames, withPage } from './page.js';

const MEASURE_MS = 5_000;
/** What the worker's time is related to: it has frames of its own, of which a busy page may miss some. */
const FRAME_MS = 1_000 / 60;
/** Linux counts the time of threads in hundredths of a second. */
const TICK_MS = 10;

/**
 * CPU time of the simulation's thread so far, ms; null where the system does not tell.
 * @param {readonly number[]} processes
 */
function workerCpuMs(processes) {
  if (process.platform !== 'linux') return null;
  for (const pid of processes) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      if (!stat.includes('(DedicatedWorker')) continue;
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    }
  }
  return null;
}

await withPage(async (browser, url) => {
  const page = await openScenario(browser, url, hundredNodes());
  const devtools = await page.context().newCDPSession(page);
  // CPU time of the thread, so that other programs don't count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const browserDevtools = await browser.newBrowserCDPSession();
  await page.locator('.react-flow__node').nth(20).waitFor();
  await page.keyboard.press('0');
  await page.waitForTimeout(FULL_AFTER_MS + 3_000);

  const taskMs = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  const { processInfo } = await browserDevtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  for (const drag of [false, true]) {
    const before = { task: await taskMs(), worker: workerCpuMs(renderers) };
    const { frames, longTasks } = await watchFrames(page, { measureMs: MEASURE_MS, drag });
    const after = { task: await taskMs(), worker: workerCpuMs(renderers) };
    const totalMs = frames.reduce((sum, ms) => sum + ms, 0);
    const of = `100 nodes, 20,000 particles, ${drag ? 'panning' : 'idle'}:`;
    print(`${of} frames`, rateOf(frames), 'frames/s', { atLeast: 58, aim: 60 });
    print(`${of} 95 % of frames within`, longestOfMost(frames), 'ms', { atMost: 17, aim: 17 });
    const mainThread = drag ? { atMost: 8, aim: 5 } : { atMost: 4, aim: 1.5 };
    print(`${of} main thread`, (after.task - before.task) / frames.length, 'ms a frame', mainThread);
    if (before.worker !== null && after.worker !== null) {
      const perFrame = ((after.worker - before.worker) * FRAME_MS) / totalMs;
      print(`${of} worker`, perFrame, 'ms per 1/60 s', { atMost: 2.5, aim: 1.5 });
    }
    print(`${of} long tasks`, longTasks, '', { atMost: 0, aim: 0 });
  }
  if (process.env.BENCH_SCREENSHOT) await page.screenshot({ path: process.env.BENCH_SCREENSHOT });
});
