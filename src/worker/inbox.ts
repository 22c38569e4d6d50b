/**
 * Lets messages wait for what they need, and keeps their order: whatever comes after one that waits, waits too.
 *
 * @param prepare what must be there before a message is handled; null: nothing
 * @param handle is called at once where nothing waits. It is called too when preparing has failed, and says so itself.
 */
export function createInbox<M>(
  prepare: (message: M) => Promise<unknown> | null,
  handle: (message: M) => void,
): (message: M) => void {
  const waiting: M[] = [];
  let held = false;

  const goOn = () => {
    held = false;
    for (let message = waiting[0]; message !== undefined && !held; message = waiting[0]) {
      const preparing = prepare(message);
      if (preparing === null) {
        waiting.shift();
        handle(message);
      } else {
        held = true;
        const first = message;
        const done = () => {
          waiting.shift();
          handle(first);
          goOn();
        };
        preparing.then(done, done);
      }
    }
  };

  return (message) => {
    waiting.push(message);
    if (!held) goOn();
  };
}
