/** The ready-made scenarios in the order in which they are shown, by what they are about. */
export const THEMES = {
  cascade: ['store', 'store-with-rabbitmq'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Theme = keyof typeof THEMES;
