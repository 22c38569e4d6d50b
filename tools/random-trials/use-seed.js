/** Properties that name no seed of their own are tried with the one that is chosen for all (see `choose-seed.js`). */
import fc from 'fast-check';
import { inject } from 'vitest';

fc.configureGlobal({ seed: inject('propertySeed') });
