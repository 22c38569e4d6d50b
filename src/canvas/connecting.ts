import { create } from 'zustand';
import { catalogue } from '../kinds/catalogue';
import type { Scenario } from '../scenario/scenario';
import { type WiringRefusal, wiringRefusal } from '../scenario/wiring';
import { useDocument } from '../stores/document';
import { onceEditable } from '../stores/editing';
import { useSelection } from '../stores/selection';

export interface Refused {
  readonly refusal: WiringRefusal;
  readonly from: string;
  readonly to: string;
  /** Where to say so, in CSS pixels of the window; null: at the target. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

interface ConnectingState {
  /** The node from which a link is being made by clicks or keys; null: none. */
  readonly from: string | null;
  /** The node from which a link is being dragged; null: none. */
  readonly dragging: string | null;
  /** The last link that was refused, while the page still explains it. */
  readonly refused: Refused | null;
  /** Begins; the next node chosen is the target. */
  start(from: string): void;
  cancel(): void;
  drag(from: string | null): void;
  /** Links two nodes and selects the link, or explains why not. */
  connect(from: string, to: string, at?: Refused['at']): void;
  forgetRefusal(): void;
}

/** Making links, however it is done: by dragging, click by click, or with the keyboard. */
export const useConnecting = create<ConnectingState>()((set) => ({
  from: null,
  dragging: null,
  refused: null,
  start: (from) => set({ from, refused: null }),
  cancel: () => set({ from: null }),
  drag: (dragging) => set(dragging === null ? { dragging } : { dragging, from: null, refused: null }),
  connect: (from, to, at = null) => {
    set({ from: null, refused: null });
    onceEditable(() => {
      const connected = useDocument.getState().connect(from, to);
      if (connected.ok) useSelection.getState().select({ links: [connected.id] });
      else set({ refused: { refusal: connected.refusal, from, to, at } });
    });
  },
  forgetRefusal: () => set({ refused: null }),
}));

/** Whether a link from one node to another would be welcome. */
export const welcome = (scenario: Scenario, from: string, to: string): boolean =>
  wiringRefusal(scenario, catalogue, from, to) === null;
