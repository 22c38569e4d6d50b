/** What a traveller looks like. Shape says what it is and how it ended; colour says the same again. */
export const Sprite = {
  /** A filled dot: a request under way. */
  request: 0,
  /** A dot with a ring around it: the same request once more. */
  retry: 1,
  /** A ring: an answer. */
  answer: 2,
  /** A cross: a failed answer. */
  failure: 3,
  /** An envelope: a message. */
  message: 4,
  /** An envelope in a frame: a message delivered once more. */
  redelivery: 5,
  /** A small tick: an acknowledgement. */
  ack: 6,
  /** A small cross: a message refused. */
  nack: 7,
  /** A small ring: a consumer asks for messages, or hears that there are none. */
  poll: 8,
} as const;

export const SPRITES = 9;
