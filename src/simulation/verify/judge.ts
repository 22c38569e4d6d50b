import { type Estimate, estimate } from '../../kernel/statistics/confidence';
import { runScenario } from '../run-scenario';
import type { Experiment, Figure, Watch } from './experiment';
import { UNIT_MS } from './experiment';

/** Of every figure's interval. */
const LEVEL = 0.99;

/** How an experiment is carried out. */
export interface Effort {
  readonly replications: number;
  /** The least requests that a replication measures. */
  readonly leastRequests: number;
  /** So many requests in all replications, rather than more. */
  readonly wantedRequests: number;
  /** An experiment that takes more than this is carried out in brief. */
  readonly usualRequests: number;
  /** One that takes more than this even in brief is not carried out. */
  readonly mostRequests: number;
}

/** Some minutes. */
export const ORDINARY: Effort = {
  replications: 20,
  leastRequests: 5_000,
  wantedRequests: 1_000_000,
  usualRequests: 20_000_000,
  mostRequests: 20_000_000,
};

/** All cases: about an hour of one core. */
export const THOROUGH: Effort = {
  replications: 20,
  leastRequests: 20_000,
  wantedRequests: 6_000_000,
  usualRequests: 20_000_000,
  mostRequests: 600_000_000,
};

/** So many times the system's memory pass before anything is measured: what is left of the empty beginning is e⁻⁸. */
const WARMUP_MEMORIES = 8;
/** So many are measured at the least, and so many at the most. */
const FEWEST_MEMORIES = 15;
const MOST_MEMORIES = 300;

/**
 * In brief: fewer replications, so that less is spent on warming up; Student's interval knows how few they are. The
 * mean number in a queue that began empty is 1 − 4 φ(√2w) (2w)^−3/2 of its final value after w relaxation times: after five
 * it is 0.03 % low (J. Abate and W. Whitt, Transient Behavior of Regulated Brownian Motion, I, Advances in Applied
 * Probability 19, 1987).
 */
const BRIEF = { replications: 8, warmupMemories: 5, measuredMemories: 10 };

/** How an experiment goes: times are virtual ms. */
interface Plan {
  readonly replications: number;
  readonly warmupMs: number;
  readonly untilMs: number;
  /** Of one replication. */
  readonly requests: number;
  /** So many of the system's memories it measures. */
  readonly memories: number;
  readonly isBrief: boolean;
}

const total = ({ requests, replications }: Plan): number => requests * replications;

/** Times are in units of the tables. */
function planFor({ requestRate, memory }: Watch, replications: number, warmup: number, measured: number) {
  return {
    replications,
    warmupMs: warmup * UNIT_MS,
    untilMs: (warmup + measured) * UNIT_MS,
    requests: Math.round((warmup + measured) * requestRate),
    memories: measured / memory,
  };
}

/** Systems of many queues that hardly know of each other need not be watched as long: they are so many replications. */
function usualPlan(watch: Watch, effort: Effort): Plan {
  const { requestRate, memory, independent = 1 } = watch;
  const least = effort.leastRequests / requestRate;
  const warmup = Math.max(WARMUP_MEMORIES * memory, least / 10);
  const affordable = effort.wantedRequests / effort.replications / requestRate - warmup;
  const wanted = Math.min((MOST_MEMORIES / independent) * memory, affordable);
  const measured = Math.max(FEWEST_MEMORIES * memory, wanted, least);
  return { ...planFor(watch, effort.replications, warmup, measured), isBrief: false };
}

function planOf({ watch }: Experiment, effort: Effort): Plan {
  const usual = usualPlan(watch, effort);
  if (total(usual) <= effort.usualRequests) return usual;
  const { replications, warmupMemories, measuredMemories } = BRIEF;
  const brief = planFor(watch, replications, warmupMemories * watch.memory, measuredMemories * watch.memory);
  return { ...brief, isBrief: true };
}

/** Requests of the whole experiment, unless it has to be repeated. */
export const requestsOf = (experiment: Experiment, effort: Effort): number => total(planOf(experiment, effort));

export interface Judgement {
  readonly name: string;
  readonly theory: number;
  readonly slack: number;
  readonly measured: Estimate;
  readonly holds: boolean;
}

export interface Verdict {
  readonly replications: number;
  /** Of one replication. */
  readonly requests: number;
  /** Null when the experiment would have taken too long. */
  readonly judgements: readonly Judgement[] | null;
  /** True when it was repeated because a figure missed. */
  readonly repeated: boolean;
  /** True when the usual runs would have taken too long. */
  readonly brief: boolean;
}

/** Experiments draw numbers of their own: alike as some are, one piece of bad luck shall not strike them all. */
function firstSeed({ scenario }: Experiment): number {
  let hash = 0;
  for (let i = 0; i < scenario.title.length; i++) hash = (Math.imul(hash, 31) + scenario.title.charCodeAt(i)) >>> 0;
  return hash % 1_000_000_000;
}

/** What a repetition may find by chance in one of a hundred is to be found by it in one of ten thousand. */
const TIMES_AS_MANY = 4;

/** What never happened in n observations may still have a chance of up to 5.3 / n, at 99 % (the rule of three, for 95 %). */
const UNSEEN = 5.3;

/** An interval so wide that it would hold anything proves nothing: its half-width has a bound, relative; for quantities near zero, to a hundredth. */
const WIDEST = 0.2;
const NEAR_ZERO = 0.01;

function judge(figure: Figure, values: readonly number[], requests: number): Judgement {
  const { name, theory, slack } = figure;
  const measured = estimate(values, LEVEL);
  const reach = measured.halfWidth + slack + (UNSEEN / requests) * theory;
  const isTelling = measured.halfWidth <= WIDEST * Math.max(theory, NEAR_ZERO);
  return { name, theory, slack, measured, holds: isTelling && Math.abs(measured.mean - theory) <= reach };
}

function replicate(experiment: Experiment, plan: Plan, from: number, count: number): Judgement[] {
  const { scenario } = experiment;
  const figures = experiment.figures.filter(({ memories }) => plan.memories >= memories);
  const values: number[][] = figures.map(() => []);
  for (let seed = from; seed < from + count; seed++) {
    const report = runScenario(scenario, { untilMs: plan.untilMs, warmupMs: plan.warmupMs, seed });
    figures.forEach((figure, index) => {
      values[index].push(figure.of(report));
    });
  }
  return figures.map((figure, index) => judge(figure, values[index], plan.requests * count));
}

/**
 * Runs independent replications and asks for every figure whether Student's interval of them holds the theory's value.
 * Of a hundred figures that are right one misses by chance; hence an experiment with a miss is repeated with new seeds and
 * four times as many replications, and what is found then counts: chance would have to strike twice, while a real
 * difference stands out the more, since the interval is half as wide.
 */
export function verify(experiment: Experiment, effort: Effort): Verdict {
  const plan = planOf(experiment, effort);
  const { replications, requests, isBrief: brief } = plan;
  if (total(plan) > effort.mostRequests) return { replications, requests, judgements: null, repeated: false, brief };
  const first = replicate(experiment, plan, firstSeed(experiment), replications);
  if (first.every(({ holds }) => holds)) {
    return { replications, requests, judgements: first, repeated: false, brief };
  }
  const more = replications * TIMES_AS_MANY;
  const second = replicate(experiment, plan, firstSeed(experiment) + replications, more);
  return { replications: more, requests, judgements: second, repeated: true, brief };
}
