import { omissions } from './all';
import type { Experiment } from './experiment';
import type { Judgement, Verdict } from './judge';

/** An experiment and what came of it. */
export interface Outcome {
  readonly experiment: Pick<Experiment, 'id' | 'category'>;
  readonly verdict: Verdict;
}

const number = (value: number): string => {
  const text = value.toPrecision(5);
  return text.includes('e') ? text : String(Number(text));
};
const within = (value: number, spread: number): string =>
  spread === 0 ? number(value) : `${number(value)} ± ${spread.toPrecision(2)}`;

const judgementRow = (id: string, { name, theory, slack, measured, holds }: Judgement, { brief, repeated }: Verdict) =>
  `| ${id} | ${name} | ${within(theory, slack)} | ${within(measured.mean, measured.halfWidth)} | ${holds ? 'holds' : '**misses**'}${brief ? ', in brief' : ''}${repeated ? ', repeated' : ''} |`;

const row = ({ experiment, verdict }: Outcome): string[] =>
  verdict.judgements === null
    ? [
        `| ${experiment.id} | | | | not run: takes ${Math.round((verdict.requests * verdict.replications) / 1e6)} million requests |`,
      ]
    : verdict.judgements.map((judgement) => judgementRow(experiment.id, judgement, verdict));

const HEAD = ['| case | figure | theory | simulated | verdict |', '| --- | --- | --- | --- | --- |'];

/** One line for people: how many figures hold. */
export function summary(outcomes: readonly Outcome[]): string {
  const run = outcomes.filter(({ verdict }) => verdict.judgements !== null);
  const judgements = run.flatMap(({ verdict }) => verdict.judgements ?? []);
  const missed = judgements.filter(({ holds }) => !holds).length;
  const cases = new Set(run.map(({ experiment }) => experiment.id)).size;
  const repeated = run.filter(({ verdict }) => verdict.repeated).length;
  const skipped = outcomes.length - run.length;
  return (
    `${judgements.length} figures of ${cases} cases: ${judgements.length - missed} hold, ${missed} miss. ` +
    `${run.length} experiments, of which ${repeated} were repeated; ${skipped} would have taken too long.`
  );
}

/** The whole result as a Markdown page. */
export function page(outcomes: readonly Outcome[], command: string): string {
  const categories = [...new Set(outcomes.map(({ experiment }) => experiment.category))];
  const tables = categories.flatMap((category) => [
    `## ${category}`,
    '',
    ...HEAD,
    ...outcomes.filter(({ experiment }) => experiment.category === category).flatMap(row),
    '',
  ]);
  return [
    '# Held against theory',
    '',
    `Written by \`${command}\`; the same program gives the same page. ${summary(outcomes)}`,
    '',
    'Each case is a scenario in the [public format](scenario-format.md), run by the same engine as on the page. Times are in the units of the case.',
    '',
    '- **Replications.** 20 runs with seeds of their own. *Simulated* is their mean and the half-width of Student’s 99 % interval; a figure *holds*',
    '  when the interval reaches the theory’s value and is no wider than a fifth of it to either side.',
    '- **Warm-up.** Every run starts empty; eight times the system’s memory (its relaxation time) pass before anything counts.',
    '- **In brief.** Near saturation the memory of many queues is millions of requests long. What would take more than 20 million requests is run',
    '  8 times instead, each measured over 10 memories after 5: an M/M/1 queue that began empty is then within 0.03 % of its mean.',
    '- **Chance.** One figure in a hundred misses although all is well. So an experiment with a miss is repeated with new seeds and four times as many',
    '  runs, and what comes of that counts: its intervals are half as wide, and chance would have to strike twice.',
    '- **Percentiles** are compared where a run lasts a hundred times the memory, p99.9 where it lasts a thousand times: in shorter ones they come',
    '  out too low.',
    '- **± in theory** is what the reference itself may be off: digits not printed, an approximation, three standard errors of a reference that',
    '  was simulated, or 0.4 % for the sketch from which percentiles are read (its guarantee is 1.6 %; interpolated, it is far closer).',
    '- **Never seen** is not impossible: in n requests a chance of up to 5.3 / n may show nothing at all, so that much is allowed for besides.',
    '- **Latency** counts from the moment a request was meant to be sent. Averages over time are areas under a curve; averages over requests take those',
    '  that were sent after the warm-up.',
    '',
    ...tables,
    '## Not compared',
    '',
    '| what | why |',
    '| --- | --- |',
    ...omissions.map(({ id, reason }) => `| ${id} | ${reason} |`),
    '',
  ].join('\n');
}
