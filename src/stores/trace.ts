import { create } from 'zustand';
import type { MessageFilter } from '../analysis/archive/message-filter';
import type { RequestOrder } from '../analysis/archive/request-order';
import type { History, MessageList, Requests } from '../worker/protocol';
import { asking } from './asking';
import { type World, world } from './world';

interface TraceState {
  readonly order: RequestOrder;
  /** The newest answers; null before the first. */
  readonly list: Requests | null;
  /** Messages that are listed instead of requests: those behind a number; null: none. */
  readonly filter: MessageFilter | null;
  readonly messages: MessageList | null;
  /** Of the request or message that is picked. */
  readonly history: History | null;
  /** The serial of the request or message whose history is shown; null for none. */
  readonly picked: number | null;
  setOrder(order: RequestOrder): void;
  /** Lists messages from now on; null: requests. */
  setFilter(filter: MessageFilter | null): void;
  pick(serial: number | null): void;
}

/** So many are listed. */
const LISTED = 60;
/** Nobody reads faster; and looking things up costs the run time. */
const EVERY_MS = 500;

export function createTrace(source: World) {
  const useTrace = create<TraceState>()((set) => ({
    order: 'failed',
    list: null,
    filter: null,
    messages: null,
    history: null,
    picked: null,
    setOrder: (order) => {
      set({ order, list: null });
      question.askNow();
    },
    setFilter: (filter) => {
      set({ filter, messages: null, picked: null, history: null });
      question.askNow();
    },
    pick: (picked) => {
      set({ picked, history: null });
      question.askNow();
    },
  }));

  const question = asking(source, EVERY_MS, () => {
    const { order, picked, filter } = useTrace.getState();
    if (filter === null) source.send({ type: 'requests', order, most: LISTED });
    else source.send({ type: 'messageList', filter, most: LISTED });
    if (picked !== null) source.send({ type: 'history', serial: picked });
  });

  source.subscribe((message) => {
    const { order, picked, filter } = useTrace.getState();
    if (message.type === 'tick') question.askSoon();
    else if (message.type === 'requests' && message.order === order) useTrace.setState({ list: message });
    else if (message.type === 'messageList' && isSame(message.filter, filter)) useTrace.setState({ messages: message });
    else if (message.type === 'history' && message.serial === picked) useTrace.setState({ history: message });
    else if (message.type === 'loaded') {
      // Another run: what a serial stood for is something else now.
      useTrace.setState({ list: null, messages: null, history: null, picked: null });
      question.askNow();
    }
  });
  return { useTrace, watch: question.watch };
}

const isSame = (one: MessageFilter, other: MessageFilter | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The requests of the app's run. */
export const { useTrace, watch: watchTrace } = createTrace(world);
