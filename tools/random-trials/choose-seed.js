/**
 * Which random trials the property tests make: the same ones each time, so that what fails fails again and an unlucky
 * draw stops nobody's change. `PROPERTY_SEED=7` makes those of seed 7, `PROPERTY_SEED=random` others each time.
 *
 * @import { TestProject } from 'vitest/node'
 */
const USUAL = '20261121';
/** fast-check takes 32 bits. */
const MOST = 2 ** 31;

/**
 * @param {string} asked what `PROPERTY_SEED` says
 * @returns {number}
 */
export function seedFor(asked) {
  if (asked === 'random') return Math.floor(Math.random() * MOST);
  const seed = Number(asked);
  if (asked.trim() === '' || !Number.isInteger(seed) || Math.abs(seed) > MOST) {
    throw new Error(`PROPERTY_SEED is a whole number or "random", not "${asked}"`);
  }
  return seed;
}

/**
 * Vitest calls it once, before all tests.
 *
 * @param {TestProject} project
 */
export function setup(project) {
  const seed = seedFor(process.env.PROPERTY_SEED ?? USUAL);
  project.provide('propertySeed', seed);
  console.log(`Random trials: seed ${seed} (PROPERTY_SEED)`);
}
