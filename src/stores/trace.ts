import { create } from 'zustand';
import type { RequestOrder } from '../analysis/archive/request-order';
import type { History, Requests } from '../worker/protocol';
import { type World, world } from './world';

interface TraceState {
  readonly order: RequestOrder;
  /** The newest answers; null before the first. */
  readonly list: Requests | null;
  /** Of the request that is picked. */
  readonly history: History | null;
  /** The serial of the request whose history is shown; null for none. */
  readonly picked: number | null;
  setOrder(order: RequestOrder): void;
  pick(serial: number | null): void;
}

/** So many requests are listed. */
const LISTED = 60;
/** Nobody reads faster; and looking things up costs the run time. */
const EVERY_MS = 500;

export function createTrace(source: World) {
  let watchers = 0;
  let isWaiting = false;

  const ask = () => {
    if (watchers === 0 || !source.scenario()) return;
    const { order, picked } = useTrace.getState();
    source.send({ type: 'requests', order, most: LISTED });
    if (picked !== null) source.send({ type: 'history', serial: picked });
  };
  const askSoon = () => {
    if (watchers === 0 || isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      ask();
    }, EVERY_MS);
  };

  const useTrace = create<TraceState>()((set) => ({
    order: 'failed',
    list: null,
    history: null,
    picked: null,
    setOrder: (order) => {
      set({ order, list: null });
      ask();
    },
    pick: (picked) => {
      set({ picked, history: null });
      ask();
    },
  }));

  source.subscribe((message) => {
    const { order, picked } = useTrace.getState();
    if (message.type === 'tick') askSoon();
    else if (message.type === 'requests' && message.order === order) useTrace.setState({ list: message });
    else if (message.type === 'history' && message.serial === picked) useTrace.setState({ history: message });
    else if (message.type === 'loaded') {
      // Another run: what a serial stood for is something else now.
      useTrace.setState({ list: null, history: null, picked: null });
      ask();
    }
  });

  /** Keeps the state up to date from now on, until what it returns is called. */
  const watch = (): (() => void) => {
    watchers++;
    ask();
    return () => {
      watchers--;
    };
  };
  return { useTrace, watch };
}

/** The requests of the app's run. */
export const { useTrace, watch: watchTrace } = createTrace(world);
