import type { RandomStream } from '../../kernel/random';
import { Zipf } from '../../kernel/zipf';
import type { Draw } from './params';

/** Numbers 0 … count − 1, one for each request: the key that it is about, or the user whom it comes from. */
export type Numbering = (request: number) => number;

/** The numbers that `draw` describes. @param random is asked only where they come by chance */
export function createNumbering(draw: Draw, random: () => RandomStream): Numbering {
  switch (draw.pattern) {
    case 'one':
      return () => 0;
    case 'uniform': {
      const stream = random();
      return () => stream.below(draw.count);
    }
    case 'zipf': {
      const zipf = new Zipf(random(), draw.count, draw.exponent);
      return () => zipf.rank();
    }
    case 'turns':
      return (request) => request % draw.count;
  }
}

/** So many users a client may have. */
const USERS = 0x100000;
/** Clients whose users are told apart; a component beyond has the users of an earlier one. */
const CLIENTS = 0x800;

/**
 * The number of a client's user among all users of the scenario: the low 20 bits count within the client, the 11 above
 * them are its place among the components, so that no two clients share a user.
 */
export const sourceOf = (client: number, user: number): number => (client % CLIENTS) * USERS + user;
