/** What the command says of documents that ask for the impossible. The page is held to the same in e2e/bad-input.spec.ts. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../../analysis/report';
import { NOT_A_NUMBER, REFUSED, STOPPED } from '../../scenario/testing/hostile-scenarios';
import { testSurroundings } from '../testing/headless-surroundings';
import { headlessRun } from './headless-run';

const run = (text: string, ...options: string[]) =>
  headlessRun(['-', ...options], testSurroundings({}, { standardInput: text }));

/** The one line that it complains with, and nothing else. */
async function complaintAbout(text: string): Promise<string> {
  const { exitCode, output, complaints } = await run(text);
  expect({ exitCode, output, lines: complaints.length }).toEqual({ exitCode: 2, output: '', lines: 1 });
  return complaints[0];
}

describe('a document that cannot be run is refused, with the place and what would be right', () => {
  it.each(REFUSED)('$what', async ({ text, path, expected }) => {
    expect(await complaintAbout(text)).toContain(`${path}: expected ${expected}`);
  });

  it('no number', async () => {
    expect(await complaintAbout(NOT_A_NUMBER)).toBe(
      'standard input, line 1, column 107: expected a value, found "NaN"',
    );
  });
});

describe('a run that gets out of hand is stopped, with the limit and the component', { timeout: 60_000 }, () => {
  it.each(STOPPED)('$what', async ({ text, limit, culprits }) => {
    const what = {
      frames: '2,000,000 requests and messages in flight',
      events: '1,000,000 events within a millisecond',
      kept: '20,000,000 messages kept in logs',
    }[limit];
    expect(await complaintAbout(text)).toMatch(
      new RegExp(
        `^the run stopped at \\d+ ms: more than ${what}, most of them at "(${culprits.join('|')})"; take the load down, .+$`,
      ),
    );
  });
});

it('a call that goes round in a circle ends at its 64th link, for that reason', async () => {
  const text = JSON.stringify({
    version: 1,
    nodes: [
      { id: 'shop', kind: 'client', params: { arrivals: { process: 'replay', timesMs: [0] } } },
      ...['a', 'b'].map((id) => ({ id, kind: 'service', params: { concurrency: 100 } })),
    ],
    links: [
      { id: 'in', from: 'shop', to: 'a' },
      { id: 'there', from: 'a', to: 'b' },
      { id: 'back', from: 'b', to: 'a' },
    ],
  });
  const { exitCode, output } = await run(text, '--until', '600s');
  const report = JSON.parse(output) as Report;
  expect(exitCode).toBe(0);
  expect(report.clients.shop).toMatchObject({ sent: 1, ok: 0, failed: 1, inFlight: 0 });
  const reasons = Object.values(report.links).flatMap(({ failedBy }) => Object.keys(failedBy));
  expect(reasons).toContain('hopLimit');
});
