/** What an event leads to: a state, if it is another one, and commands in their order. */
interface Transition<State extends string, Action extends string> {
  readonly target?: State;
  readonly actions?: readonly Action[];
}

/** A statechart without nesting, guards or timers, in XState's notation. */
export interface FlatMachine<State extends string, Event extends string, Action extends string> {
  readonly initial: State;
  /** For events that the state itself does not handle. */
  readonly on: { readonly [E in Event]?: Transition<State, Action> };
  readonly states: { readonly [S in State]: { readonly on: { readonly [E in Event]?: Transition<State, Action> } } };
}

export interface FlatActor<State extends string, Event extends string> {
  state(): State;
  /** An event that neither the state nor the machine handles is ignored. */
  send(event: Event): void;
}

/**
 * Runs a flat machine as XState would: the state changes first, then the commands are carried out, then `onChange` is
 * told, and an event sent meanwhile is handled after that.
 */
export function runFlatMachine<State extends string, Event extends string, Action extends string>(
  machine: FlatMachine<State, Event, Action>,
  actions: Readonly<Record<Action, () => void>>,
  onChange: (state: State) => void,
): FlatActor<State, Event> {
  let state = machine.initial;
  const mailbox: Event[] = [];
  let busy = false;

  const handle = (event: Event) => {
    const transition = machine.states[state].on[event] ?? machine.on[event];
    if (!transition) return;
    state = transition.target ?? state;
    for (const action of transition.actions ?? []) actions[action]();
    onChange(state);
  };
  return {
    state: () => state,
    send: (event) => {
      mailbox.push(event);
      if (busy) return;
      busy = true;
      try {
        for (let next = mailbox.shift(); next !== undefined; next = mailbox.shift()) handle(next);
      } finally {
        busy = false;
      }
    },
  };
}
