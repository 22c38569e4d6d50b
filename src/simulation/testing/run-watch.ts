import type { TestRun } from './test-run';

/** Who hears of every run that a test makes. Nobody does where tests run elsewhere than in Vitest. */
export const runWatch: { onRun: ((run: TestRun) => void) | null } = { onRun: null };
