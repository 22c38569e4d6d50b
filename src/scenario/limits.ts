/** What a scenario may hold at the most. A document beyond these is refused on arrival, wherever it comes from. */
export const LIMITS = {
  nodes: 2_000,
  links: 5_000,
  interventions: 10_000,
  notes: 1_000,
  goals: 1_000,
  contracts: 1_000,
  contractVersions: 50,
  contractFields: 100,
  fieldNameLength: 60,
  zones: 1_000,
  /** Of a field of any object, the longest of which are the headers of a message. */
  nameLength: 255,
  idLength: 60,
  labelLength: 100,
  titleLength: 200,
  descriptionLength: 10_000,
  noteLength: 5_000,
  goalLength: 200,
  hintLength: 100,
  /** The greatest seed: 2³²−1. */
  seed: 4_294_967_295,
  /** The shortest run: a nanosecond, ms. */
  leastDurationMs: 1e-6,
  /** The longest run: a hundred days, ms. */
  durationMs: 8_640_000_000,
  /** Canvas units from the origin, either way. */
  coordinate: 1e6,
  /** Values of any type in one document, nested ones included. */
  values: 300_000,
  /** Lists and objects within each other. */
  depth: 60,
  /** Issues reported about one document; more would help nobody. */
  issues: 50,
} as const;
