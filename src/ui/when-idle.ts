let tellShown = () => {};
const shown = new Promise<void>((resolve) => {
  tellShown = resolve;
});

/** Says that the first frame is on the screen. From now on there is time for the rest. */
export const pageIsShown = (): void => tellShown();

/** Does something as soon as the first frame is on the screen and nothing more urgent is to be done. */
function whenIdle(task: () => void): void {
  // Safari has no idle callbacks; some frames later it is idle as a rule.
  const soon = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 100));
  void shown.then(() => soon(task));
}

/** Fetches a chunk ahead of its use. When that fails, whoever uses it will find out. */
export const fetchWhenIdle = (load: () => Promise<unknown>): void => whenIdle(() => void load().catch(() => {}));
