/** What changes in the sessions during a run: plain data, by the number of the user. */
export interface SessionsState {
  replicas: Record<number, number>;
  lastUsedMs: Record<number, number>;
  /** Users whose session went with a replica and who do not know yet. */
  lost: Record<number, true>;
}

export const noSessions = (): SessionsState => ({ replicas: {}, lastUsedMs: {}, lost: {} });

/** Which replica has the session of which user, where replicas keep them in their own memory. */
export class Sessions {
  constructor(
    private readonly owner: { readonly state: { readonly sessions: SessionsState } },
    private readonly idleMs: number,
  ) {}

  /** The replica that has the user's session; undefined: none, or nobody has used it for too long. */
  replicaOf(user: number, nowMs: number): number | undefined {
    const { replicas, lastUsedMs } = this.state;
    return nowMs - lastUsedMs[user] > this.idleMs ? undefined : replicas[user];
  }

  /** A replica serves the user, and has the session from now on. */
  use(user: number, replica: number, nowMs: number): void {
    const { replicas, lastUsedMs } = this.state;
    replicas[user] = replica;
    lastUsedMs[user] = nowMs;
  }

  /** A replica goes, and its sessions with it. Returns whose they were, in the order of their numbers. */
  loseThoseOf(replica: number, nowMs: number): number[] {
    const { replicas, lastUsedMs, lost } = this.state;
    const users: number[] = [];
    for (const key of Object.keys(replicas)) {
      const user = Number(key);
      if (replicas[user] !== replica) continue;
      if (nowMs - lastUsedMs[user] <= this.idleMs) {
        users.push(user);
        lost[user] = true;
      }
      delete replicas[user];
      delete lastUsedMs[user];
    }
    return users;
  }

  /** True, once, for a user whose session was lost. */
  learnsOfLoss(user: number): boolean {
    const { lost } = this.state;
    if (!lost[user]) return false;
    delete lost[user];
    return true;
  }

  private get state(): SessionsState {
    return this.owner.state.sessions;
  }
}
