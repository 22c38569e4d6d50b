import { loadBehaviours, loadedBehaviours } from '../kinds/loaded-behaviours';
import { createInbox } from './inbox';
import type { FromWorker, ToWorker } from './protocol';
import { Session } from './session';

/** Browsers stop animation frames in hidden tabs, and simulated time must not hang on them. */
const HEARTBEAT_MS = 100;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);
const session = new Session(post, () => performance.now(), loadedBehaviours);
const receive = createInbox<ToWorker>(
  (message) => (message.type === 'load' ? loadBehaviours(message.scenario.nodes.map((node) => node.kind)) : null),
  (message) => session.handle(message),
);

scope.addEventListener('message', (event: MessageEvent<ToWorker>) => receive(event.data));

let lastBeatAt = 0;
const beat = () => {
  lastBeatAt = performance.now();
  session.frame();
};
const loop = () => {
  beat();
  scope.requestAnimationFrame(loop);
};
if (typeof scope.requestAnimationFrame === 'function') scope.requestAnimationFrame(loop);
setInterval(() => {
  if (performance.now() - lastBeatAt >= HEARTBEAT_MS) beat();
}, HEARTBEAT_MS);

post({ type: 'ready' });
