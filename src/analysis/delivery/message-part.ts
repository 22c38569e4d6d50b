type MessageAnalysis = typeof import('./message-analysis');

let there: MessageAnalysis | null = null;

export const addMessageAnalysis = (analysis: MessageAnalysis): void => {
  there = analysis;
};

/** Fetches what tells of messages, for those who build a world with a broker; null: it is there. */
export const loadMessageAnalysis = (): Promise<unknown> | null =>
  there === null ? import('./message-analysis').then(addMessageAnalysis) : null;

/** What {@link loadMessageAnalysis} has brought. Whoever needs it without that was built too early. */
export function messageAnalysis(): MessageAnalysis {
  if (there === null) throw new Error('what tells of messages is not there yet: see loadMessageAnalysis');
  return there;
}
